"""Whatever the caller holds becomes images, or an error that says what to do."""

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray
from PIL import Image as PillowImage

from docforensics.capture.images import load_images
from docforensics.capture.limits import Limits
from docforensics.errors import InputError, LimitExceededError, UnsupportedFormatError

SHARED = Path(__file__).parents[3] / "shared" / "data"
FORMATS = ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF", "JPEG2000", "PDF"]


def test_the_facts_of_the_file_are_kept(
    encode: Callable[..., bytes], picture: PillowImage.Image, tmp_path: Path
) -> None:
    """Raw bytes, hash, type and name; the type is told by content."""
    raw = encode(picture, "BMP")
    file = tmp_path / "scan.jpg"
    file.write_bytes(raw)
    (image,) = load_images(file)
    assert image.raw == raw
    assert image.sha256 == hashlib.sha256(raw).hexdigest()
    assert image.media_type == "image/bmp"
    assert image.source == "scan.jpg"
    assert not image.pixels.flags.writeable


def test_an_array_is_hashed_by_its_pixels(pattern: NDArray[np.uint8]) -> None:
    """There are no raw bytes."""
    (image,) = load_images(pattern)
    assert image.sha256 == hashlib.sha256(pattern.tobytes()).hexdigest()
    assert (image.raw, image.media_type, image.source) == (b"", "array", "")


def test_the_callers_array_and_the_image_never_meet(pattern: NDArray[np.uint8]) -> None:
    """Neither is changed by what happens to the other, even through a read-only view."""
    mine = pattern.copy()
    view = mine[:]
    view.setflags(write=False)
    (image,) = load_images(view)
    mine[:] = 0
    assert np.array_equal(image.pixels, pattern)


def test_an_image_already_loaded_is_taken_as_it_is(pattern: NDArray[np.uint8]) -> None:
    """Not decoded twice."""
    (image,) = load_images(pattern)
    assert load_images(image) == (image,)


def test_arrays_are_limited_too() -> None:
    """What follows costs the same whatever the source."""
    with pytest.raises(LimitExceededError, match="20x10"):
        load_images(np.zeros((10, 20), np.uint8), Limits(max_pixels=199))


def test_a_jpeg_carries_its_facts_and_its_tags(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Digital checks start from them."""
    exif = PillowImage.Exif()
    exif[0x0131] = "Editor"
    (image,) = load_images(encode(picture, "JPEG", quality=85, exif=exif))
    assert image.jpeg is not None
    assert image.jpeg.estimated_quality == 85
    assert image.exif["Software"] == "Editor"


def test_one_file_gives_the_same_from_many_threads(
    encode: Callable[..., bytes], picture: PillowImage.Image
) -> None:
    """Pillow, OpenCV and PDFium at once."""
    files = [encode(picture, file_format) for file_format in FORMATS] * 12
    alone = [load_images(raw)[0].pixels for raw in files]
    with ThreadPoolExecutor(8) as pool:
        together = [images[0].pixels for images in pool.map(load_images, files)]
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


@pytest.fixture(scope="session")
def corpus(encode: Callable[..., bytes], picture: PillowImage.Image) -> dict[str, bytes]:
    """Give one small file of every format, with metadata where there can be some."""
    exif = PillowImage.Exif()
    exif[0x0112], exif[0x0131] = 6, "Editor"
    exif.get_ifd(0x8769)[0x9000] = b"0230"
    files = {name: encode(picture, name) for name in ("BMP", "GIF", "JPEG2000", "PDF")}
    files |= {name: encode(picture, name, exif=exif) for name in ("JPEG", "PNG", "TIFF", "WEBP")}
    files["progressive"] = encode(picture, "JPEG", progressive=True)
    files["cmyk"] = encode(picture.convert("CMYK"), "JPEG")
    files["palette"] = encode(picture.quantize(16), "PNG", transparency=1)
    files["fax"] = encode(picture.convert("1"), "TIFF", compression="group4")
    files["pages"] = encode(picture, "TIFF", save_all=True, append_images=[picture.convert("L")])
    return files


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_damaged_files_raise_input_errors_and_nothing_else(
    corpus: dict[str, bytes], data: st.DataObject
) -> None:
    """Any format, cut or changed anywhere: an image or an InputError, and no warning (warnings are errors here)."""
    raw = bytearray(corpus[data.draw(st.sampled_from(sorted(corpus)))])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, min(len(raw), 300)) | st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw))) :]
    with suppress(InputError):
        images = load_images(bytes(raw), Limits(max_pixels=2_000_000, max_pages=4))
        assert images
        assert all(image.pixels.dtype == np.uint8 for image in images)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_unsupported_or_damaged(raw: bytes) -> None:
    """No signature, no image."""
    with pytest.raises(InputError):
        load_images(raw)


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not part of the project")
def test_every_published_specimen_loads() -> None:
    """All images of ../shared/data, whatever they are called."""
    files = [file for file in sorted(SHARED.rglob("*")) if file.suffix in (".jpg", ".png", ".bmp")]
    assert len(files) > 80
    for file in files:
        (image,) = load_images(file)
        with PillowImage.open(io.BytesIO(image.raw)) as header:
            assert (image.width, image.height) == header.size, file.name
        assert (image.jpeg is not None) == (image.media_type == "image/jpeg")


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not part of the project")
def test_a_cmyk_specimen_looks_as_its_rgb_sibling_does() -> None:
    """The text rewrite was made from the genuine CMYK file and saved as RGB."""
    (cmyk,) = load_images(SHARED / "idcards" / "sidtd__alb00__genuine.jpg")
    (rgb,) = load_images(SHARED / "idcards" / "sidtd__alb00__text-rewrite.jpg")
    assert cmyk.jpeg is not None
    assert cmyk.jpeg.components == 4
    assert np.abs(cmyk.pixels.astype(int) - rgb.pixels).mean() < 10


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not part of the project")
def test_a_file_of_another_kind_is_refused_as_unsupported() -> None:
    """A table is no image."""
    with pytest.raises(UnsupportedFormatError):
        load_images(SHARED / "mrz" / "manifest.csv")
