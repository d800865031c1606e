"""Every image format gives the picture that was put in, or says why not."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage, TiffImagePlugin

from docforensics.capture import media, raster
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.raster import decode_halved, decode_raster
from docforensics.errors import DecodeError, LimitExceededError, UnsupportedFormatError

LOSSLESS = [("PNG", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"}), ("BMP", {})]
LOSSLESS += [("WEBP", {"lossless": True}), ("JPEG2000", {}), ("JPEG2000", {"no_jp2": True})]


def decode(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> NDArray[np.uint8]:
    """Decode the only page."""
    (frame,) = decode_raster(raw, media.media_type_of(raw), limits)
    return frame.pixels


@pytest.mark.parametrize(("file_format", "options"), LOSSLESS)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_lossless_formats_give_back_the_very_pixels(
    encode: Callable[..., bytes],
    picture: PillowImage.Image,
    file_format: str,
    options: dict[str, Any],
    mode: str,
) -> None:
    """RGB stays RGB in that order, grey stays (H, W); only WebP knows no grey."""
    source = picture.convert("RGB" if file_format == "WEBP" else mode)
    assert np.array_equal(decode(encode(source, file_format, **options)), np.asarray(source))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"quality": 30}])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_jpeg_gives_the_pixels_that_pillow_gives(
    encode: Callable[..., bytes], picture: PillowImage.Image, options: dict[str, Any], mode: str
) -> None:
    """The fast decoder and the reference agree to the last bit."""
    raw = encode(picture.convert(mode), "JPEG", **options)
    assert np.array_equal(decode(raw), np.asarray(PillowImage.open(io.BytesIO(raw))))


def test_jpeg_is_decoded_the_same_by_an_opencv_that_gives_bgr(
    encode: Callable[..., bytes], picture: PillowImage.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenCV before 4.11 cannot give RGB itself."""
    raw = encode(picture, "JPEG")
    expected = decode(raw)
    monkeypatch.setattr(raster, "_READ_COLOUR", cv2.IMREAD_COLOR)
    assert np.array_equal(decode(raw), expected)


