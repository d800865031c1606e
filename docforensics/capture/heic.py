"""HEIC photos, as phones take them, through the extra `heic`: pi_heif decodes only and carries no GPL encoder."""

import io
from collections.abc import Iterator
from typing import Final

import numpy as np

from docforensics.capture.exif import exif_text, read_exif
from docforensics.capture.limits import Limits
from docforensics.capture.model import DecodedPage
from docforensics.capture.pixels import flatten_alpha
from docforensics.capture.quiet import pillow_kept_quiet
from docforensics.errors import DecodeError, InputError, LimitExceededError, UnsupportedFormatError

_TEXT_AT: Final = {2: 12, 3: 14}
"""Where the text of an item entry starts, by version (ISO/IEC 14496-12, 8.11.6): bytes from its name `infe`, or from 8 behind it where
a long size follows the name."""
_MOST_ENTRY_BYTES: Final = 1024
"""Of an item entry: its type, a name, and a kind of content, which take less than 100 bytes in photos."""
_MOST_ITEMS: Final = 65_535
"""What the ids of two bytes can number, which photos use."""
_MOST_BOXES: Final = 1000
"""That are walked over, since a file of the largest size can have 16 million; photos have fewer than ten."""
_DERIVED: Final = (b"iden", b"iovl")
"""Kinds of pictures that are made of others (ISO/IEC 23008-12, 6.6.2) and are refused: over nested ones libheif before
1.23.2 writes outside its memory (CVE-2026-84383) or decodes without end (CVE-2026-84447). pi_heif 1.4.0, the newest, brings 1.23.0.
A grid, as phones write it, is decoded."""


def decode_heic(raw: bytes, limits: Limits) -> DecodedPage:
    """Decode the primary picture of a HEIC file.

    Raises UnsupportedFormatError when the extra is not installed and for pictures made of others, LimitExceededError before
    decoding, DecodeError for damaged bytes.
    """
    try:
        import pi_heif  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UnsupportedFormatError(
            "HEIC photos need an extra: pip install 'docforensics[heic]', or export the photo as JPEG"
        ) from error
    _check_items(raw)
    try:
        with pillow_kept_quiet():
            image = pi_heif.open_heif(io.BytesIO(raw), convert_hdr_to_8bit=True)
            limits.check_pixels(image.size)
            # libheif has turned it upright already, and says so by resetting the orientation tag.
            picture = image.to_pillow()
            pixels = (
                flatten_alpha(picture, picture.mode)
                if picture.mode in ("RGBA", "LA")
                else np.asarray(picture)
            )
            return DecodedPage(pixels=pixels, exif=exif_text(read_exif(picture.getexif), {}))
    except InputError:
        raise
    except Exception as error:
        raise DecodeError(
            f"The HEIC is damaged or truncated ({type(error).__name__}): export it again"
        ) from error


def _check_items(raw: bytes) -> None:
    """Refuse item entries over which pi_heif 1.4 ends the process: a type that is no text, and a picture made of others."""
    found = 0
    for start, end in _outside_pictures(raw):
        at = raw.find(b"infe", start, end)
        while at >= 0:
            found += 1
            if found > _MOST_ITEMS:
                raise LimitExceededError(f"The HEIC has more than {_MOST_ITEMS} items: export it again")
            _check_item(raw, at)
            at = raw.find(b"infe", at + 4, end)


def _check_item(raw: bytes, at: int) -> None:
    size = int.from_bytes(raw[max(at - 4, 0) : at], "big")
    # A size of 1 stands for one of eight bytes behind the name.
    body = at + 8 if size == 1 else at
    size = int.from_bytes(raw[at + 4 : at + 12], "big") if size == 1 else size
    if size > _MOST_ENTRY_BYTES:
        raise LimitExceededError(
            f"The HEIC has an item entry of {size} bytes, the limit is {_MOST_ENTRY_BYTES}: export it again"
        )
    start = body + _TEXT_AT.get(raw[body + 4] if body + 4 < len(raw) else 0, 8)
    kind = raw[start : start + 4]
    try:
        kind.decode("ascii")
        raw[start + 4 : at - 4 + size].decode()
    except UnicodeDecodeError as error:
        raise DecodeError("The HEIC is damaged (an item of unreadable type): export it again") from error
    if kind in _DERIVED:
        raise UnsupportedFormatError(
            f"The HEIC holds a picture made of others ({kind.decode()}), which is not decoded: export it as JPEG"
        )


def _outside_pictures(raw: bytes) -> Iterator[tuple[int, int]]:
    """Give start and end of every box of the file but the coded pictures (`mdat`), in which any bytes may stand."""
    at = 0
    for _ in range(_MOST_BOXES):
        size = int.from_bytes(raw[at : at + 4], "big")
        least = 16 if size == 1 else 8
        size = int.from_bytes(raw[at + 8 : at + 16], "big") if size == 1 else size
        if size < least:
            break
        if raw[at + 4 : at + 8] != b"mdat":
            yield at, at + size
        at += size
    # A box without a size reaches to the end; what is no box is looked through as well.
    yield at, len(raw)
