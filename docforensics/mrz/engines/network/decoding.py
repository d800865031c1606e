"""From the network's columns to characters: a line has one pitch and no blank, and that is all that is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.network.cutting import HEIGHT, PITCH, Floats, Singles
from docforensics.page.geometry import median

STRIDE = 4
"""Cut pixels a column of the network's output."""
_CELL = PITCH / STRIDE
_N = len(SYMBOLS)
_LEAST_HEAT = 0.08
"""A place with less is no place for a character."""
_WORTH = 0.3
"""Heat from which a character at an end of the line is taken for one."""
_OFF_PITCH = 2.0
"""Cost of a step that is a whole cell too long or too short."""
_UNSEEN = 0.45
"""Cost of a character between two others for which no centre was seen."""
_MOST_UNSEEN = 3
"""Cells in a row that may have left no peak: a judgement; not fitted."""
_MOST_OFF = 0.45
"""Cells that a step may be off."""
_FARTHEST = 1 + _MOST_UNSEEN + _MOST_OFF
"""Cells from a character to the next seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Symbol:
    """One character of a line in the cut's pixels."""

    x: float
    y: float
    heat: float
    """How sure it is that a character's centre is here, 0..1."""
    scores: Floats
    """(37,) log-odds before calibration."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """The network's answer for one line."""

    scores: Singles
    """(37, C)"""
    heat: Floats
    """(C,) 0..1"""
    height: Singles
    """(C,) cut pixels"""


def columns_of(answer: Singles) -> Columns:
    """Split (39, C) into what it holds."""
    heat = 1 / (1 + np.exp(-answer[_N].astype(np.float64)))
    return Columns(scores=answer[:_N], heat=heat, height=(answer[_N + 1] + 0.5) * HEIGHT - 0.5)


def decode(answer: Singles) -> tuple[Symbol, ...]:
    """Read the characters of one line from (39, C); empty when there are none."""
    columns = columns_of(answer)
    places = _peaks(columns.heat)
    if len(places) < 2:
        return ()
    heats = np.interp(places, np.arange(len(columns.heat)), columns.heat)
    pitch = _pitch(places, heats)
    return _symbols(columns, np.array(_path(places, heats, pitch)))


def _peaks(heat: Floats) -> Floats:
    """Columns, with fractions, where the heat is highest locally."""
    padded = np.pad(heat, 1)
    here = (heat >= padded[:-2]) & (heat > padded[2:]) & (heat > _LEAST_HEAT)
    index = np.flatnonzero(here)
    before, top, after = padded[index], heat[index], padded[index + 2]
    curvature = np.minimum(before - 2 * top + after, -1e-9)
    return np.asarray(index + np.clip(0.5 * (before - after) / curvature, -0.5, 0.5), np.float64)


def _pitch(places: Floats, heats: Floats) -> float:
    """Return the median step between neighbours that are sure; the nominal pitch when there are none."""
    sure = heats > 0.5 * float(np.max(heats))
    steps = np.diff(places[sure])
    steps = steps[(steps > 0.7 * _CELL) & (steps < 1.4 * _CELL)]
    return median(steps) if len(steps) else _CELL


def _path(places: Floats, heats: Floats, pitch: float) -> list[float]:
    """Choose the places, a pitch apart, that hold the most heat; unseen characters are put between them."""
    at: list[float] = (places / pitch).tolist()
    best: list[float] = (heats - _WORTH).tolist()
    came, between = [-1] * len(at), [0] * len(at)
    first = 0
    for j in range(1, len(at)):
        while at[j] - at[first] > _FARTHEST:
            first += 1
        gain, most = best[j], 0.0
        for i in range(first, j):
            step = at[j] - at[i]
            unseen = int(step + 0.5) - 1 if step >= 1.5 else 0  # at most `_MOST_UNSEEN`
            off = step - unseen - 1
            total = best[i] - _OFF_PITCH * off * off - _UNSEEN * unseen
            if abs(off) <= _MOST_OFF and total > most:
                best[j], came[j], between[j], most = total + gain, i, unseen, total
    return _traced(places.tolist(), int(np.argmax(best)), came, between)


def _traced(places: list[float], last: int, came: list[int], between: list[int]) -> list[float]:
    """Follow the path back from its last place, and put what was not seen where it must stand."""
    chosen: list[float] = []
    j = last
    while j >= 0:
        chosen.append(places[j])
        i = came[j]
        if i >= 0 and between[j]:
            chosen += np.linspace(places[j], places[i], between[j] + 2)[1:-1].tolist()
        j = i
    return chosen[::-1]


def _symbols(columns: Columns, x: Floats) -> tuple[Symbol, ...]:
    """What stands at the columns x (n,), between two columns their mean."""
    left = np.clip(np.floor(x), 0, columns.scores.shape[1] - 2).astype(np.intp)
    share = np.clip(x - left, 0, 1)
    scores = (1 - share) * columns.scores[:, left] + share * columns.scores[:, left + 1]
    heights = (1 - share) * columns.height[left] + share * columns.height[left + 1]
    heats = np.maximum(columns.heat[left], columns.heat[left + 1])
    values = zip(((x + 0.5) * STRIDE - 0.5).tolist(), heights.tolist(), heats.tolist(), scores.T, strict=True)
    return tuple(Symbol(x=at, y=y, heat=heat, scores=told) for at, y, heat, told in values)


def scores_at(answer: Singles, x: Floats) -> Floats:
    """(n, 37) log-odds of the symbols at the places x (n,) in cut pixels, from (39, C)."""
    return np.array([symbol.scores for symbol in _symbols(columns_of(answer), (x + 0.5) / STRIDE - 0.5)])


def posteriors(symbols: Sequence[Symbol], temperature: float) -> NDArray[np.float64]:
    """(n, 37) probabilities, no symbol impossible."""
    scores = np.array([symbol.scores for symbol in symbols]).reshape(-1, _N)
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature) + 1e-9
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def surenesses(symbols: Sequence[Symbol]) -> Floats:
    """(n,) how sure it is that each is a character, and which, 0..1."""
    scores = np.array([symbol.scores for symbol in symbols]).reshape(-1, _N)
    told = 1 / np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    return np.asarray(told * [symbol.heat for symbol in symbols], np.float64)
