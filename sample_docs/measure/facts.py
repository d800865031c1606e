"""Facts of a file that say nothing of a document: a detector that tells classes apart by these has learned the studio."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

NAMES = (
    "bytes", "bits per pixel", "width", "height", "is jpeg", "luminance table", "chrominance table", "subsampled",
    "dpi", "exif tags", "red", "green", "blue", "sharpness", "noise",
)  # fmt: skip


def file_facts(data: bytes) -> NDArray[np.float64]:
    """The facts of ``NAMES``, in that order, of an image file."""
    with Image.open(BytesIO(data)) as image:
        tables = {k: sum(v) for k, v in getattr(image, "quantization", {}).items()}
        layer = getattr(image, "layer", [])
        header = [
            len(data),
            8.0 * len(data) / (image.width * image.height),
            image.width,
            image.height,
            image.format == "JPEG",
            tables.get(0, 0),
            tables.get(1, 0),
            bool(layer) and layer[0][1] == 2,
            image.info.get("dpi", (0,))[0],
            len(image.getexif()),
        ]
        pixels = np.asarray(image.convert("RGB"))
    return np.array([*header, *pixels[::3, ::3].reshape(-1, 3).mean(axis=0), *_texture(pixels)], np.float64)


def _texture(pixels: NDArray[np.uint8]) -> tuple[float, float]:
    """Variance of the Laplacian, and the noise level as the median high-pass response (Immerkaer 1996)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    response = np.abs(cv2.filter2D(grey, cv2.CV_32F, kernel))
    return float(cv2.Laplacian(grey, cv2.CV_32F).var()), float(np.median(response) / 0.6745 / 6.0)
