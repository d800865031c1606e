"""A zone that the MRZ's reader did not read: a band of print that looks like one, read by the reader of ordinary print.

The MRZ's reader knows OCR-B alone. What it leaves unread may be too poor to read, or set in another face; the reader of
the visual zone knows all common faces, and so tells the two apart.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from docforensics.document import Side
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.page.band.find import MrzBand, find_mrz_bands
from docforensics.page.geometry import Points, project
from docforensics.page.quantiles import median_of
from docforensics.viz.recognise import LineReader

Lines = tuple[tuple[str, Points], ...]
"""For each line its symbols and the middles of their cells, (n, 2) page millimetres."""

_LINE_PX = 48
"""Height to which a line is drawn for the reader."""
_CAPITAL_MM, _HALF_MM = 2.4, 1.9
"""Height of the print, and half the height that is cut for one line."""
_SPACING_MM = {2: 6.35, 3: 4.23}
"""Between the middles of lines (Doc 9303): a band reaches from the top of the first to the bottom of the last."""
_PIECES = 3
"""A whole line is too long for the reader."""
_SHARED = 0.04
"""Of a line's length, seen by both of two neighbouring pieces."""
_FEWEST, _FEWEST_IN_ALL = 15, 36
"""Symbols a line must have, and all together: the shortest format has 30 a line, of which a reader of ordinary print leaves out rows of fillers (20, 21 and 20 of them
were read on a card of three lines, seen). Judgements."""
_FEWEST_LINES, _FEWEST_FILLERS, _MOST_BANDS = 2, 3, 2
"""Lines a zone has at least; fillers in the lines, as every zone has; and bands tried, as a page has one zone, seldom two. A judgement; not fitted."""
_OFF_PITCH = 0.35
"""Largest median departure of a symbol from its place at a fixed pitch, in pitches."""


def read_unread(side: Side, reader: LineReader) -> Lines:
    """Read the best band of a side as ordinary print; empty when none reads like an MRZ."""
    pixels = side.capture.primary.pixels
    bands = find_mrz_bands(pixels) if side.bands is None else side.bands
    for band in bands[:_MOST_BANDS]:
        for way in (0, 2):
            turned = np.roll(band.corners, way, axis=0)
            lines = tuple(
                _lines(side, pixels, MrzBand(corners=turned, n_lines=band.n_lines, score=band.score), reader)
            )
            read = "".join(symbols for symbols, _ in lines)
            enough = len(lines) >= _FEWEST_LINES and len(read) >= _FEWEST_IN_ALL
            if enough and read.count(FILLER) >= _FEWEST_FILLERS:
                return lines
    return ()


def _lines(side: Side, pixels: np.ndarray, band: MrzBand, reader: LineReader) -> Iterator[tuple[str, Points]]:
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    for row in range(band.n_lines):
        symbols, points = _line(np.asarray(grey, np.uint8), band, row, reader)
        if len(symbols) < _FEWEST:
            continue
        steady = on_pitch(symbols, side.page.to_mm(points))
        if steady is not None:
            yield steady


def _line(grey: np.ndarray, band: MrzBand, row: int, reader: LineReader) -> tuple[str, Points]:
    """Read one line of a band piece by piece: its symbols, and their middles in capture pixels."""
    spacing = _SPACING_MM.get(band.n_lines, _SPACING_MM[2])
    height = _CAPITAL_MM + (band.n_lines - 1) * spacing
    centre = (_CAPITAL_MM / 2 + row * spacing) / height
    top, bottom = centre - _HALF_MM / height, centre + _HALF_MM / height
    symbols, points = "", np.zeros((0, 2))
    for piece in range(_PIECES):
        first, last = (
            piece / _PIECES - _SHARED * (piece > 0),
            (piece + 1) / _PIECES + _SHARED * (piece < _PIECES - 1),
        )
        quad = _part(band.corners, (first - 0.01, last + 0.01), (top, bottom))
        width = max(round(_LINE_PX * _length(quad) / max(_depth(quad), 1e-6)), 16)
        frame = np.array([[0, 0], [width, 0], [width, _LINE_PX], [0, _LINE_PX]], np.float32)
        crop = cv2.warpPerspective(
            grey, cv2.getPerspectiveTransform(quad.astype(np.float32), frame), (width, _LINE_PX)
        )
        read = reader.read(np.asarray(crop, np.uint8))
        back = np.asarray(cv2.getPerspectiveTransform(frame, quad.astype(np.float32)), np.float64)
        low, high = piece / _PIECES, (piece + 1) / _PIECES
        for character, column in zip(read.text.upper(), read.columns, strict=False):
            at = first + float(column) * (last - first)
            if character in SYMBOLS and low <= at < high:
                symbols += character
                points = np.vstack([points, project(back, [(float(column) * width, _LINE_PX / 2)])])
    return symbols, points


def _part(corners: Points, across: tuple[float, float], down: tuple[float, float]) -> Points:
    """(4, 2): the part of a quadrilateral between two shares of its width and of its height."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(unit, corners.astype(np.float32)), np.float64)
    return project(
        matrix, [(across[0], down[0]), (across[1], down[0]), (across[1], down[1]), (across[0], down[1])]
    )


def _length(quad: Points) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2


def _depth(quad: Points) -> float:
    return float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2


def on_pitch(symbols: str, points: Points) -> tuple[str, Points] | None:
    """Put symbols where a fixed pitch has them (n, 2); None when they stand at none.

    Symbols that were passed over leave a gap of whole pitches; of two in one cell, which the seam of two pieces makes,
    the first is kept.
    """
    steps = np.hypot(*np.diff(points, axis=0).T)
    pitch = median_of(steps) if len(steps) else 0.0
    if not pitch > 0:
        return None
    moved = np.concatenate([[1], np.round(steps / pitch)])
    kept = moved > 0
    index, there = np.cumsum(moved)[kept], points[kept]
    design = np.column_stack([np.ones_like(index), index])
    line, *_ = np.linalg.lstsq(design, there, rcond=None)
    placed = design @ line
    off = np.linalg.norm(there - placed, axis=1) / max(float(np.linalg.norm(line[1])), 1e-9)
    if median_of(off) > _OFF_PITCH:
        return None
    return "".join(symbol for symbol, keep in zip(symbols, kept, strict=True) if keep), np.asarray(placed)
