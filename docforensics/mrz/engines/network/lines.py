"""Reads the lines of one band: cut, ask the network where the characters are, cut again where the cut was off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.engines.network.cutting import HEIGHT, PITCH, LineCut, cuts_of, normalised
from docforensics.mrz.engines.network.decoding import Symbol, decode
from docforensics.mrz.engines.network.model import LineModel
from docforensics.page.band import MrzBand

_WIDE, _NARROW = 1 / 0.400, 1 / 0.600
"""Line spacing in cells, two lines and three (standards.md 1.9)."""
_GOOD_HEAT = 0.75
_LEAST_HEAT = 0.45
_FEWEST = 20
_OFF_ROWS, _OFF_PITCH = 2.0, 0.04
"""A cut whose line is farther from the middle, px, or whose pitch is farther from nominal, a share, is made again."""
_LONGER = 1.12
"""No line of a zone is longer than the median one by more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineRead:
    """One line: where it was cut and what was seen in it."""

    cut: LineCut
    symbols: tuple[Symbol, ...]

    @property
    def sureness(self) -> float:
        """Mean heat of the characters, 0 for a line with few."""
        if len(self.symbols) < _FEWEST:
            return 0.0
        return float(np.mean([symbol.heat for symbol in self.symbols]))


def read_band(model: LineModel, grey: Pixels, band: MrzBand) -> tuple[LineRead, ...]:
    """Read the lines of a band, top to bottom, under the layout that the network is surest of; empty for no MRZ."""
    best: tuple[LineRead, ...] = ()
    for cuts in _layouts(band):
        lines = _chosen(_refined(model, grey, _read(model, grey, cuts)))
        if sureness(lines) * len(lines) > sureness(best) * len(best):
            best = lines
        if sureness(best) >= _GOOD_HEAT and len(best) >= band.n_lines:
            break
    return best


def sureness(lines: Sequence[LineRead]) -> float:
    """Of the least sure line, 0 for none."""
    return min((line.sureness for line in lines), default=0.0)


def _layouts(band: MrzBand) -> list[tuple[LineCut, ...]]:
    """The ways the lines may stand in the band, likeliest first."""
    if band.n_lines == 3:  # noqa: PLR2004 (two or three, standards.md 1.9)
        return [cuts_of(band, spacing=_NARROW, n_lines=3), cuts_of(band, spacing=_WIDE, n_lines=2)]
    return [cuts_of(band, spacing=_WIDE, n_lines=2), cuts_of(band, spacing=_NARROW, n_lines=2, extra=1)]


def _read(model: LineModel, grey: Pixels, cuts: Sequence[LineCut]) -> list[LineRead]:
    """Read cuts of one width together."""
    lines = np.stack([normalised(cut.pixels(grey)) for cut in cuts])
    columns = model.columns(lines)
    return [
        LineRead(cut=cut, symbols=decode(answer)) for cut, answer in zip(cuts, columns, strict=True)
    ]


def _refined(model: LineModel, grey: Pixels, lines: list[LineRead]) -> list[LineRead]:
    """Cut those again that lie off the middle or off the pitch, and keep what is read more surely."""
    again = {i: cut for i, line in enumerate(lines) if (cut := _better_cut(line)) is not None}
    if not again:
        return lines
    for i, line in zip(again, _read(model, grey, tuple(again.values())), strict=True):
        if line.sureness >= lines[i].sureness - 0.02:
            lines[i] = line
    return lines


def _better_cut(line: LineRead) -> LineCut | None:
    """The cut that the characters found ask for; None when this one is good or too few were found."""
    if len(line.symbols) < _FEWEST // 2:
        return None
    x = np.array([symbol.x for symbol in line.symbols])
    y = np.array([symbol.y for symbol in line.symbols])
    weight = np.array([symbol.heat for symbol in line.symbols])
    slope, level = np.polyfit(x, y, 1, w=weight)
    pitch = float(np.median(np.diff(x)))
    ends = np.abs(level + slope * x[[0, -1]] - (HEIGHT / 2 - 0.5))
    if ends.max() < _OFF_ROWS and abs(pitch / PITCH - 1) < _OFF_PITCH:
        return None
    scale = pitch / PITCH
    x0 = (x[0] + x[-1]) / 2 - scale * line.cut.width / 2
    return line.cut.moved(x0=float(x0), x_scale=scale, slope=float(slope), y0=float(level))


def _chosen(lines: list[LineRead]) -> tuple[LineRead, ...]:
    """Leave out the lines that are none: unsure, or one with another seen twice."""
    kept = [line for line in lines if line.sureness >= _LEAST_HEAT]
    return tuple(kept) if len(kept) > 1 else ()
