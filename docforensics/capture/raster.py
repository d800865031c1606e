"""Image files to pixels: JPEG by OpenCV where it is plain, WebP too, everything else by Pillow."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from PIL import (  # noqa: F401  # a plugin is known to Pillow once imported
    BmpImagePlugin,
    GifImagePlugin,
    Image as PillowImage,
    ImageSequence,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)

from docforensics.capture import media
from docforensics.capture.exif import exif_text, orientation_of, plausible_dpi, read_exif
from docforensics.capture.jpeg import MOST_SEGMENTS, JpegStructure, read_jpeg_structure
from docforensics.capture.limits import Limits
from docforensics.capture.model import DecodedPage, Pixels
from docforensics.capture.pixels import as_stored, by_strips, flatten_alpha, scale_to_8_bit, turn_upright
from docforensics.capture.png import check_chunks
from docforensics.capture.quiet import pillow_kept_quiet
from docforensics.capture.webp import decode_webp
from docforensics.errors import DecodeError, InputError, LimitExceededError, UnsupportedFormatError

_PILLOW_FORMATS: Final = {
    media.JPEG: "JPEG",
    media.PNG: "PNG",
    media.TIFF: "TIFF",
    media.BMP: "BMP",
    media.GIF: "GIF",
    media.JPEG2000: "JPEG2000",
}
_READ_COLOUR: Final[int] = getattr(
    cv2, "IMREAD_COLOR_RGB", cv2.IMREAD_COLOR
)  # RGB straight away since OpenCV 4.11
_LARGE_PIXELS: Final = 6_000_000
"""Pixels from which the colours of a JPEG cost more than reading its MRZ. Luminance that is stored differs by some levels from that of colours
which were clipped; smaller pictures are read as any other part of this package sees them."""
_MOST_SCANS: Final = 200  # a progressive JPEG has about 10; thousands are made to keep a decoder busy
_END_OF_CODESTREAM: Final = b"\xff\xd9"  # ITU-T T.800 A.4.4; cannot occur within coded data
_SIXTEEN_BIT: Final = frozenset(("I;16", "I;16L", "I;16B", "I;16N"))
_AS_RGB: Final = frozenset(("P", "CMYK", "YCbCr", "RGBX", "HSV"))
_BITS_PER_SAMPLE, _NEW_SUBFILE_TYPE = 258, 254
"""Tags of TIFF 6.0, pages 29 and 36."""
_REDUCED, _MASK = 0b001, 0b100
"""Bits of the tag: TIFF 6.0 p. 36."""
_LARGEST_PREVIEW_PX: Final = 512
"""Longer side up to which a picture marked as reduced is a preview wherever it stands; cameras write 160 to 512. A judgement."""
_PREVIEW_SHARE: Final = 0.5
"""Share of the largest page's longer side up to which a reduced picture behind the first page is a level of a pyramid."""


def decode_raster(
    raw: bytes, media_type: str, limits: Limits, *, grey: bool = False
) -> tuple[DecodedPage, ...]:
    """Decode every page of a TIFF, the picture of any other image file; of a JPEG with several (MPO), the first.

    With `grey` the colours of a large plain JPEG are not decoded, which takes half of the time.
    Raises LimitExceededError before decoding, DecodeError for damaged bytes, UnsupportedFormatError for kinds of
    samples that 8-bit RGB or grey cannot hold.
    """
    with _decoding(media_type), pillow_kept_quiet():
        if media_type == media.JPEG:
            return (_decode_jpeg(raw, limits, grey=grey),)
        if media_type == media.WEBP:
            return (decode_webp(raw, limits),)
        if media_type == media.PNG:
            check_chunks(raw)
        if media_type == media.JPEG2000 and _END_OF_CODESTREAM not in raw:
            raise DecodeError("The JPEG 2000 is truncated (no end of codestream): copy or export it again")
        image = PillowImage.open(io.BytesIO(raw), formats=(_PILLOW_FORMATS[media_type],))
        if media_type == media.TIFF:
            return _decode_tiff(image, limits)
        limits.check_pixels(image.size)
        if getattr(image, "is_animated", False):
            raise UnsupportedFormatError(
                f"The {media_type} is an animation, of which only one picture would be examined: export that picture"
            )
        return (_frame(image),)