def test_jpeg_stored_as_rgb_keeps_its_colours(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Three components are not always YCbCr: the Adobe marker says so."""
    raw = encode(picture, "JPEG", keep_rgb=True, quality=95, subsampling=0)
    assert np.abs(decode(raw).astype(int) - np.asarray(picture)).mean() < 2


def test_cmyk_jpeg_has_its_colours_right_way_round(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Adobe stores the inks inverted."""
    raw = encode(picture.convert("CMYK"), "JPEG", quality=95)
    pixels = decode(raw)
    assert pixels.shape == (48, 64, 3)
    assert np.abs(pixels.astype(int) - np.asarray(picture)).mean() < 3


def test_the_first_picture_of_an_mpo_is_taken(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Phones append a second picture to a JPEG."""
    raw = encode(picture, "MPO", save_all=True, append_images=[PillowImage.new("RGB", (8, 8))])
    assert decode(raw).shape == (48, 64, 3)


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_16_bit_grey_is_scaled_to_8(
    encode: Callable[..., bytes], pattern: NDArray[np.uint8], file_format: str
) -> None:
    """White is white."""
    deep = PillowImage.fromarray(pattern[..., 0].astype(np.uint16) * 257)
    assert np.array_equal(decode(encode(deep, file_format)), pattern[..., 0])


def test_16_bit_colour_is_scaled_to_8(pattern: NDArray[np.uint8]) -> None:
    """OpenCV writes what Pillow cannot."""
    done, raw = cv2.imencode(".png", cv2.cvtColor(pattern, cv2.COLOR_RGB2BGR).astype(np.uint16) * 257)
    assert done
    assert np.array_equal(decode(raw.tobytes()), pattern)


@pytest.mark.parametrize(
    ("file_format", "options"), [("PNG", {}), ("TIFF", {}), ("TIFF", {"compression": "group4"}), ("BMP", {})]
)
def test_1_bit_images_become_black_and_white(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str, options: dict[str, Any]
) -> None:
    """Faxes and scans of text."""
    bilevel = picture.convert("1")
    pixels = decode(encode(bilevel, file_format, **options))
    assert np.array_equal(pixels, np.asarray(bilevel.convert("L")))


@pytest.mark.parametrize("file_format", ["PNG", "TIFF", "BMP", "GIF"])
def test_palettes_are_resolved(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str
) -> None:
    """Indices mean nothing to a check."""
    indexed = picture.quantize(32)
    assert np.array_equal(decode(encode(indexed, file_format)), np.asarray(indexed.convert("RGB")))


def test_tiff_in_inks_becomes_rgb(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """As printers write it."""
    inks = picture.convert("CMYK")
    assert np.array_equal(decode(encode(inks, "TIFF")), np.asarray(inks.convert("RGB")))


def test_tiff_holding_jpeg_becomes_rgb(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """As many scanners write it."""
    raw = encode(picture, "TIFF", compression="jpeg", quality=95)
    assert np.abs(decode(raw).astype(int) - np.asarray(picture)).mean() < 6


@pytest.mark.parametrize(("mode", "white"), [("RGBA", [255, 255, 255]), ("LA", 255)])
@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_alpha_is_laid_on_white(
    encode: Callable[..., bytes], mode: str, white: object, file_format: str
) -> None:
    """Transparent paper is white."""
    image = PillowImage.new(mode, (5, 4))
    assert decode(encode(image, file_format))[0, 0].tolist() == white


def test_a_transparent_colour_is_laid_on_white_too(encode: Callable[..., bytes]) -> None:
    """PNG can name one colour, or one palette entry, as transparent."""
    image = PillowImage.new("RGB", (5, 4), (10, 20, 30))
    image.putpixel((2, 2), (1, 2, 3))
    keyed = decode(encode(image, "PNG", transparency=(10, 20, 30)))
    indexed = decode(encode(image.quantize(2), "GIF", transparency=image.quantize(2).getpixel((0, 0))))
    assert keyed[0, 0].tolist() == indexed[0, 0].tolist() == [255, 255, 255]
    assert keyed[2, 2].tolist() == [1, 2, 3]


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied_once(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str, orientation: int
) -> None:
    """Whether Pillow applies it itself, as for TIFF, or not."""
    inverse = {6: 8, 8: 6}.get(orientation, orientation)
    turned = picture.transpose(TRANSPOSE[inverse]) if orientation > 1 else picture
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    raw = encode(turned, file_format, exif=exif, **({"quality": 95} if file_format != "TIFF" else {}))
    pixels = decode(raw)
    assert pixels.shape == (48, 64, 3)
    assert np.abs(pixels.astype(int) - np.asarray(picture)).mean() < 6
    (page,) = decode_raster(raw, media.media_type_of(raw), DEFAULT_LIMITS)
    # The yellow corner of the picture, where the file has it: turned itself, since the file is stored turned.
    x, y = np.array(page.in_file.matrix) @ (8, 6, 1)
    assert np.abs(np.asarray(turned.convert("RGB"))[int(y), int(x)].astype(int) - (250, 240, 20)).max() < 20


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_luminance_of_a_large_jpeg_is_decoded_at_half_its_size(
    encode: Callable[..., bytes],
    picture: PillowImage.Image,
    monkeypatch: pytest.MonkeyPatch,
    orientation: int,
) -> None:
    """Upright as the whole of it; small pictures are None, and left to `decode_raster`."""
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    raw = encode(picture, "JPEG", exif=exif, quality=95)
    assert decode_halved(raw, DEFAULT_LIMITS) is None
    monkeypatch.setattr(raster, "_LARGE_PIXELS", 100)
    half = decode_halved(raw, DEFAULT_LIMITS)
    assert half is not None
    whole = np.asarray(PillowImage.fromarray(decode(raw)).convert("L").reduce(2), np.int64)
    assert np.abs(half - whole).mean() < 6


TRANSPOSE = {
    2: PillowImage.Transpose.FLIP_LEFT_RIGHT,
    3: PillowImage.Transpose.ROTATE_180,
    4: PillowImage.Transpose.FLIP_TOP_BOTTOM,
    5: PillowImage.Transpose.TRANSPOSE,
    6: PillowImage.Transpose.ROTATE_270,
    7: PillowImage.Transpose.TRANSVERSE,
    8: PillowImage.Transpose.ROTATE_90,
}


def test_every_page_of_a_tiff_is_decoded_with_its_own_facts(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Sizes, modes and tags may differ from page to page."""
    first, second = picture.copy(), picture.convert("L").resize((20, 10))
    first.encoderinfo = {"dpi": (300, 300)}
    second.encoderinfo = {"dpi": (600, 600), "software": "Scanner"}
    raw = encode(first, "TIFF", save_all=True, append_images=[second])
    frames = decode_raster(raw, media.TIFF, DEFAULT_LIMITS)
    assert [frame.pixels.shape for frame in frames] == [(48, 64, 3), (10, 20)]
    assert [frame.number for frame in frames] == [0, 1]
    assert np.array_equal(frames[1].pixels, np.asarray(second))


def test_previews_inside_a_tiff_are_passed_over(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """A thumbnail is no side of the document."""
    buffer = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(buffer, new=True) as pages:
        picture.save(pages, "TIFF")
        pages.newFrame()
        picture.resize((8, 6)).save(pages, "TIFF", tiffinfo={254: 1})
        pages.newFrame()
    raw = buffer.getvalue()
    assert [frame.number for frame in decode_raster(raw, media.TIFF, DEFAULT_LIMITS)] == [0]
    with pytest.raises(UnsupportedFormatError, match="previews"):
        decode(encode(picture, "TIFF", tiffinfo={254: 1}))


def test_a_page_of_a_tiff_that_is_called_reduced_is_a_page_all_the_same() -> None:
    """A viewer shows it, so it is examined: first of two alike, or behind a smaller one."""
    large, small = PillowImage.new("L", (1200, 800), 200), PillowImage.new("L", (700, 500), 90)
    for pages in ([(large, 1), (large, 0)], [(small, 1), (large, 0)], [(large, 0), (large, 1)]):
        buffer = io.BytesIO()
        with TiffImagePlugin.AppendingTiffWriter(buffer, new=True) as file:
            for page, kind in pages:
                page.save(file, "TIFF", tiffinfo={254: kind})
                file.newFrame()
        found = decode_raster(buffer.getvalue(), media.TIFF, DEFAULT_LIMITS)
        assert [frame.number for frame in found] == [0, 1]


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_refused(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str
) -> None:
    """Its first picture would be examined, and another one shown."""
    raw = encode(picture, file_format, save_all=True, append_images=[PillowImage.new("RGB", picture.size)])
    with pytest.raises(UnsupportedFormatError, match="export that picture"):
        decode(raw)


def test_resolution_and_tags_are_read(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """From a JPEG, a PNG and a TIFF alike."""
    exif = PillowImage.Exif()
    exif[0x0131] = "Utopia Scan"
    for file_format in ("JPEG", "PNG", "TIFF"):
        raw = encode(picture, file_format, dpi=(300, 300), exif=exif)
        (frame,) = decode_raster(raw, media.media_type_of(raw), DEFAULT_LIMITS)
        assert frame.dpi == pytest.approx(300, abs=0.1)
        assert frame.exif["Software"] == "Utopia Scan"
        assert (frame.jpeg is None) == (file_format != "JPEG")


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF", "JPEG2000"])
def test_too_many_pixels_are_refused_by_the_header(
    encode: Callable[..., bytes],
    picture: PillowImage.Image,
    file_format: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is decoded: the decoder would fail here."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("decoded")

    raw = encode(picture, file_format)
    monkeypatch.setattr(PillowImage.Image, "load", fail)
    monkeypatch.setattr(cv2, "imdecode", fail)
    with pytest.raises(LimitExceededError, match="3072 pixels"):
        decode(raw, Limits(max_pixels=3071))


def png_header(width: int, height: int) -> bytes:
    """Give a PNG that claims a size and holds nothing."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 10) + b"IDAT" + bytes(14)


def bmp_header(width: int, height: int) -> bytes:
    """Give a BMP that claims a size and holds nothing."""
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


def webp_header(width: int, height: int) -> bytes:
    """Give a WebP that claims a size and holds nothing."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size


def jpeg_header(width: int, height: int) -> bytes:
    """Give a JPEG that claims a size and holds nothing."""
    return b"\xff\xd8\xff\xc0\0\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0\xff\xd9"


@pytest.mark.parametrize("header", [png_header, bmp_header, webp_header, jpeg_header])
@pytest.mark.parametrize("side", [10_001, 40_000, 60_000])
def test_bombs_are_refused_whatever_their_size(header: Callable[[int, int], bytes], side: int) -> None:
    """Above and below the size at which Pillow itself warns or fails."""
    if header is webp_header and side > 16_383:
        side = 16_383  # the format ends there
    with pytest.raises(LimitExceededError, match=r"limit|too large"):
        decode(header(side, side))


def test_the_pages_of_a_tiff_are_limited_in_number_and_together(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Both before any page is decoded."""
    raw = encode(picture, "TIFF", save_all=True, append_images=[picture, picture])
    with pytest.raises(LimitExceededError, match="3 pages or more"):
        decode_raster(raw, media.TIFF, Limits(max_pages=2))
    with pytest.raises(LimitExceededError, match=r"9216 pixels \(3 pages\)"):
        decode_raster(raw, media.TIFF, Limits(max_pixels=9215))
    assert len(decode_raster(raw, media.TIFF, Limits(max_pages=3, max_pixels=9216))) == 3


def test_a_jpeg_of_endless_scans_is_refused(encode: Callable[..., bytes], picture: PillowImage.Image) -> None:
    """Each scan costs a pass over the whole picture."""
    raw = encode(picture, "JPEG", progressive=True)
    scan = raw.rindex(b"\xff\xda")
    with pytest.raises(LimitExceededError, match="scans"):
        decode(raw[:scan] + raw[scan:-2] * 300 + b"\xff\xd9")


def test_a_jpeg_of_12_bits_is_unsupported_and_not_damaged(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """The message says what to export instead."""
    raw = bytearray(encode(picture, "JPEG"))
    raw[raw.index(b"\xff\xc0") + 4] = 12
    with pytest.raises(UnsupportedFormatError, match="12 bits"):
        decode(bytes(raw))


@pytest.mark.parametrize("mode", ["I", "F", "LAB"])
def test_samples_without_a_known_white_are_unsupported(encode: Callable[..., bytes], mode: str) -> None:
    """Guessing a scale would change what is examined."""
    with pytest.raises(UnsupportedFormatError, match=mode):
        decode(encode(PillowImage.new(mode, (4, 3)), "TIFF"))


@pytest.mark.parametrize(
    ("file_format", "options"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), *LOSSLESS, ("GIF", {}), ("WEBP", {})],
)
def test_a_truncated_file_is_refused_or_complete(
    encode: Callable[..., bytes], picture: PillowImage.Image, file_format: str, options: dict[str, Any]
) -> None:
    """No half picture is ever examined: at most a trailer without pixels may be missing."""
    raw = encode(picture, file_format, **options)
    expected = decode(raw)
    media_type = media.media_type_of(raw)
    refused = 0
    for length in sorted({*range(16, len(raw), 1 + len(raw) // 60), *range(len(raw) - 12, len(raw))}):
        try:
            (frame,) = decode_raster(raw[:length], media_type, DEFAULT_LIMITS)
        except DecodeError:
            refused += 1
        else:
            assert np.array_equal(frame.pixels, expected)
    assert refused > 40


def test_a_damaged_file_is_refused_with_advice(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """The message is one that an officer can act on."""
    raw = encode(picture, "PNG")
    with pytest.raises(DecodeError, match=r"image/png is damaged or truncated.*export it again"):
        decode(raw[:60] + bytes(len(raw) - 60))


def test_files_of_millions_of_parts_are_refused_at_once(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """A reader takes microseconds for each, which adds up to minutes."""
    jpeg, png = encode(picture, "JPEG"), encode(picture, "PNG")
    padded = jpeg[:-2] + b"\xff\xe1\x00\x02" * 100_000 + jpeg[-2:]
    with pytest.raises(LimitExceededError, match="segments"):
        decode_raster(padded, media.JPEG, DEFAULT_LIMITS)
    with pytest.raises(DecodeError, match="no readable frame header"):
        decode_raster(jpeg[:2] + b"\xff" * 1_000_000 + jpeg[2:], media.JPEG, DEFAULT_LIMITS)
    assert decode_raster(jpeg[:2] + b"\xff" * 1000 + jpeg[2:], media.JPEG, DEFAULT_LIMITS)
    empty = b"\0\0\0\0abCd" + zlib.crc32(b"abCd").to_bytes(4, "big")
    with pytest.raises(LimitExceededError, match="chunks"):
        decode_raster(png[:33] + empty * 100_000 + png[33:], media.PNG, DEFAULT_LIMITS)
    assert decode_raster(png[:33] + empty * 100 + png[33:], media.PNG, DEFAULT_LIMITS)
