"""HEIC photos, as phones take them, through the extra `heic`: pi_heif decodes only and carries no GPL encoder."""

import io
from typing import Final

import numpy as np

from docforensics.capture.exif import exif_text
from docforensics.capture.limits import Limits
from docforensics.capture.model import DecodedPage
from docforensics.capture.pixels import flatten_alpha
from docforensics.capture.quiet import pillow_kept_quiet
from docforensics.errors import DecodeError, InputError, UnsupportedFormatError

_TEXT_AT: Final = {2: 12, 3: 14}
"""Where the text of an item entry starts, from its name `infe`, by version (ISO/IEC 14496-12, 8.11.6)."""


def decode_heic(raw: bytes, limits: Limits) -> DecodedPage:
    """Decode the primary picture of a HEIC file.

    Raises UnsupportedFormatError when the extra is not installed.
    """
    try:
        import pi_heif  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UnsupportedFormatError(
            "HEIC photos need an extra: pip install 'docforensics[heic]', or export the photo as JPEG"
        ) from error
    _refuse_unreadable_item_types(raw)
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
            return DecodedPage(pixels=pixels, exif=exif_text(picture.getexif(), {}))
    except InputError:
        raise
    except Exception as error:
        raise DecodeError(
            f"The HEIC is damaged or truncated ({type(error).__name__}): export it again"
        ) from error


def _refuse_unreadable_item_types(raw: bytes) -> None:
    """Refuse item entries whose text is none: pi_heif 1.4 makes strings of it unchecked, and the process dies of it."""
    at = raw.find(b"infe")
    while at >= 0:
        start = at + _TEXT_AT.get(raw[at + 4] if at + 4 < len(raw) else 0, 8)
        end = at - 4 + int.from_bytes(raw[max(at - 4, 0) : at], "big")
        try:
            raw[start : start + 4].decode("ascii")
            raw[start + 4 : end].decode()
        except UnicodeDecodeError as error:
            raise DecodeError("The HEIC is damaged (an item of unreadable type): export it again") from error
        at = raw.find(b"infe", at + 4)
