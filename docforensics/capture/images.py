"""From whatever the caller holds to images."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docforensics.capture import media
from docforensics.capture.heic import decode_heic
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.model import DecodedPage, Image, Pixels
from docforensics.capture.pdf import decode_pdf
from docforensics.capture.pixels import pixels_from_array
from docforensics.capture.raster import decode_halved, decode_raster
from docforensics.capture.source import ByteSource, read_source
from docforensics.errors import UsageError

ImageSource = ByteSource | NDArray[Any] | Image
"""A path, the bytes of a file, an array in RGB order, or an image already loaded."""
LightSource = ImageSource | Sequence[ImageSource]
"""One image, or several frames of the same light."""


def load_images(
    source: ImageSource, limits: Limits = DEFAULT_LIMITS, *, grey: bool = False
) -> tuple[Image, ...]:
    """Load every page of a PDF or multi-page TIFF, the one picture of anything else.

    `grey` is for readers that look at grey alone: files whose format keeps it apart are decoded without their colours.
    Raises UsageError for a source that is no path, bytes, array or Image, and InputError (UnsupportedFormatError,
    DecodeError, LimitExceededError) for one that cannot be examined.
    """
    if isinstance(source, Image):
        return (source,)
    if isinstance(source, np.ndarray):
        return (_image_from_array(source, limits),)
    raw, name = read_source(source, limits)
    media_type = media.media_type_of(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    return tuple(
        _image(frame, sha256=sha256, raw=raw, media_type=media_type, source=name)
        for frame in _decode(raw, media_type, limits, grey=grey)
    )


def load_halved(source: ImageSource, limits: Limits = DEFAULT_LIMITS) -> Pixels | None:
    """Load the luminance of a large photo at half its size, in less time; None for any other source than the file of a plain JPEG.

    A pixel is the mean of two by two of the full picture. Raises as `load_images`.
    """
    if isinstance(source, Image | np.ndarray):
        return None
    raw, _ = read_source(source, limits)
    return decode_halved(raw, limits) if media.media_type_of(raw) == media.JPEG else None


def items(source: object) -> Sequence[Any]:
    """Give the items of a list; bytes and text are sequences too, but each is one source."""
    if isinstance(source, Sequence) and not isinstance(source, str | bytes | bytearray | memoryview):
        return source
    return (source,)


def load_frames(
    source: LightSource, light: str, limits: Limits = DEFAULT_LIMITS, *, grey: bool = False
) -> tuple[Image, ...]:
    """Load the frames of one light, one image each; `light` names them in an error. `grey` and what is raised are as in `load_images`."""
    return tuple(_load_single(item, light, limits, grey=grey) for item in items(source))


def _decode(raw: bytes, media_type: str, limits: Limits, *, grey: bool) -> tuple[DecodedPage, ...]:
    if media_type == media.PDF:
        return decode_pdf(raw, limits)
    if media_type == media.HEIC:
        return (decode_heic(raw, limits),)
    return decode_raster(raw, media_type, limits, grey=grey)


def _image(page: DecodedPage, *, sha256: str, raw: bytes, media_type: str, source: str) -> Image:
    page.pixels.setflags(write=False)
    return Image(
        pixels=page.pixels,
        sha256=sha256,
        raw=raw,
        media_type=media_type,
        exif=page.exif,
        jpeg=page.jpeg,
        dpi=page.dpi,
        frame=page.number,
        source=source,
        resampled=page.resampled,
        in_file=page.in_file,
    )


def _image_from_array(array: NDArray[Any], limits: Limits) -> Image:
    if array.ndim >= 2:
        limits.check_pixels((array.shape[1], array.shape[0]))
    pixels = pixels_from_array(array)
    pixels.setflags(write=False)
    return Image(
        pixels=pixels, sha256=hashlib.sha256(pixels.data).hexdigest(), raw=b"", media_type=media.ARRAY
    )


def _load_single(source: ImageSource, light: str, limits: Limits, *, grey: bool) -> Image:
    images = load_images(source, limits, grey=grey)
    if len(images) > 1:
        # Pages taken for frames would make a back side look like a front side seen under another angle.
        raise UsageError(
            f"{light}: {images[0].source or 'the file'} has {len(images)} pages. If they are sides of a document, "
            f"use load_document(...); if they are frames of the same side, give {light}=load_images(...)"
        )
    return images[0]
