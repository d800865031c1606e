"""Properties of a file that do not depend on the document: a detector that separates classes by them has learned the studio."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from docforensics.capture.model import Pixels

FILE_FACTS = (
    "width",
    "height",
    "is jpeg",
    "components",
    "luminance table",
    "chrominance table",
    "subsampled",
    "dpi",
    "exif tags",
)
"""What the file is, whatever it shows."""
PICTURE_FACTS = ("bytes", "bits per pixel", "red", "green", "blue", "sharpness", "noise")
"""What the whole picture looks like, and how many bytes that takes: it speaks of the studio, but print and paper move it
too, and an earlier compression that no later one undoes."""
NAMES = (*FILE_FACTS, *PICTURE_FACTS)


def file_facts(data: bytes, pixels: Pixels | None = None) -> NDArray[np.float64]:
    """Give the facts of `NAMES`, in that order, of an image file; `pixels` spares decoding it again."""
    with Image.open(BytesIO(data)) as image:
        header = _header(image)
        length = [float(len(data)), 8.0 * len(data) / (image.width * image.height)]
        shown = np.asarray(image.convert("RGB")) if pixels is None else pixels
    colour = shown if shown.ndim == 3 else np.repeat(shown[..., None], 3, axis=2)
    mean = colour[::3, ::3].reshape(-1, 3).mean(axis=0)
    return np.array([*header, *length, *mean, *_texture(colour)], np.float64)


def _header(image: Image.Image) -> list[float]:
    tables = {k: sum(v) for k, v in getattr(image, "quantization", {}).items()}
    layer = getattr(image, "layer", [])
    return [
        image.width,
        image.height,
        image.format == "JPEG",
        len(image.getbands()),
        tables.get(0, 0),
        tables.get(1, 0),
        bool(layer) and layer[0][1] == 2,
        float(image.info.get("dpi", (0,))[0]),
        len(image.getexif()),
    ]


def _texture(pixels: Pixels) -> tuple[float, float]:
    """Variance of the Laplacian, and the noise level as the median high-pass response (Immerkaer, CVIU 1996)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    response = np.abs(cv2.filter2D(grey, cv2.CV_32F, kernel))
    return float(cv2.Laplacian(grey, cv2.CV_32F).var()), float(np.median(response) / 0.6745 / 6.0)
