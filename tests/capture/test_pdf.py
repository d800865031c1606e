"""A page that is one scan gives the scan itself; any other page is drawn."""

import io
from collections.abc import Callable

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture import media
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.model import DecodedPage, FileUnit
from docforensics.capture.pdf import decode_pdf
from docforensics.capture.raster import decode_raster
from docforensics.errors import DecodeError, InputError, LimitExceededError

Matrix = pypdfium2.PdfMatrix


def change(raw: bytes, edit: Callable[[pypdfium2.PdfDocument], object]) -> bytes:
    """Open, edit and save a PDF."""
    document = pypdfium2.PdfDocument(raw)
    edit(document)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def only(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> DecodedPage:
    """Decode the only page."""
    (frame,) = decode_pdf(raw, limits)
    return frame


def resembles(pixels: NDArray[np.uint8], expected: NDArray[np.uint8], tolerance: float = 6.0) -> bool:
    """Tell whether two pictures are of one size and alike."""
    return pixels.shape == expected.shape and float(np.abs(pixels.astype(int) - expected).mean()) < tolerance


def test_a_scan_in_a_pdf_gives_the_pixels_of_the_jpeg_itself(
    encode: Callable[..., bytes], make_pdf: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Digital checks need the original grid."""
    jpeg = encode(picture, "JPEG", quality=90)
    frame = only(make_pdf(jpeg, Matrix().scale(400, 300)))
    assert np.array_equal(frame.pixels, decode_raster(jpeg, media.JPEG, DEFAULT_LIMITS)[0].pixels)
    assert frame.jpeg is not None
    assert frame.jpeg.estimated_quality == 90
    assert not frame.resampled


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "CMYK"])
def test_scans_of_every_kind_keep_their_own_pixels(
    encode: Callable[..., bytes], picture: PillowImage.Image, mode: str
) -> None:
    """JPEG, fax and palette streams alike; the size on the page gives the resolution."""
    frame = only(encode(picture.convert(mode), "PDF", resolution=200))
    assert frame.pixels.shape[:2] == (48, 64)
    assert frame.dpi == pytest.approx(200, abs=2)
    assert not frame.resampled


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_turned_as_a_viewer_shows_it(
    encode: Callable[..., bytes], picture: PillowImage.Image, pattern: NDArray[np.uint8], turn: int
) -> None:
    """PDF turns clockwise."""
    raw = change(
        encode(picture, "PDF", resolution=150, quality=95), lambda document: document[0].set_rotation(turn)
    )
    frame = only(raw)
    assert resembles(frame.pixels, np.rot90(pattern, -turn // 90))
    assert not frame.resampled


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("is_askew", [False, True], ids=["one scan", "drawn"])
def test_pixels_are_found_on_the_page_as_a_viewer_shows_it(
    encode: Callable[..., bytes],
    make_pdf: Callable[..., bytes],
    picture: PillowImage.Image,
    turn: int,
    is_askew: bool,
) -> None:
    """The yellow corner, with margins around the scan: where another program draws it at another resolution."""
    lies = Matrix().scale(200, 150).rotate(3 if is_askew else 0).translate(50, 120)
    jpeg = encode(picture, "JPEG", quality=95, subsampling=0)
    raw = change(make_pdf(jpeg, lies, page=(300, 400)), lambda document: document[0].set_rotation(turn))
    frame = only(raw)
    assert frame.resampled is is_askew
    assert frame.in_file.unit is FileUnit.POINTS
    yellow = np.abs(frame.pixels.astype(int) - (250, 240, 20)).max(axis=2) < 30
    rows, columns = np.nonzero(yellow)
    x, y = np.array(frame.in_file.matrix) @ (columns.mean() + 0.5, rows.mean() + 0.5, 1)
    shown = pypdfium2.PdfDocument(raw)[0].render(scale=2).to_numpy()[:, :, :3]
    there = np.argwhere(np.abs(shown.astype(int) - (20, 240, 250)).max(axis=2) < 30).mean(axis=0) + 0.5
    assert there[::-1] / 2 == pytest.approx((x, y), abs=1.0)


def test_a_picture_turned_or_mirrored_on_its_page_is_put_right(
    encode: Callable[..., bytes],
    make_pdf: Callable[..., bytes],
    picture: PillowImage.Image,
    pattern: NDArray[np.uint8],
) -> None:
    """The matrix says how it lies."""
    jpeg = encode(picture, "JPEG", quality=95, subsampling=0)
    turned = only(make_pdf(jpeg, Matrix().scale(200, 150).rotate(90).translate(50, 250), page=(300, 400)))
    mirrored = only(make_pdf(jpeg, Matrix().scale(400, 300).mirror(True, False).translate(400, 0)))
    assert resembles(turned.pixels, np.rot90(pattern, -1))
    assert resembles(mirrored.pixels, pattern[:, ::-1])
    assert not turned.resampled
    assert not mirrored.resampled


def test_exif_inside_an_embedded_jpeg_turns_nothing(
    encode: Callable[..., bytes],
    make_pdf: Callable[..., bytes],
    picture: PillowImage.Image,
    pattern: NDArray[np.uint8],
) -> None:
    """PDF viewers do not read it."""
    exif = PillowImage.Exif()
    exif[0x0112] = 3
    frame = only(make_pdf(encode(picture, "JPEG", quality=95, exif=exif), Matrix().scale(400, 300)))
    assert resembles(frame.pixels, pattern)


@pytest.mark.parametrize(
    "matrices",
    [
        (Matrix().scale(150, 100).translate(10, 10), Matrix().scale(150, 100).translate(200, 150)),
        (Matrix().scale(200, 150).rotate(10).translate(60, 90),),
        (Matrix().scale(500, 380).translate(-50, -40),),
    ],
    ids=["two pictures", "askew", "beyond the page"],
)
def test_any_other_page_is_drawn(
    encode: Callable[..., bytes],
    make_pdf: Callable[..., bytes],
    picture: PillowImage.Image,
    matrices: tuple[Matrix, ...],
) -> None:
    """At 300 dpi, and marked as drawn."""
    frame = only(make_pdf(encode(picture, "JPEG"), *matrices))
    assert frame.resampled
    assert frame.jpeg is None
    assert frame.pixels.shape == (1250, 1666, 3)
    assert frame.dpi == pytest.approx(300)


def test_a_cropped_page_shows_nothing_beyond_its_crop(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """What a viewer does not show is not examined."""
    raw = encode(picture, "PDF", resolution=72)
    frame = only(change(raw, lambda document: document[0].set_cropbox(20, 10, 60, 30)))
    assert frame.resampled
    assert frame.pixels.shape[1] / frame.pixels.shape[0] == pytest.approx(2, abs=0.05)


def test_something_lying_over_the_scan_has_the_page_drawn(
    encode: Callable[..., bytes], make_pdf: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """A patch over a scan is what a forger would add: it must be seen."""
    patch = PillowImage.new("RGB", (16, 16), "white")
    jpeg = encode(picture, "JPEG")
    raw = make_pdf(jpeg, Matrix().scale(400, 300))

    def cover(document: pypdfium2.PdfDocument) -> None:
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(encode(patch, "JPEG")), inline=True)
        image.set_matrix(Matrix().scale(40, 40).translate(100, 100))
        sheet = document[0]
        sheet.insert_obj(image)
        sheet.gen_content()

    frame = only(change(raw, cover))
    assert frame.resampled
    assert frame.pixels[700, 500].tolist() == [255, 255, 255]


def test_a_fine_scan_beside_another_sets_the_resolution(
    encode: Callable[..., bytes], make_pdf: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Never beyond 600 dpi."""
    jpeg = encode(picture.resize((640, 480)), "JPEG")
    at_457 = Matrix().scale(100.8, 75.6).translate(10, 10)
    at_2286 = Matrix().scale(20.16, 15.12).translate(200, 200)
    assert only(make_pdf(jpeg, at_457, at_457)).dpi == pytest.approx(457, abs=3)
    assert only(make_pdf(jpeg, at_457, at_2286)).dpi == pytest.approx(600)


def test_a_huge_page_is_drawn_within_the_limits_and_a_tiny_one_at_all() -> None:
    """PDF pages go up to five metres."""
    huge, tiny = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument.new()
    huge.new_page(14400, 14400)
    tiny.new_page(2, 3)
    drawn = []
    for document in (huge, tiny):
        buffer = io.BytesIO()
        document.save(buffer)
        document.close()
        drawn.append(only(buffer.getvalue(), Limits(max_pixels=1_000_000)).pixels)
    assert 900_000 <= drawn[0].shape[0] * drawn[0].shape[1] <= 1_000_000
    assert min(drawn[1].shape[:2]) >= 1


def test_each_page_comes_in_order_with_its_number(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Each is a side."""
    raw = encode(picture, "PDF", save_all=True, append_images=[picture.resize((30, 50))])
    frames = decode_pdf(raw, DEFAULT_LIMITS)
    assert [(frame.number, frame.pixels.shape[:2]) for frame in frames] == [(0, (48, 64)), (1, (50, 30))]


def test_pages_and_pixels_are_limited(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """Pixels also within an embedded picture, however small it lies on the page."""
    raw = encode(picture, "PDF", save_all=True, append_images=[picture])
    with pytest.raises(LimitExceededError, match="2 pages"):
        decode_pdf(raw, Limits(max_pages=1))
    with pytest.raises(LimitExceededError, match="64x48"):
        decode_pdf(raw, Limits(max_pixels=3071))
    with pytest.raises(LimitExceededError, match=r"\(2 pages\)"):
        decode_pdf(raw, Limits(max_pixels=3072))


def test_an_embedded_jpeg_larger_than_the_page_says_is_refused(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """PDFium would decode what the JPEG itself claims: here a gigapixel."""
    raw = bytearray(encode(picture, "PDF"))
    frame_header = raw.index(b"\xff\xc0")
    raw[frame_header + 5 : frame_header + 9] = b"\x80\x00\x80\x00"
    with pytest.raises(LimitExceededError, match="32768x32768"):
        decode_pdf(bytes(raw), DEFAULT_LIMITS)


def test_an_embedded_jpeg_2000_is_limited_by_its_own_header(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """As a JPEG is."""
    raw = encode(picture, "PDF")
    jpeg = raw[raw.index(b"\xff\xd8") : raw.rindex(b"\xff\xd9") + 2]
    claim = b"\xff\x4f\xff\x51\x00\x2f\x00\x00" + b"\x00\x00\x80\x00" * 2
    raw = raw.replace(b"/DCTDecode", b"/JPXDecode").replace(jpeg, claim.ljust(len(jpeg), b"\0"))
    with pytest.raises(LimitExceededError, match="32768x32768"):
        decode_pdf(raw, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    "rest", [b"", b"1.7\nrubbish", b"1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"]
)
def test_a_pdf_that_is_none_is_damaged(rest: bytes) -> None:
    """With advice."""
    with pytest.raises(DecodeError, match="print or export it again"):
        decode_pdf(b"%PDF-" + rest, DEFAULT_LIMITS)


def test_an_encrypted_pdf_says_so() -> None:
    """The advice is another one."""
    raw = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
    )
    with pytest.raises(DecodeError, match="encrypted"):
        decode_pdf(raw, DEFAULT_LIMITS)


def test_a_cut_pdf_raises_nothing_but_input_errors(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """PDFium repairs what it can; the rest is refused."""
    raw = encode(picture, "PDF")
    outcomes = set()
    for length in range(5, len(raw), 97):
        try:
            outcomes.add(len(decode_pdf(raw[:length], DEFAULT_LIMITS)))
        except InputError:
            outcomes.add(0)
    assert 0 in outcomes
    assert outcomes <= {0, 1}


def nested_forms(depth: int, times: int) -> bytes:
    """A PDF of a few hundred bytes whose page draws a form that draws another one so many times, and so on."""
    forms = range(5, 5 + depth)
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        4: _stream(b"", b"/F Do " * times),
    }
    for number in forms:
        inner = b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1) if number < forms[-1] else b""
        drawn = b"/F Do " * times if number < forms[-1] else b"0 0 10 10 re f"
        bodies[number] = _stream(b"/Type/XObject/Subtype/Form/BBox[0 0 300 400]" + inner, drawn)
    objects = b"".join(b"%d 0 obj" % number + body + b"endobj\n" for number, body in bodies.items())
    return b"%PDF-1.4\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF"


def _stream(told: bytes, content: bytes) -> bytes:
    return b"<<" + told + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream "


def test_a_pdf_that_draws_for_hours_is_ended() -> None:
    """Eight forms deep, eight times each: 16 million squares."""
    assert only(nested_forms(2, 2)).pixels.shape[0] > 1000
    with pytest.raises(LimitExceededError, match=r"longer than 0\.5 s.*Limits\(seconds"):
        decode_pdf(nested_forms(8, 8), Limits(seconds=0.5))


def test_a_pdf_that_asks_for_too_much_memory_is_refused(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """A page of A3 at 600 dpi, drawn, takes 100 MB."""
    raw = encode(picture, "PDF")
    with pytest.raises(LimitExceededError, match="memory"):
        decode_pdf(
            nested_forms(2, 2).replace(b"[0 0 300 400]/Contents", b"[0 0 3000 4000]/Contents"),
            Limits(memory_bytes=10_000_000),
        )
    assert only(raw).pixels.size
