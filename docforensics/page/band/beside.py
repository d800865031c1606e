"""What a picture shows around the page that a zone belongs to: a second document may lie there."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.formats.table import FORMATS, PITCH_MM
from docforensics.page.geometry import Points

_ROOM_CELLS = 2.0
"""Strips that are narrower, in cells of the zone, hold no zone: the two lines of one of half its size need as much with the blank around."""


class PictureStrip(NamedTuple):
    """A part of the picture, and where it begins."""

    pixels: Pixels
    origin: tuple[int, int]
    """Column and row."""


def around_page(grey: Pixels, corners: Points, cells: float) -> Iterator[PictureStrip]:
    """Yield the strips above, below, left and right of the page that a zone is printed on, as wide and high as the picture.

    Parameters
    ----------
    grey
        (H, W).
    corners
        (4, 2): of the zone, as `MrzBand.corners`.
    cells
        Characters from its left side to its right.

    """
    low, high = _page(corners, cells)
    height, width = grey.shape
    left, top = np.clip(np.floor(low), 0, (width, height)).astype(int).tolist()
    right, bottom = np.clip(np.ceil(high), 0, (width, height)).astype(int).tolist()
    least = max(_ROOM_CELLS * _cell_px(corners, cells), 1)
    for rows, columns in (
        (slice(0, top), slice(0, width)),
        (slice(bottom, height), slice(0, width)),
        (slice(0, height), slice(0, left)),
        (slice(0, height), slice(right, width)),
    ):
        if min(rows.stop - rows.start, columns.stop - columns.start) >= least:
            yield PictureStrip(grey[rows, columns], (columns.start, rows.start))


def _cell_px(corners: Points, cells: float) -> float:
    return float(np.linalg.norm(corners[1] - corners[0])) / cells


def _page(corners: Points, cells: float) -> tuple[Points, Points]:
    """Least and greatest column and row of the page, laid around the zone as its format has it."""
    place = min((one.place for one in FORMATS.values()), key=lambda one: abs(one.columns - cells))
    width, height = place.size.millimetres
    per_mm = _cell_px(corners, cells) / PITCH_MM
    along = (corners[1] - corners[0]) / np.linalg.norm(corners[1] - corners[0]) * per_mm
    down = np.array([-along[1], along[0]])
    first = corners[3] - along * place.left + down * (place.centres[-1] - PITCH_MM / 2)
    ends = np.array([first, first + along * width])
    ends = np.concatenate([ends, ends - down * height])
    return ends.min(axis=0), ends.max(axis=0)
