"""Fillers in the rows of a zone: they point to the right, and so give the direction of reading."""

from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.band.rows import CELL, BandRow, Strip

_LIKENESS = 0.65
"""Correlation above which a mark counts as a filler."""
_REACH = 0.8
"""Cells above, below and beside a row that are looked at."""


def count_fillers(group: tuple[BandRow, ...], strip: Strip) -> tuple[int, int]:
    """How many marks in the rows look like `<` and like `>`: the latter are fillers upside down."""
    upright = _filler_pattern()
    ways = (upright, upright[:, ::-1].copy())
    forward, back = (sum(_count_in_row(row, strip, pattern) for row in group) for pattern in ways)
    return forward, back


def _count_in_row(row: BandRow, strip: Strip, pattern: Pixels) -> int:
    reach = round(_REACH * row.pitch)
    rows = slice(max(0, round(row.y) - reach), round(row.y) + reach + 1)
    columns = slice(max(0, int(row.left) - reach), int(row.right) + reach)
    zoom = CELL / row.pitch
    line = cv2.resize(strip.contrast[rows, columns], None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
    if line.shape[0] < pattern.shape[0] or line.shape[1] < pattern.shape[1]:
        return 0
    match = cv2.matchTemplate(line, pattern, cv2.TM_CCOEFF_NORMED).max(axis=0)
    peaks = match >= cv2.dilate(match[None, :], np.ones((1, round(CELL) - 1), np.uint8))[0]
    return int((peaks & (match > _LIKENESS)).sum())


@lru_cache(maxsize=1)
def _filler_pattern() -> Pixels:
    """Draw a filler `<` as OCR-B draws it, bright on dark: 0.69 cells wide, 0.87 cells high."""
    zoom = 8
    size = round(CELL * zoom)
    canvas = np.zeros((size, size), np.uint8)
    middle, left, right = size // 2, round(0.16 * size), round(0.82 * size)
    arms = np.array([[right, round(0.09 * size)], [left, middle], [right, round(0.91 * size)]], np.int32)
    cv2.polylines(
        canvas, [arms], isClosed=False, color=255, thickness=round(0.13 * size), lineType=cv2.LINE_AA
    )
    small = cv2.resize(cv2.GaussianBlur(canvas, (0, 0), 0.6 * zoom), None, fx=1 / zoom, fy=1 / zoom)
    pattern = np.asarray(small, dtype=np.uint8)
    pattern.setflags(write=False)
    return pattern
