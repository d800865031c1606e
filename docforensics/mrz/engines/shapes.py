"""How much each cell of a line looks like each symbol of OCR-B: the one font of every MRZ (Doc 9303-3, 4.).

A general text reader knows neither the filler nor this font's O beside its 0; their shapes, however, are told easily
where the cell is known.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.mrz.engines.lines import MARGIN_CELLS, CellLine

Floats = NDArray[np.float64]

_CELL = 16
"""Pixels of a cell in which shapes are compared: a judgement."""
_HEIGHT = 20
"""Pixels of a glyph's pattern."""
_REACH, _REACH_DOWN = 2, 3
"""Pixels by which a character may stand beside, and above or below, the middle of its cell."""
_SOFTNESS = 0.08
"""Blur of the patterns in cells: what 7 px a cell leave of an edge."""
_SIZES = (0.92, 1.0, 1.08)
"""Width and height of the print in those of nominal OCR-B, tried for the zone as a whole."""
_SHARPNESS = 65.0
"""How many factors e of probability one unit of correlation is worth (benchmarks/mrz/calibrate_tesseract.py)."""
_FLOOR = 5e-4
"""Chance that is left to every symbol, so that none is excluded by its shape alone. A judgement."""
_UNLIKE_ANY = 0.7
"""A cell whose best correlation is this shows something else as likely as a symbol: of 6,039 characters correlating by
more than 0.85 on lines of known text one was mistaken, of 42 below 0.7 thirty-one."""


def symbol_likelihoods(lines: Sequence[CellLine]) -> tuple[Floats, ...]:
    """Return for each line (n, 37): how probable each symbol is by its shape alone, as the lines of one zone share it."""
    windows = [_windows(line) for line in lines]
    matches = [[_match(window, across, down) for window in windows] for across in _SIZES for down in _SIZES]
    best = max(matches, key=lambda sized: sum(float(match.max(axis=1).sum()) for match in sized))
    return tuple(_probabilities(match) for match in best)


def without_fillers(line: CellLine, likelihoods: Floats) -> Pixels:
    """Return the line's pixels with every probable filler painted over with the colour of the paper."""
    pixels = line.pixels.copy()
    paper = int(np.percentile(pixels, 85))
    for cell in np.flatnonzero(likelihoods[:, SYMBOLS.index(FILLER)] > 0.5):
        left = int((MARGIN_CELLS + cell) * line.cell_px)
        pixels[:, left : int(np.ceil(left + line.cell_px)) + 1] = paper
    return pixels


def _probabilities(match: Floats) -> Floats:
    best = match.max(axis=1, keepdims=True)
    odds = np.exp(_SHARPNESS * (match - best))
    known = 1 / (1 + np.exp(-(best - _UNLIKE_ANY) / 0.04))
    odds = known * odds / odds.sum(axis=1, keepdims=True) + (1 - known) / len(SYMBOLS) + _FLOOR
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float64)


def _windows(line: CellLine) -> Floats:
    """(n, places, pixels): what each cell shows at every place within reach, normalised."""
    zoom = _CELL / line.cell_px
    shrunk = cv2.resize(line.pixels, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA).astype(np.float64)
    small = cv2.GaussianBlur(shrunk, (0, 0), 0.05 * _CELL)
    top, left = small.shape[0] // 2 - _HEIGHT // 2 - _REACH_DOWN, round(MARGIN_CELLS * _CELL) - _REACH
    views = np.lib.stride_tricks.sliding_window_view(small, (_HEIGHT, _CELL))
    places = [
        views[top + dy, left + dx : left + dx + (line.length - 1) * _CELL + 1 : _CELL].reshape(
            line.length, -1
        )
        for dy in range(2 * _REACH_DOWN + 1)
        for dx in range(2 * _REACH + 1)
    ]
    return _normalised(np.stack(places, axis=1))


def _match(windows: Floats, across: float, down: float) -> Floats:
    """(n, 37): highest correlation of each cell with each symbol."""
    return np.asarray((windows @ _patterns(across, down).T).max(axis=1), dtype=np.float64)


def _normalised(pixels: Floats) -> Floats:
    centred = pixels - pixels.mean(axis=-1, keepdims=True)
    norms = np.linalg.norm(centred, axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(norms, 1e-6), dtype=np.float64)


@lru_cache(maxsize=len(_SIZES) ** 2)
def _patterns(across: float, down: float) -> Floats:
    """(37, pixels) normalised, dark on white, at a width and height in those of nominal OCR-B."""
    glyphs = [_resized(glyph, across, down) for glyph in _glyphs()]
    return _normalised(-np.stack(glyphs).reshape(len(SYMBOLS), -1))


def _resized(glyph: Pixels, across: float, down: float) -> Floats:
    height, width = glyph.shape
    centre = np.array([[across, 0, (1 - across) * width / 2], [0, down, (1 - down) * height / 2]])
    sized = cv2.warpAffine(glyph.astype(np.float64), centre, (width, height))
    soft = cv2.GaussianBlur(sized, (0, 0), _SOFTNESS * width)
    return np.asarray(cv2.resize(soft, (_CELL, _HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.float64)


@lru_cache(maxsize=1)
def _glyphs() -> NDArray[np.uint8]:
    """(37, 40, 32): the symbols of OCR-B, ink 255 (benchmarks/mrz/draw_ocrb.py)."""
    with (files("docforensics.mrz.engines") / "data" / "ocrb.npy").open("rb") as file:
        return np.asarray(np.load(file, allow_pickle=False), dtype=np.uint8)
