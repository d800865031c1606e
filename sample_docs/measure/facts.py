"""The facts of a file that the leak measure looks at: those of the benchmark, in the order of the figures published here."""

import numpy as np
from numpy.typing import NDArray

from docforensics.bench import file_facts as bench

NAMES = (
    "bytes", "bits per pixel", "width", "height", "is jpeg", "luminance table", "chrominance table", "subsampled",
    "dpi", "exif tags", "red", "green", "blue", "sharpness", "noise",
)  # fmt: skip
_PLACES = [bench.NAMES.index(name) for name in NAMES]


def file_facts(data: bytes) -> NDArray[np.float64]:
    """Give the facts of `NAMES`, in that order, of an image file."""
    return np.asarray(bench.file_facts(data)[_PLACES], np.float64)
