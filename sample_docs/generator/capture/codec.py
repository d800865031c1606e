"""Pixels to file bytes and back."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .shot import Codec


def encode(pixels: NDArray[np.uint8], codec: Codec) -> bytes:
    """The file's bytes."""
    buffer = BytesIO()
    image = Image.fromarray(pixels)
    dpi = {} if codec.dpi is None else {"dpi": (codec.dpi, codec.dpi)}
    if codec.format == "PNG":
        image.save(buffer, "PNG", compress_level=3, **dpi)
    elif codec.format == "AVIF":
        image.save(
            buffer, "AVIF", quality=codec.quality, subsampling=codec.subsampling, speed=10, max_threads=1
        )
    else:
        image.save(buffer, "JPEG", quality=codec.quality, subsampling=codec.subsampling, **dpi)
    return buffer.getvalue()


def decode(data: bytes) -> NDArray[np.uint8]:
    """Pixels, (H, W, 3) RGB."""
    if data[4:12] == b"ftypavif":
        return np.asarray(Image.open(BytesIO(data)).convert("RGB"), np.uint8)
    # The pixels are Pillow's (both use libjpeg-turbo); OpenCV copies them fewer times.
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB), np.uint8)
