"""From whatever the caller holds to images, one side, or the sides of a document."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docforensics.capture import media
from docforensics.capture.frame import DecodedFrame
from docforensics.capture.heic import decode_heic
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.model import Capture, Channel, Image, Light, SideKind
from docforensics.capture.pdf import decode_pdf
from docforensics.capture.pixels import pixels_from_array
from docforensics.capture.raster import decode_raster
from docforensics.capture.source import ByteSource, read_source
from docforensics.choices import chosen
from docforensics.errors import UsageError

ImageSource = ByteSource | NDArray[Any] | Image
"""A path, the bytes of a file, an array in RGB order, or an image already loaded."""
LightSource = ImageSource | Sequence[ImageSource]
"""One image, or several frames of the same light."""
Source = ImageSource | Capture | Sequence[ImageSource | Capture]
"""One file, each of whose pages is a side, or the sides one by one."""


def load_images(source: ImageSource, limits: Limits = DEFAULT_LIMITS) -> tuple[Image, ...]:
    """Load every page of a PDF or multi-page TIFF, the one picture of anything else.

    Raises UsageError for a source that is no path, bytes, array or Image, and InputError (UnsupportedFormatError,
    DecodeError, LimitExceededError) for one that cannot be examined.
    """
    if isinstance(source, Image):
        return (source,)
    if isinstance(source, np.ndarray):
        return (_image_from_array(source, limits),)
    raw, name = read_source(source, limits)
    media_type = media.tell_media_type(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    return tuple(
        _image(frame, sha256=sha256, raw=raw, media_type=media_type, source=name)
        for frame in _decode(raw, media_type, limits)
    )


def load_capture(
    source: LightSource,
    *,
    side: SideKind | str = SideKind.OTHER,
    channel: Channel | str = Channel.UPLOAD,
    dpi: float | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Capture:
    """Load one side in visible light; `Capture.load` takes more lights and tells the parameters."""
    return load_lights({Light.VISIBLE: source}, side=side, channel=channel, dpi=dpi, limits=limits)


def load_lights(
    lights: Mapping[Light, LightSource],
    *,
    side: SideKind | str = SideKind.OTHER,
    channel: Channel | str = Channel.UPLOAD,
    dpi: float | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Capture:
    """Load one side in one or more lights; several images of one light are its frames."""
    side, channel, dpi = (
        chosen(SideKind, side, "side"),
        chosen(Channel, channel, "channel"),
        _check_dpi(dpi),
    )
    images = {light: _load_frames(source, light, limits) for light, source in lights.items()}
    capture = Capture(images=images, side=side, channel=channel, dpi=dpi)
    return capture if dpi is not None else replace(capture, dpi=capture.primary.dpi)


def load_document(
    source: Source,
    *,
    side: SideKind | str = SideKind.OTHER,
    channel: Channel | str = Channel.UPLOAD,
    dpi: float | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Capture, ...]:
    """Load the sides of one document, in visible light.

    Each page of a PDF or multi-page TIFF is a side, and so is each item of a list. A Capture is taken as it is; side,
    channel and dpi are said of the others.
    """
    sides: list[Capture] = []
    for item in _items(source):
        if isinstance(item, Capture):
            sides.append(item)
            continue
        pages = load_images(item, limits)
        sides += (load_capture(page, side=side, channel=channel, dpi=dpi, limits=limits) for page in pages)
    if not sides:
        raise UsageError("Expected at least one side of a document, got an empty list")
    return tuple(sides)


def _decode(raw: bytes, media_type: str, limits: Limits) -> tuple[DecodedFrame, ...]:
    if media_type == media.PDF:
        return decode_pdf(raw, limits)
    if media_type == media.HEIC:
        return (decode_heic(raw, limits),)
    return decode_raster(raw, media_type, limits)


def _image(frame: DecodedFrame, *, sha256: str, raw: bytes, media_type: str, source: str) -> Image:
    frame.pixels.setflags(write=False)
    return Image(
        pixels=frame.pixels,
        sha256=sha256,
        raw=raw,
        media_type=media_type,
        exif=frame.exif,
        jpeg=frame.jpeg,
        dpi=frame.dpi,
        frame=frame.number,
        source=source,
        resampled=frame.resampled,
    )


def _image_from_array(array: NDArray[Any], limits: Limits) -> Image:
    if array.ndim >= 2:
        limits.check_pixels((array.shape[1], array.shape[0]))
    pixels = pixels_from_array(array)
    pixels.setflags(write=False)
    return Image(
        pixels=pixels, sha256=hashlib.sha256(pixels.data).hexdigest(), raw=b"", media_type=media.ARRAY
    )


def _load_frames(source: LightSource, light: str, limits: Limits) -> tuple[Image, ...]:
    return tuple(_load_single(item, light, limits) for item in _items(source))


def _load_single(source: ImageSource | Capture, light: str, limits: Limits) -> Image:
    if isinstance(source, Capture):
        raise UsageError(
            f"{light}: expected an image, got a Capture: give its images, or examine it as it is"
        )
    images = load_images(source, limits)
    if len(images) > 1:
        # Pages taken for frames would make a back side look like a front side seen under another angle.
        raise UsageError(
            f"{light}: {images[0].source or 'the file'} has {len(images)} pages. If they are sides of a document, "
            f"use load_document(...); if they are frames of the same side, give {light}=load_images(...)"
        )
    return images[0]


def _items(source: Source) -> Sequence[ImageSource | Capture]:
    """Give the items of a list; bytes and text are sequences too, but each is one source."""
    if isinstance(source, Sequence) and not isinstance(source, str | bytes | bytearray | memoryview):
        return source
    return (source,)


def _check_dpi(dpi: object) -> float | None:
    if dpi is None:
        return None
    if not isinstance(dpi, int | float) or not 0 < dpi < float("inf"):
        raise UsageError(f"dpi: expected a positive number of dots per inch, got {dpi!r}")
    return float(dpi)
