"""Reads the lines of one band: cut, ask the network where the characters are, cut again where the cut was off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.mrz.engines.lines import FEWEST, SPACING_2, SPACING_3
from docforensics.mrz.engines.network.cutting import (
    HEIGHT,
    PITCH,
    Floats,
    LineCut,
    Receding,
    Singles,
    cuts_of,
    measured_cuts,
    normalised,
)
from docforensics.mrz.engines.network.decoding import Symbol, decode, surenesses
from docforensics.mrz.engines.network.model import LineModel
from docforensics.mrz.engines.network.slant import slant_of
from docforensics.page.band.find import MrzBand
from docforensics.page.geometry import Points, median, project

_GOOD_HEAT = 0.75
"""Sureness from which no second cut is tried: a judgement; not fitted."""
_LEAST_HEAT = 0.45
"""Sureness below which it is no line of an MRZ: a judgement; not fitted."""
_LEAST_SHARE = 0.5
"""Mean posterior of the best symbols, of a line of characters; rules and patterns of one pitch have about 0.15."""
_OFF_ROWS, _OFF_PITCH = 2.0, 0.04
"""A cut whose line is farther from the middle, px, or whose pitch is farther from nominal, a share, is made again."""
_OFF_BEND = 1.5
"""The same of a bent line, over the whole cut."""
_PLAIN = 0.9
"""Mean sureness of the characters of a line that is read plainly: no slant is looked for."""
_LEANS = 0.1
"""Columns a row, 6 degrees: the network was trained on as much."""
_GROWS = 0.1
"""A line whose characters are by such a share larger at one end than at the other is cut so that they are alike."""
_LONGEST_REACH = 30.0
"""Cells from the middle of the line within which its cut may end: half of the longest and its margins."""
_FARTHEST = 2 * _LONGEST_REACH
"""Cells from the middle beyond which the ends of a cut show that the growth was measured wrongly: it would be cut without end. A judgement; not fitted."""
_NEAR_END, _RUN_ON = 1.25 * PITCH, 8 * PITCH
"""A line whose characters reach so near to an end of the cut is cut so much longer on both sides."""
_BENT = 0.9
"""A line whose characters lie by as many cut pixels off a straight line is bent, as on a page held in the hand."""
_AS_MUCH = 0.96
"""A second cut, which is the straighter one, is kept when as large a share of the first's is read in it; how sure a
centre is varies by so much with where it falls between two columns."""
_MOST_CUTS = 3
"""Times that a line is cut anew along what was read: no more is gained. A judgement."""
_SQUARE = 1.16
"""Ratio of a cell's sides that a tilted capture explains; beyond, the line is cut anew. A judgement."""
_THREE_LINES = 2.1
"""Lines that stand closer than this many cells may be two of three: a third is looked for."""
_SHORT = 33
"""Lines of at most so many characters may be two of three as well: renderings set ID-1 cards with any spacing."""
_FAINT_END, _FAINT_ALONE = 0.4, 0.75
"""A mark at a line's end is a frame or a page edge, not a character, when its sureness is below this share of the
line's median; the second where no other line reaches as far."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LineRead:
    """One line: where it was cut and what was seen in it; what follows from that is reckoned once."""

    cut: LineCut
    symbols: tuple[Symbol, ...]
    shown: Singles | None = None
    """(32, W) what the network was shown of the cut; None where characters were added or left out since."""

    @cached_property
    def surenesses(self) -> Floats:
        """(n,) how sure it is that each symbol is a character, and which."""
        return surenesses(self.symbols)

    @cached_property
    def sureness(self) -> float:
        """Mean heat of the characters, 0 for a line with few or with marks that look like no symbol above others."""
        if len(self.symbols) < FEWEST:
            return 0.0
        heat = float(np.mean([symbol.heat for symbol in self.symbols]))
        share = float(self.surenesses.mean()) / max(heat, 1e-9)
        return heat if share >= _LEAST_SHARE else 0.0

    @property
    def information(self) -> float:
        """How much is read: more characters, or surer ones."""
        return float(self.surenesses.sum())

    @cached_property
    def pitch(self) -> float:
        """Median step from character to character, cut pixels."""
        return median(np.diff([symbol.x for symbol in self.symbols]))

    @property
    def direction(self) -> Points:
        """(2,) from the first character to the last, capture pixels."""
        first, last = self.symbols[0], self.symbols[-1]
        ends = self.cut.placed([(first.x, first.y), (last.x, last.y)])
        return np.asarray(ends[1] - ends[0], np.float64)

    @property
    def width_over_height(self) -> float:
        """Of the cells in the capture, when a cell is taken to be as high as the cut supposed."""
        middle = self.symbols[len(self.symbols) // 2]
        at, right, below = project(
            self.cut.to_image,
            [(middle.x, middle.y), (middle.x + self.pitch, middle.y), (middle.x, middle.y + PITCH)],
        )
        return float(np.linalg.norm(right - at) / np.linalg.norm(below - at))


def read_band(model: LineModel, grey: Pixels, band: MrzBand) -> tuple[LineRead, ...]:
    """Read the lines of a band, top to bottom, under the layout that the network is surest of; empty for no MRZ."""
    best: tuple[LineRead, ...] = ()
    for cuts in _layouts(band):
        seen = _read(model, grey, cuts)
        if max(len(line.symbols) for line in seen) < FEWEST // 2:
            break  # no other layout shows characters where this one shows none
        lines = _chosen(_as_neighbours(model, grey, _refined(model, grey, _upright(model, grey, seen))))
        lines = without_marks(_with_third(model, grey, lines))
        if sureness(lines) * len(lines) > sureness(best) * len(best):
            best = lines
        if (
            sureness(best) >= _GOOD_HEAT
            and len(best) >= band.n_lines
            and all(1 / _SQUARE < line.width_over_height < _SQUARE for line in best)
        ):
            break  # cells as high as wide in the capture: else the lines stand closer or wider than supposed
    return best


def sureness(lines: Sequence[LineRead]) -> float:
    """Of the least sure line, 0 for none."""
    return min((line.sureness for line in lines), default=0.0)


def _layouts(band: MrzBand) -> Iterator[tuple[LineCut, ...]]:
    """The ways the lines may stand in the band, likeliest first."""
    if measured := measured_cuts(band):
        yield measured
    three = ((SPACING_3, 3), (SPACING_2, 3), (SPACING_2, 2))
    for spacing, n_lines in three if band.n_lines == 3 else ((SPACING_2, 2), (SPACING_3, 2)):
        yield cuts_of(band, spacing=spacing, n_lines=n_lines)


def _read(model: LineModel, grey: Pixels, cuts: Sequence[LineCut]) -> list[LineRead]:
    """Read cuts together, all as wide as the widest."""
    width = max(cut.width for cut in cuts)
    cuts = [cut.widened(width) for cut in cuts]
    lines = np.stack([normalised(cut.pixels(grey)) for cut in cuts])
    columns = model.columns(lines)
    return [
        LineRead(cut=cut, symbols=decode(answer), shown=shown)
        for cut, answer, shown in zip(cuts, columns, lines, strict=True)
    ]


def _upright(model: LineModel, grey: Pixels, lines: list[LineRead]) -> list[LineRead]:
    """Cut lines that are not read plainly again as their characters lean, and keep those cuts in which more is read."""
    known = [line for line in lines if len(line.symbols) >= FEWEST // 2]
    if all(line.information >= _PLAIN * len(line.symbols) for line in known):
        return lines
    pixels = [normalised(line.cut.pixels(grey)) if line.shown is None else line.shown for line in known]
    slant = slant_of(pixels, [(line.symbols[0].x, line.symbols[-1].x) for line in known])
    if abs(slant) < _LEANS:
        return lines
    again = _read(model, grey, [line.cut.leaning(slant) for line in lines])
    told, before = (sum(line.information for line in read) for read in (again, lines))
    return again if told > before else lines


def _refined(model: LineModel, grey: Pixels, lines: list[LineRead]) -> list[LineRead]:
    """Cut those again that lie off the middle, off the pitch or run on, and keep in which more is read.

    Bent lines and those that ran on are looked at more than once.
    """
    for _ in range(_MOST_CUTS):
        again = {i: cut for i, line in enumerate(lines) if (cut := _better_cut(line)) is not None}
        if not again:
            break
        more = False
        for i, line in zip(again, _read(model, grey, tuple(again.values())), strict=True):
            if line.information >= _AS_MUCH * lines[i].information:
                more |= line.cut.curve != 0 or _runs_on(lines[i]) or _receding(lines[i]) is not None
                lines[i] = line
        if not more:
            break
    return lines


def _as_neighbours(model: LineModel, grey: Pixels, lines: list[LineRead]) -> list[LineRead]:
    """Cut lines that are read worse than the best one as that one is cut, and keep in which more is read.

    All lines of a zone lie on one page: what it is tilted by, one line tells as well as another.
    """
    best = max(lines, key=lambda line: line.information)
    middle = HEIGHT / 2 - 0.5
    worse = [
        i
        for i, line in enumerate(lines)
        if len(line.symbols) >= FEWEST // 2
        and (len(line.symbols) < len(best.symbols) or line.information < _PLAIN * best.information)
    ]
    if not worse:
        return lines
    offsets = [_centre_in(best.cut, lines[i])[1] - middle for i in worse]
    cuts = [best.cut.moved(x_scale=1, slope=0, y0=middle + offset) for offset in offsets]
    again = dict(zip(worse, _refined(model, grey, _read(model, grey, cuts)), strict=True))
    return [max(line, again.get(i, line), key=lambda read: read.information) for i, line in enumerate(lines)]


def _better_cut(line: LineRead) -> LineCut | None:
    """The cut that the characters found ask for; None when this one is good or too few were found."""
    if len(line.symbols) < FEWEST // 2:
        return None
    slope, level, curve = _middle_row(line)
    if curve == 0 and (receding := _receding(line)) is not None:
        cut = line.cut.receding(receding, slope=slope, level=level)
        return cut.widened(cut.width + 2 * _RUN_ON) if _runs_on(line) else cut
    pitch, centre = line.pitch, (line.cut.width - 1) / 2
    reach = np.array([line.symbols[0].x, line.symbols[-1].x] if curve == 0 else [0.0, 2 * centre])
    rows = level + slope * reach + curve * np.square(reach - centre)
    most = _OFF_ROWS if curve == 0 else _OFF_BEND
    is_level = np.abs(rows - (HEIGHT / 2 - 0.5)).max() < most and abs(pitch / PITCH - 1) < _OFF_PITCH
    if is_level and not _runs_on(line):
        return None
    cut = line.cut if is_level else line.cut.moved(x_scale=pitch / PITCH, slope=slope, y0=level, curve=curve)
    return cut.widened(cut.width + 2 * _RUN_ON) if _runs_on(line) else cut


def _receding(line: LineRead) -> Receding | None:
    """How the characters grow along a straight line; None where they grow no more than a cut that is level shows."""
    if line.cut.curve != 0:
        return None
    x = np.array([symbol.x for symbol in line.symbols])
    receding = Receding.through(x, np.array([symbol.heat for symbol in line.symbols]))
    reach = (len(x) - 1) / 2
    growth, beyond = receding.growth(reach), receding.growth(_LONGEST_REACH)
    is_possible = min(beyond, growth) > 0 and receding.ends_within(line.cut.width, _FARTHEST)
    return receding if is_possible and max(growth, 1 / growth) > 1 + _GROWS else None


def _runs_on(line: LineRead) -> bool:
    """Whether characters stand so near to an end of the cut that there may be more beyond."""
    return line.symbols[0].x < _NEAR_END or line.symbols[-1].x > line.cut.width - 1 - _NEAR_END


def _middle_row(line: LineRead) -> tuple[float, float, float]:
    """Slope, level and curve of the row that the characters stand on; a curve only where it is plainly one."""
    x = np.array([symbol.x for symbol in line.symbols])
    y = np.array([symbol.y for symbol in line.symbols])
    weight = np.array([symbol.heat for symbol in line.symbols])
    centre = (line.cut.width - 1) / 2
    curve, slope, level = np.polyfit(x - centre, y, 2, w=weight)
    if abs(curve) * (np.ptp(x) / 2) ** 2 < _BENT:
        curve, (slope, level) = 0.0, np.polyfit(x - centre, y, 1, w=weight)
    return float(slope), float(level - slope * centre), float(curve)


def _chosen(lines: Sequence[LineRead]) -> tuple[LineRead, ...]:
    """Leave out the lines that are none; a zone has two at least."""
    kept = [line for line in lines if line.sureness >= _LEAST_HEAT]
    return tuple(kept) if len(kept) > 1 else ()


def _with_third(model: LineModel, grey: Pixels, lines: tuple[LineRead, ...]) -> tuple[LineRead, ...]:
    """Look above and below two lines that stand as close as three do, or are as short."""
    if len(lines) != 2:
        return lines
    first, second = lines
    spacing = _centre_in(first.cut, second)[1] - _centre_in(first.cut, first)[1]
    short = max(len(first.symbols), len(second.symbols)) <= _SHORT
    if spacing <= PITCH or (spacing >= _THREE_LINES * PITCH and not short):
        return lines
    middle = HEIGHT / 2 - 0.5
    above = first.cut.moved(x_scale=1, slope=0, y0=middle - spacing)
    below = second.cut.moved(x_scale=1, slope=0, y0=middle + spacing)
    over, under = _refined(model, grey, _refined(model, grey, _read(model, grey, (above, below))))
    if max(over.sureness, under.sureness) < _LEAST_HEAT:
        return lines
    return (over, *lines) if over.sureness > under.sureness else (*lines, under)


def _centre_in(cut: LineCut, line: LineRead) -> Points:
    """Where the middle of a line lies in the pixels of a cut."""
    symbol = line.symbols[len(line.symbols) // 2]
    back = np.asarray(np.linalg.inv(cut.to_image), np.float64)
    x, y = project(back, line.cut.placed([(symbol.x, symbol.y)]))[0]
    return np.array([x, y - cut.curve * (x - cut.centre) ** 2])


def without_marks(lines: tuple[LineRead, ...]) -> tuple[LineRead, ...]:
    """Take marks that are no characters from the ends of the lines: faint ones, less faint where a line reaches alone."""
    kept = [_without_faint_ends(line, _FAINT_END) for line in lines]
    kept = [line for line in kept if len(line.symbols) >= FEWEST]
    for i, line in enumerate(kept):
        others = [other for j, other in enumerate(kept) if j != i]
        reach = [
            project(
                np.linalg.inv(line.cut.to_image) @ other.cut.to_image, [(s.x, s.y) for s in other.symbols]
            )[[0, -1], 0]
            for other in others
        ]
        if reach:
            left, right = min(r[0] for r in reach) - PITCH / 2, max(r[1] for r in reach) + PITCH / 2
            kept[i] = _without_faint_ends(line, _FAINT_ALONE, left=left, right=right)
    return _chosen(kept)


def _without_faint_ends(
    line: LineRead, share: float, *, left: float = np.inf, right: float = -np.inf
) -> LineRead:
    """Drop characters from the ends that are left of `left` or right of `right` and less sure than a share of the median."""
    sure = line.surenesses
    least = share * median(sure)
    first, stop = 0, len(sure)
    while first < stop and sure[first] < least and line.symbols[first].x < left:
        first += 1
    while first < stop and sure[stop - 1] < least and line.symbols[stop - 1].x > right:
        stop -= 1
    return line if stop - first == len(sure) else LineRead(cut=line.cut, symbols=line.symbols[first:stop])
