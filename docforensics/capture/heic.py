"""HEIC photos, as phones take them, through the extra `heic`: pi_heif decodes only and carries no GPL encoder."""

import io

import numpy as np

from docforensics.capture.exif import exif_text
from docforensics.capture.frame import Frame
from docforensics.capture.limits import Limits
from docforensics.capture.pixels import flatten_alpha
from docforensics.errors import DecodeError, InputError, UnsupportedFormatError


def decode_heic(raw: bytes, limits: Limits) -> Frame:
    """Decode the primary picture of a HEIC file.

    Raises UnsupportedFormatError when the extra is not installed.
    """
    try:
        import pi_heif  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UnsupportedFormatError(
            "HEIC photos need an extra: pip install 'docforensics[heic]', or export the photo as JPEG"
        ) from error
    try:
        image = pi_heif.open_heif(io.BytesIO(raw), convert_hdr_to_8bit=True)
        limits.check_pixels(image.size)
        # libheif has turned it upright already, and says so by resetting the orientation tag.
        picture = image.to_pillow()
        pixels = flatten_alpha(picture) if picture.mode in ("RGBA", "LA") else np.asarray(picture)
        return Frame(pixels=pixels, exif=exif_text(picture.getexif(), {}))
    except InputError:
        raise
    except Exception as error:
        raise DecodeError(
            f"The HEIC is damaged or truncated ({type(error).__name__}): export it again"
        ) from error
