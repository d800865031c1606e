"""Characters lost at the ends of lines: where a line is shorter than its format or its neighbours, its ends are looked at again.

What is added was seen by the wide network at the place where the next cell must lie; it keeps the posterior that it has there.
A line that is printed too short stays so: paper alone is no character.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.formats.table import FORMATS
from docforensics.mrz.engines.network.cutting import Floats
from docforensics.mrz.engines.network.decoding import STRIDE, Symbol, columns_of, scores_at
from docforensics.mrz.engines.network.lines import LineRead
from docforensics.mrz.engines.network.model import LineModel
from docforensics.mrz.engines.network.second_pass import LOOKS, look

_MOST_LOST = 2
"""Characters that a line may lack at its ends: where more are lost, the line was cut off or covered. A judgement."""
_SEEN = 0.15
"""Mean heat of the looks from which a character stands there. On drawn pages (seed 23) 19 lost characters have 0.19 to 0.88,
and paper beside lines that are printed short 0.01 at most (60 lines, both ends)."""
_AROUND = 0.8
"""Columns of the network by which a character may stand beside its place: a judgement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _EndCell:
    """What is seen beside an end of a line."""

    symbol: Symbol
    told: float
    """How sure it is that a character stands there, and which, 0..1."""
    is_first: bool


def with_lost_ends(
    model: LineModel, closer: LineModel, grey: Pixels, lines: Sequence[LineRead]
) -> tuple[LineRead, ...]:
    """Add characters that are seen at the ends of lines that are one or two short; scores are in the scale of `model`."""
    length = _length([len(line.symbols) for line in lines])
    found = []
    for line in lines:
        for _ in range(length - len(line.symbols) if length - len(line.symbols) <= _MOST_LOST else 0):
            cells = [
                _seen(model, closer, grey, line, is_first=is_first)
                for is_first in (True, False)
                if _is_in(line, grey, is_first=is_first)
            ]
            best = max(cells, key=lambda cell: cell.told, default=None)
            if best is None or best.symbol.heat < _SEEN:
                break
            symbols = (best.symbol, *line.symbols) if best.is_first else (*line.symbols, best.symbol)
            line = LineRead(cut=line.cut, symbols=symbols)  # noqa: PLW2901 (one character more)
        found.append(line)
    return tuple(found)


def _length(counts: Sequence[int]) -> int:
    """Characters that each line should have: those of the longest if a format has such lines, else of the next longer format."""
    known = sorted({row.layout.length for row in FORMATS.values() if row.layout.n_lines >= len(counts)})
    longest = max(counts, default=0)
    return next((length for length in known if length >= longest), longest)


def _end(line: LineRead, *, is_first: bool) -> tuple[float, float]:
    """Place of the cell beside an end of the line, pixels of its cut."""
    end, before = (line.symbols[0], line.symbols[1]) if is_first else (line.symbols[-1], line.symbols[-2])
    step = -line.pitch if is_first else line.pitch
    return end.x + step, end.y + (end.y - before.y)


def _is_in(line: LineRead, grey: Pixels, *, is_first: bool) -> bool:
    """Whether the cell beside an end of the line lies in the picture."""
    ((across, down),) = line.cut.placed([_end(line, is_first=is_first)])
    return bool(0 <= across < grey.shape[1] and 0 <= down < grey.shape[0])


def _seen(model: LineModel, closer: LineModel, grey: Pixels, line: LineRead, *, is_first: bool) -> _EndCell:
    """Look at the cell beside an end in several cuts."""
    x, y = _end(line, is_first=is_first)
    looks = [look(grey, line.cut, x, shift, stretch) for shift, stretch in LOOKS]
    answers = closer.columns(np.stack([pixels for pixels, _ in looks]))
    heats, scores = [], []
    for answer, (_, at) in zip(answers, looks, strict=True):
        near = (at + 0.5) / STRIDE - 0.5 + np.linspace(-_AROUND, _AROUND, 5)
        heat: Floats = columns_of(answer).heat
        heats.append(float(np.interp(near, np.arange(len(heat)), heat).max()))
        scores.append(scores_at(answer, np.array([at]))[0])
    told = np.mean(scores, axis=0) / closer.temperature
    share = 1 / float(np.exp(told - told.max()).sum())
    symbol = Symbol(x=x, y=y, heat=float(np.mean(heats)), scores=told * model.temperature)
    return _EndCell(symbol=symbol, told=symbol.heat * share, is_first=is_first)