def decode_halved(raw: bytes, limits: Limits) -> Pixels | None:
    """Decode the luminance of a large plain JPEG at half its width and height, upright; None for any other file.

    Pixels of half the size cost a third less, for they are not averaged but decoded so. What is raised is as in `decode_raster`.
    """
    with _decoding(media.JPEG), pillow_kept_quiet():
        structure = read_jpeg_structure(raw)
        if structure is None or structure.size[0] * structure.size[1] < _LARGE_PIXELS:
            return None
        _check_jpeg(structure, limits)
        image = PillowImage.open(io.BytesIO(raw), formats=(_PILLOW_FORMATS[media.JPEG],))
        if image.mode not in ("L", "RGB"):
            return None
        flags = cv2.IMREAD_REDUCED_GRAYSCALE_2 | cv2.IMREAD_IGNORE_ORIENTATION
        decoded = cv2.imdecode(np.frombuffer(raw, np.uint8), flags)
        halves = tuple(-(-side // 2) for side in image.size)
        if decoded is None or decoded.shape[1::-1] != halves:
            return None
        return turn_upright(np.asarray(decoded, np.uint8), orientation_of(read_exif(image.getexif)))


@contextmanager
def _decoding(media_type: str) -> Iterator[None]:
    """Turn whatever a decoder raises over damaged bytes into an InputError."""
    try:
        yield
    except InputError:
        raise
    except (PillowImage.DecompressionBombError, MemoryError) as error:
        raise LimitExceededError(f"The {media_type} is too large to decode: give a smaller image") from error
    except Exception as error:
        # Fed with hostile bytes, Pillow raises nearly every type there is; whichever, this input is not readable.
        raise DecodeError(
            f"The {media_type} is damaged or truncated ({type(error).__name__}): copy or export it again"
        ) from error


def _decode_jpeg(raw: bytes, limits: Limits, *, grey: bool) -> DecodedPage:
    """Decode a JPEG file; of several pictures in it (MPO), the first."""
    structure = read_jpeg_structure(raw)
    if structure is None:
        raise DecodeError("The JPEG has no readable frame header: copy or export it again")
    _check_jpeg(structure, limits)
    image = PillowImage.open(io.BytesIO(raw), formats=(_PILLOW_FORMATS[media.JPEG],))
    limits.check_pixels(image.size)
    return replace(_frame(image, _decode_plain_jpeg(raw, image, grey=grey)), jpeg=structure.facts)


def _check_jpeg(structure: JpegStructure, limits: Limits) -> None:
    limits.check_pixels(structure.size)
    if structure.precision != 8:
        raise UnsupportedFormatError(
            f"The JPEG has {structure.precision} bits a sample; 8 are decoded: export it as 8-bit JPEG or as PNG"
        )
    if structure.segments > MOST_SEGMENTS:
        raise LimitExceededError(
            f"The JPEG has more than {MOST_SEGMENTS} segments: save the picture again with another program"
        )
    if structure.scans > _MOST_SCANS:
        raise LimitExceededError(
            f"The JPEG has {structure.scans} scans, the limit is {_MOST_SCANS}: export it again"
        )
    if not structure.complete:
        raise DecodeError("The JPEG is truncated (no end-of-image marker): copy or export it again")


def _decode_plain_jpeg(raw: bytes, image: PillowImage.Image, *, grey: bool) -> Pixels | None:
    """Decode grey and three-component files by OpenCV, faster than Pillow and at half the memory; else None."""
    if image.mode not in ("L", "RGB"):
        return None
    without_colour = grey and image.width * image.height >= _LARGE_PIXELS
    flag = cv2.IMREAD_GRAYSCALE if without_colour or image.mode == "L" else _READ_COLOUR
    try:
        decoded = cv2.imdecode(np.frombuffer(raw, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    if decoded is None or decoded.shape[1::-1] != image.size:
        return None  # Pillow decides, and says why
    pixels = np.asarray(decoded, dtype=np.uint8)
    if flag == cv2.IMREAD_COLOR:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB, dst=pixels))
    return pixels


def _decode_tiff(image: PillowImage.Image, limits: Limits) -> tuple[DecodedPage, ...]:
    """Decode the full pages; the sizes of all are checked before any is decoded."""
    sizes: dict[int, tuple[int, int]] = {}
    reduced: set[int] = set()
    for number, _ in enumerate(ImageSequence.Iterator(image)):
        limits.check_pages(number + 1)
        kind = _tiff_tag(image, _NEW_SUBFILE_TYPE, 0)
        if not kind & _MASK:
            sizes[number] = image.size
            if kind & _REDUCED:
                reduced.add(number)
            limits.check_pixels(*(size for page, size in sizes.items() if page not in reduced))
    sizes = _without_previews(sizes, reduced)
    limits.check_pixels(*sizes.values())
    if not sizes:
        raise UnsupportedFormatError(
            "The TIFF holds only previews or masks, as camera raw files do: export it as JPEG or TIFF"
        )
    return tuple(_tiff_frame(image, page) for page in sizes)


def _without_previews(sizes: dict[int, tuple[int, int]], reduced: set[int]) -> dict[int, tuple[int, int]]:
    """Leave out reduced pictures that are small; one as large as a page is a page, whatever its tag states: viewers show it."""
    full = [max(size) for page, size in sizes.items() if page not in reduced]
    if not full:
        return {}

    def is_preview(page: int) -> bool:
        longer = max(sizes[page])
        return longer <= _LARGEST_PREVIEW_PX or (page > 0 and longer <= _PREVIEW_SHARE * max(full))

    return {page: size for page, size in sizes.items() if page not in reduced or not is_preview(page)}


def _tiff_frame(image: PillowImage.Image, number: int) -> DecodedPage:
    image.seek(number)
    bits = _tiff_tag(image, _BITS_PER_SAMPLE, 16)
    exif, dpi = read_exif(image.getexif), plausible_dpi(image.info.get("dpi"))
    # Pillow turns a TIFF upright while loading it, and then drops the tag.
    orientation, texts = orientation_of(exif), exif_text(exif, image.info)
    pixels = _to_pixels(image, bits)
    in_file = as_stored(pixels.shape, orientation)
    return DecodedPage(pixels=pixels, exif=texts, dpi=dpi, number=number, in_file=in_file)


def _tiff_tag(image: PillowImage.Image, tag: int, default: int) -> int:
    """Give a tag's first value."""
    value = getattr(image, "tag_v2", {}).get(tag, default)
    return int(value[0] if isinstance(value, tuple) else value)


def _frame(image: PillowImage.Image, pixels: Pixels | None = None) -> DecodedPage:
    """Give a picture upright with its facts; decoded by Pillow where it is not yet."""
    pixels = _to_pixels(image) if pixels is None else pixels
    exif = read_exif(image.getexif)
    upright = turn_upright(pixels, orientation_of(exif))
    return DecodedPage(
        pixels=upright,
        exif=exif_text(exif, image.info),
        dpi=plausible_dpi(image.info.get("dpi")),
        in_file=as_stored(upright.shape, orientation_of(exif)),
    )


def _to_pixels(image: PillowImage.Image, bits: int = 16) -> Pixels:
    """Give the samples as 8-bit grey or RGB. ICC profiles are left alone: a check compares what was recorded."""
    image.load()
    if image.mode in _SIXTEEN_BIT:
        return scale_to_8_bit(np.asarray(image), 2**bits - 1)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        grey = image.mode in ("1", "L", "LA", "La")
        return flatten_alpha(image, "LA" if grey else "RGBA")
    if image.mode == "1":
        return np.asarray(image.convert("L"))
    if image.mode in _AS_RGB:
        return by_strips(image, "RGB", lambda strip: strip.convert("RGB"))
    if image.mode in ("L", "RGB"):
        return np.asarray(image)
    raise UnsupportedFormatError(
        f"The image has samples of kind {image.mode!r}; 8 and 16-bit grey, RGB, palette and CMYK are decoded: "
        "export it as 8-bit PNG or TIFF"
    )
