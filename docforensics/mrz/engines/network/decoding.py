"""From the network's columns to characters: a line has one pitch and no blank, and that is all that is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.mrz.alphabet import SYMBOLS
from docforensics.mrz.engines.network.cutting import HEIGHT, PITCH, Floats, Singles

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
    return tuple(_symbol(columns, x) for x in _path(places, heats, pitch))


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
    return float(np.median(steps)) if len(steps) else _CELL


def _path(places: Floats, heats: Floats, pitch: float) -> list[float]:
    """Choose the places, a pitch apart, that hold the most heat; unseen characters are put between them."""
    gain = heats - _WORTH
    best, came = gain.copy(), np.full(len(places), -1)
    between = np.zeros(len(places), np.int64)
    for j in range(1, len(places)):
        steps = (places[j] - places[:j]) / pitch
        unseen = np.clip(np.round(steps) - 1, 0, _MOST_UNSEEN).astype(np.int64)
        cost = _OFF_PITCH * np.square(steps - unseen - 1) + _UNSEEN * unseen
        cost[np.abs(steps - unseen - 1) > 0.45] = np.inf
        total = best[:j] - cost
        i = int(np.argmax(total))
        if total[i] > 0:
            best[j], came[j], between[j] = total[i] + gain[j], i, unseen[i]
    chosen: list[float] = []
    j = int(np.argmax(best))
    while j >= 0:
        chosen.append(float(places[j]))
        i = int(came[j])
        if i >= 0 and between[j]:
            chosen += list(np.linspace(places[j], places[i], int(between[j]) + 2)[1:-1])
        j = i
    return chosen[::-1]


def _symbol(columns: Columns, x: float) -> Symbol:
    left = int(np.clip(np.floor(x), 0, columns.scores.shape[1] - 2))
    share = float(np.clip(x - left, 0, 1))
    scores = (1 - share) * columns.scores[:, left] + share * columns.scores[:, left + 1]
    height = (1 - share) * columns.height[left] + share * columns.height[left + 1]
    heat = max(columns.heat[left], columns.heat[left + 1])
    return Symbol(
        x=(x + 0.5) * STRIDE - 0.5, y=float(height), heat=float(heat), scores=scores.astype(np.float64)
    )


def posterior(scores: Floats, temperature: float) -> NDArray[np.float64]:
    """(37,) probabilities, no symbol impossible."""
    scaled = (scores - scores.max()) / temperature
    raised = np.exp(scaled) + 1e-9
    return np.asarray(raised / raised.sum(), np.float64)


def surenesses(symbols: Sequence[Symbol]) -> Floats:
    """(n,) how sure it is that each is a character, and which, 0..1."""
    scores = np.array([symbol.scores for symbol in symbols]).reshape(-1, _N)
    told = 1 / np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    return np.asarray(told * [symbol.heat for symbol in symbols], np.float64)
