"""The drawings of type faces, OCR-B and others: what the print of a zone is compared with."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 32, 40
"""Pixels of a drawing: a cell is `WIDTH` wide."""
OCRB = ("ocrb", "ocrb_sharp")
"""Cuts of OCR-B; what fits either is OCR-B."""


@cache
def faces() -> Mapping[str, NDArray[np.uint8]]:
    """The drawings, (37, 40, 32) each in the order of `SYMBOLS`, ink 255 (tools/make_faces.py)."""
    with (files("docforensics.mrz") / "data" / "faces.npz").open("rb") as file:
        loaded = np.load(file, allow_pickle=False)
        return MappingProxyType({name: loaded[name] for name in loaded.files})


def other_faces() -> tuple[str, ...]:
    """The faces that are not OCR-B."""
    return tuple(name for name in faces() if name not in OCRB)
