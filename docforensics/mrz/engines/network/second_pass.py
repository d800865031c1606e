"""Second pass with test-time augmentation: unsure characters are read again by the wide network, in several shifted cuts.

Where the quick network read the lines, it was sure of nearly all of them; what it is not sure of is shown to the wide one, which
takes twice as long a column but sees few. A narrow choice (0 or O) falls out by chance with how the print lies on the
network's columns; a mean of several looks depends on it less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.engines.network.cutting import NORMAL_WINDOW, Floats, LineCut, Singles, normalised
from docforensics.mrz.engines.network.decoding import STRIDE, Symbol, posteriors, scores_at
from docforensics.mrz.engines.network.lines import LineRead
from docforensics.mrz.engines.network.model import LineModel

_UNSURE = 0.95
"""A posterior below this asks for a closer look."""
_MOST = 16
"""So many characters of a zone are looked at again, the least sure: a zone with more is past reading."""
LOOKS = ((0.0, 1.0), (STRIDE / 2, 0.9), (STRIDE / 2, 1.1))
"""Shift by half a column of the network, and height of what is cut in that of the first cut."""
_PIECE = 96
"""Columns of a cut that the network is shown about a character: more than the 80 that its answer there depends on."""


def look_again(
    model: LineModel, closer: LineModel, grey: Pixels, lines: Sequence[LineRead]
) -> tuple[LineRead, ...]:
    """Give unsure characters the mean scores of closer looks; lines without any are returned as they are.

    Scores are given in the scale of `model`, whose temperature makes posteriors of them.
    """
    asked = _least_sure(model, lines)
    if not asked:
        return tuple(lines)
    places = [(lines[n].cut, lines[n].symbols[k].x) for n, k in asked]
    looks = [look(grey, cut, x, shift, stretch) for cut, x in places for shift, stretch in LOOKS]
    answers = closer.columns(np.stack([pixels for pixels, _ in looks]))
    seen = [scores_at(answer, np.array([x]))[0] for answer, (_, x) in zip(answers, looks, strict=True)]
    means = np.reshape(seen, (len(asked), len(LOOKS), -1)).mean(axis=1) * (
        model.temperature / closer.temperature
    )
    told = dict(zip(asked, means, strict=True))
    return tuple(
        _with_scores(line, {k: scores for (m, k), scores in told.items() if m == n})
        for n, line in enumerate(lines)
    )


def _least_sure(model: LineModel, lines: Sequence[LineRead]) -> list[tuple[int, int]]:
    """Line and place of the characters that need a closer look, in reading order."""
    sure = [posteriors(line.symbols, model.temperature).max(axis=1) for line in lines]
    unsure = [(float(p), n, k) for n, row in enumerate(sure) for k, p in enumerate(row) if p < _UNSURE]
    return sorted((n, k) for _, n, k in sorted(unsure)[:_MOST])


def look(grey: Pixels, cut: LineCut, x: float, shift: float, stretch: float) -> tuple[Singles, float]:
    """Give what the network sees about a character in a cut of the whole line, (32, _PIECE), and where its middle is there."""
    left = STRIDE * round((x - _PIECE / 2) / STRIDE)
    # With as much on both sides as brightness and contrast are judged over.
    wide = cut.part(left - NORMAL_WINDOW // 2, _PIECE + NORMAL_WINDOW).varied(shift=shift, stretch=stretch)
    around = NORMAL_WINDOW // 2
    return normalised(wide.pixels(grey))[:, around : around + _PIECE], x - left - shift


def _with_scores(line: LineRead, told: Mapping[int, Floats]) -> LineRead:
    symbols: list[Symbol] = [
        replace(symbol, scores=told[k]) if k in told else symbol for k, symbol in enumerate(line.symbols)
    ]
    return LineRead(cut=line.cut, symbols=tuple(symbols)) if told else line
