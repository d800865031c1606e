"""In which direction the lines of a strip run: where lines stand close, a row may be followed from one line onto the next."""

import cv2
import numpy as np

from docforensics.page.band.rows import CELL, BandRow, Strip

_DOWN, _ACROSS = 2.0, 2.0 * CELL
"""Strip pixels averaged to one: six are left of a cell's height, of which close lines stand 10 apart. Judgements."""
_MOST_RISE = 5.0
"""Cells by which lines may rise or fall from end to end, against the direction of their strip: half of the strip's height. A judgement."""
_STEP = 1 / 6
"""Cells between two rises that are tried: one row of what is looked at."""


def rise_of(strip: Strip, group: tuple[BandRow, ...]) -> float:
    """By how much the lines of a strip fall from the left end of the rows `group` to the right one, strip pixels; negative where they rise.

    It is the direction along which the ink gathers most in lines and leaves blanks between, whichever rows were found.
    """
    left, right = min(row.left for row in group), max(row.right for row in group)
    ink = strip.contrast[:, int(left) : int(right)]
    columns, rows = max(round(ink.shape[1] / _ACROSS), 2), round(ink.shape[0] / _DOWN)
    coarse = cv2.resize(ink, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    reach = round(_MOST_RISE * CELL / _DOWN / 2) + 1
    padded = np.pad(coarse, ((reach, reach), (0, 0)))
    rises = np.arange(-_MOST_RISE, _MOST_RISE + _STEP / 2, _STEP) * CELL / _DOWN
    # The middles of the averaged columns, from -1/2 to 1/2 of the length; what leaves the strip is blank.
    shares = (np.arange(columns) + 0.5) / columns - 0.5
    moves = np.round(rises[:, None] * shares).astype(np.intp)
    at = np.arange(rows)[:, None] + reach + moves[:, None, :]
    profiles = padded[at, np.arange(columns)].sum(axis=2)
    return float(rises[np.argmax(np.square(profiles).sum(axis=1))] * _DOWN)
