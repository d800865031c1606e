"""Where machine readable zones lie in an image, at any angle: bands of evenly pitched, equally tall lines."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Self

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.page.band.beside import around_page
from docforensics.page.band.fillers import count_fillers
from docforensics.page.band.rows import (
    BandRow,
    Strip,
    all_rows,
    cut_strip,
    evened_strip,
    find_rows,
    is_pale_in_part,
    own_aspect,
)
from docforensics.page.band.seeds import (
    LINE_CELLS,
    Copies,
    Seed,
    copies_of,
    find_seeds,
    glance,
    halved,
    lines_by_length,
)
from docforensics.page.band.zone import RowsOutline, choose_rows, recut_strip
from docforensics.page.geometry import Points

_LOOKS_PX = (1200, 2400)
"""Long side of the copy searched; the second look, for tiny zones in large images, only when the first finds nothing."""
_ALIKE = 0.67
"""A copy at this scale shows what the image itself shows."""
_GLANCED = 4
"""Seeds tried in the first, quick look: where one zone is wanted, it is nearly always among them. A judgement; not fitted."""
_SEEDS = 16
"""Seeds grown at most: bounds the time on a crowded page. A judgement."""
_BLOCKS = 4
"""Large blocks that are tried too where no seed grew: a judgement."""
_ASPECT = 0.15
"""Cells by so much wider or narrower than high, in natural logarithms, are tried as they are, where no others are found. A judgement; not fitted."""
_MOST_PLACES = 3
"""Places on a page that may hold a zone: a passport's and a visa's, and one spare."""
_MIN_SCORE = 0.25
"""Below, an engine reads nothing there: a judgement; not fitted."""
_TELLING = 4
"""So many more fillers one way up than the other tell which way that is; an X looks like one now and then."""
_PLAINLY = 12
"""The same where the first look is to be the only one: a zone in another face has 8 marks more that look like `>`; whole ones of
OCR-B 20 and more fillers."""
_ENOUGH_SCORE = 0.5
"""From here no other scale and no thorough search is tried, and print as long as a zone's is like one: a judgement; not fitted. Of 170 pictures without
a zone and 50 sheets of text none is like one; from 0.3 on the front of a card was."""
SURE_SCORE = 0.9
"""From here a band is hardly anything but a zone."""
_WHOLE_CELLS = 1.0
"""Cells by which a whole zone may seem longer or shorter than its lines: a judgement."""
_COMPARABLE = 0.5
"""Beside a sure zone only lines at least this full in comparison are looked at: a second document, not its text."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MrzBand:
    """One candidate zone, best first when several are returned."""

    corners: Points
    """(4, 2) px: top left, top right, bottom right, bottom left *as the text reads*, tight around the print."""
    n_lines: int
    """2 or 3, as far as the picture tells."""
    score: float
    """Confidence that this is an MRZ, 0..1."""
    cells: float | None = None
    """Characters from the left side to the right, by the pitch of the print; None where it was not measured."""
    middles: tuple[float, ...] = ()
    """Where the middle of each line lies between the upper side (0) and the lower (1); empty where not measured."""
    way_is_told: bool = True
    """Whether its fillers tell which way up it stands; where they do not, it is returned both ways."""

    def __post_init__(self) -> None:
        if self.corners.shape != (4, 2):
            raise UsageError(f"MrzBand.corners: expected (4, 2), got {self.corners.shape}")
        if self.middles and len(self.middles) != self.n_lines:
            raise UsageError(f"MrzBand.middles: expected {self.n_lines}, got {len(self.middles)}")
        self.corners.setflags(write=False)

    @property
    def is_whole(self) -> bool:
        """Whether its lines are as long as those of a zone are."""
        return bool(np.abs(np.array(LINE_CELLS) - (self.cells or 0.0)).min() <= _WHOLE_CELLS)

    @property
    def is_like_a_zone(self) -> bool:
        """Whether its print is that of a zone, in whatever type face: surely so, or likely so and as long."""
        return self.score >= SURE_SCORE or (self.score >= _ENOUGH_SCORE and self.is_whole)

    def turned(self) -> Self:
        """Return the same band read the other way up."""
        middles = tuple(1 - middle for middle in reversed(self.middles))
        return replace(self, corners=np.roll(self.corners, 2, axis=0), middles=middles)


