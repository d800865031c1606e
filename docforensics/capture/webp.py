"""WebP files (RFC 9649) by OpenCV: Pillow sets up an animation for every picture, which takes 18 bytes a pixel."""

from collections.abc import Iterator
from functools import partial
from typing import Final

import cv2
import numpy as np
from PIL import Image as PillowImage

from docforensics.capture.exif import exif_text, orientation_of, read_exif
from docforensics.capture.limits import Limits
from docforensics.capture.model import DecodedPage
from docforensics.capture.pixels import as_stored, flatten_samples, turn_upright
from docforensics.errors import DecodeError, LimitExceededError, UnsupportedFormatError

_HEADER_BYTES: Final = 12
_MOST_CHUNKS: Final = 1000
"""A picture has at most eight (2.7); an animation, which is refused, some hundred."""
_ANIMATION: Final = 0x02
"""Flag of the extended header, 2.7.1."""
_EXIF_MARK: Final = b"Exif\0\0"
"""Which some writers put before the EXIF data, as JPEG files have it."""


def decode_webp(raw: bytes, limits: Limits) -> DecodedPage:
    """Decode a WebP picture.

    Raises LimitExceededError before decoding, DecodeError for damaged bytes, UnsupportedFormatError for an animation.
    """
    limits.check_pixels(_size(raw))
    exif = PillowImage.Exif()
    for kind, body in _chunks(raw):
        if kind == b"ANMF" or (kind == b"VP8X" and body[:1] and body[0] & _ANIMATION):
            raise UnsupportedFormatError(
                "The image/webp is an animation, of which only one picture would be examined: export that picture"
            )
        if kind == b"EXIF":
            exif = read_exif(partial(_exif_of, body.removeprefix(_EXIF_MARK)))
    decoded = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None:
        raise DecodeError("The WebP is damaged or truncated: copy or export it again")
    samples = np.asarray(decoded, np.uint8)
    if samples.shape[2] == 4:
        pixels = flatten_samples(
            np.asarray(cv2.cvtColor(samples, cv2.COLOR_BGRA2RGBA, dst=samples), np.uint8)
        )
    else:
        pixels = np.asarray(cv2.cvtColor(samples, cv2.COLOR_BGR2RGB, dst=samples), np.uint8)
    upright = turn_upright(pixels, orientation_of(exif))
    in_file = as_stored(upright.shape, orientation_of(exif))
    return DecodedPage(pixels=upright, exif=exif_text(exif, {}), in_file=in_file)


def _exif_of(body: bytes) -> PillowImage.Exif:
    exif = PillowImage.Exif()
    exif.load(body)
    return exif


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the chunks; what is cut off is left out."""
    at, count = _HEADER_BYTES, 0
    while at + 8 <= len(raw):
        length = int.from_bytes(raw[at + 4 : at + 8], "little")
        kind = raw[at : at + 4]
        yield kind, raw[at + 8 : at + 8 + length] if kind in (b"EXIF", b"VP8X") else b""
        at += 8 + length + length % 2
        if (count := count + 1) > _MOST_CHUNKS:
            raise LimitExceededError(
                f"The WebP has more than {_MOST_CHUNKS} chunks: save the picture again with another program"
            )


def _size(raw: bytes) -> tuple[int, int]:
    """Width and height from the first chunk (2.5 to 2.7)."""
    kind, body = raw[12:16], raw[20:30]
    if len(body) < 10:
        raise DecodeError("The WebP is truncated: copy or export it again")
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