def find_mrz_bands(
    pixels: Pixels, *, limit: int = 3, enough: int | None = None, thorough: bool = True
) -> tuple[MrzBand, ...]:
    """Find the machine readable zones in an image, at any angle, best first.

    A zone whose fillers do not tell which way up it stands is returned both ways.

    Parameters
    ----------
    pixels
        (H, W, 3) RGB or (H, W) grey, uint8.
    limit
        At most this many bands; more than one document may lie in the image.
    enough
        The search ends when so many sure zones are found, `limit` if None; 1 is quickest.
    thorough
        Whether to look also for lines that something runs into (a frame, a shadow), where none is found without.
    """
    if limit < 1:
        raise UsageError(f"find_mrz_bands: expected limit >= 1, got {limit}")
    grey = grey_of(pixels)
    # At more than half of its size, four pixels hold nearly all that falls on one of the copy. To find one zone they do, in a sixth of the time;
    # where an examination measures print by the zone, a few of its values would move.
    fitting = cv2.INTER_LINEAR if enough == 1 else cv2.INTER_AREA
    found: list[MrzBand] = []
    for long_side in _LOOKS_PX:
        copy, scale = _copy(grey, long_side, fitting)
        if min(copy.shape) < 1:
            break
        found += _look(copy, scale, min(limit, enough or limit), thorough=thorough)
        if scale > _ALIKE or any(band.score >= _ENOUGH_SCORE for band in found):
            break
    likely = [band for band in found if band.score >= _MIN_SCORE]
    return tuple(sorted(likely, key=lambda band: -band.score)[:limit])


def grey_of(pixels: Pixels) -> Pixels:
    """The picture in grey (H, W), itself if it is."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _copy(grey: Pixels, long_side: int, fitting: int) -> tuple[Pixels, float]:
    """A copy whose long side is at most so long, and its scale: halved while it can be, which is quick, then fitted (an interpolation of OpenCV)."""
    copy = grey
    while max(copy.shape) >= 2 * long_side and min(copy.shape) >= 2:
        copy = halved(copy)
    zoom = min(1.0, long_side / max(copy.shape))
    if zoom < 1:
        size = tuple(int(side * zoom) for side in copy.shape[::-1])
        if min(size) < 1:
            return np.empty((0, 0), np.uint8), 0.0
        copy = np.asarray(cv2.resize(copy, size, interpolation=fitting), dtype=np.uint8)
    return copy, max(copy.shape) / max(grey.shape)


def _look(copy: Pixels, scale: float, limit: int, *, thorough: bool) -> list[MrzBand]:
    """Bands found on a copy of the image at `scale`, in the image's own pixels."""
    copies = copies_of(copy)
    seen = glance(copies)
    if limit == 1:
        found = _grow(copies, seen[:_GLANCED], limit, find_rows)
        if not any(band.score >= SURE_SCORE for band in found):
            found = _search(copies, limit, thorough=thorough)
    else:
        found = _grow(copies, seen, limit, find_rows, telling=_PLAINLY)
        whole = next((band for band in found if _is_plain(band, found)), None)
        if whole is None:
            found = _search(copies, limit, thorough=thorough)
            # Level side by side the lines of two zones are one to a search of the whole picture as well.
            whole = next((band for band in found if band.score >= SURE_SCORE and band.is_whole), None)
        if whole is not None:
            # Bands that are hardly zones take no other's place.
            found = [band for band in found if band.score >= _MIN_SCORE]
            found += _beside(copy, whole, found)[: max(limit - len(found), 0)]
    return [replace(band, corners=(band.corners + 0.5) / scale - 0.5) for band in found]


def _beside(copy: Pixels, whole: MrzBand, known: Sequence[MrzBand]) -> list[MrzBand]:
    """Zones around the page that a whole one belongs to: one glance at the whole picture sees none that is much smaller."""
    found: list[MrzBand] = []
    for pixels, origin in around_page(copy, whole.corners, whole.cells or 0.0):
        copies = copies_of(pixels)
        for other in _grow(copies, find_seeds(copies)[:_SEEDS], _MOST_PLACES, find_rows):
            moved = replace(other, corners=other.corners + origin)
            across, down = moved.corners.mean(axis=0).tolist()
            if not any(_inside(band.corners, (across, down)) for band in (*known, *found)):
                found.append(moved)
    return found


def _is_plain(band: MrzBand, found: Sequence[MrzBand]) -> bool:
    """Whether a sure zone is as long as a zone is, and told to stand one way up: then one search finds it as well as another."""
    back = band.turned().corners
    is_told = not any(np.array_equal(back, one.corners) for one in found)
    return band.score >= SURE_SCORE and band.is_whole and is_told


def _search(copies: Copies, limit: int, *, thorough: bool) -> list[MrzBand]:
    """Look at all scales; where nothing is found, take the largest things for lines whatever their height, then pale and tilted ones."""
    seeds = find_seeds(copies)
    cut = cache(partial(cut_strip, copies))
    found = _grow(copies, seeds[:_SEEDS], limit, find_rows, cut=cut)
    if thorough and not _is_enough(found):
        largest = sorted(seeds, key=lambda seed: -seed.length * seed.height)[:_BLOCKS]
        lines = [line for seed in largest for line in lines_by_length(seed)]
        found += _grow(copies, lines, limit, all_rows, cut=cut)
        if not _is_enough(found):
            whole = [seed for seed in seeds[:_SEEDS] if seed.is_whole]
            found += _grow(copies, [*whole, *lines], limit, all_rows, cut=partial(_evened, cut))
        if not _is_enough(found):
            found += _grow(
                copies, [*seeds[:_SEEDS], *lines], limit, all_rows, cut=partial(_untilted, copies, cut)
            )
    return found


def _is_enough(found: Sequence[MrzBand]) -> bool:
    return any(band.score >= _ENOUGH_SCORE for band in found)


def _evened(cut: Callable[[Seed], Strip], seed: Seed) -> Strip | None:
    """Make the contrast alike along a strip; None where its row is not paler in part."""
    strip = cut(seed)
    return evened_strip(strip) if is_pale_in_part(strip) else None


def _untilted(copies: Copies, cut: Callable[[Seed], Strip], seed: Seed) -> Strip | None:
    """Cut cells that are wider or narrower than high so that they are not; None where there are none."""
    aspect = own_aspect(cut(seed))
    return None if abs(math.log(aspect)) < _ASPECT else cut_strip(copies, seed, aspect=aspect)


def _grow(
    copies: Copies,
    seeds: Sequence[Seed],
    limit: int,
    rows_of: Callable[[Strip], tuple[BandRow, ...]],
    *,
    cut: Callable[[Seed], Strip | None] | None = None,
    telling: int = _TELLING,
) -> list[MrzBand]:
    """Grow the seeds into bands, each place once, until as many sure places are found as asked for.

    `cut` gives the strip along a seed, None for a seed that is passed over.
    """
    cut = cut or partial(cut_strip, copies)
    found: list[MrzBand] = []
    places: list[Points] = []
    least, sure = 0.0, 0
    for seed in seeds:
        if seed.fullness < least or any(_inside(place, seed.centre) for place in places):
            continue
        strip = cut(seed)
        rows = () if strip is None else choose_rows(rows_of(strip))
        if strip is not None and rows:
            strip, rows, outline = recut_strip(copies, strip, rows)
            places.append(outline.corners)
            found += _bands(rows, strip, outline, telling)
            sure += found[-1].score >= SURE_SCORE
            if sure >= limit or len(places) >= max(limit, _MOST_PLACES):
                break
            least = _COMPARABLE * seed.fullness if found[-1].score >= SURE_SCORE else 0.0
    return found


def _inside(place: Points, point: tuple[float, float]) -> bool:
    return cv2.pointPolygonTest(place.astype(np.float32), point, measureDist=False) >= 0


def _bands(rows: tuple[BandRow, ...], strip: Strip, outline: RowsOutline, telling: int) -> list[MrzBand]:
    """Return the band the right way up, or both ways when its fillers do not tell by so many."""
    upright, reversed_ = count_fillers(rows, strip)
    print_score = _score(rows, max(upright, reversed_))
    told = abs(upright - reversed_) >= telling
    band = MrzBand(
        corners=outline.corners,
        n_lines=len(rows),
        score=print_score,
        cells=outline.cells,
        middles=outline.middles,
        way_is_told=told,
    )
    ways = [(band, upright - reversed_), (band.turned(), reversed_ - upright)]
    return [
        way if told or margin > 0 else replace(way, score=0.9 * print_score)
        for way, margin in ways
        if margin > 0 or not told
    ]


def _score(rows: tuple[BandRow, ...], fillers: int) -> float:
    """Confidence 0..1 from the rhythm of the rows, their length and their fillers."""
    rhythm = float(np.mean([row.rhythm for row in rows]))
    cells = float(np.mean([row.cells for row in rows]))
    length = 1.0 if 27 <= cells <= 47 else 0.5
    evidence = 10 * (rhythm - 0.45) + 0.5 * (min(fillers, 8) - 3)
    return float(length / (1 + np.exp(-evidence)))
