"""The same print in two lights: which characters of one picture show as themselves on another, and which as something else."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.data._ink import ink
from docforensics.checks.support.mrz_print import CONFUSABLE, boxes_of
from docforensics.document import Side
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import quantiles
from docforensics.shares import ONE_SIDED_95, share_interval
from docforensics.templates.comparison.luminescence import luminescent
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Map, Mask

_PX_PER_MM = 10.0
"""Resolution at which characters are compared: strokes of 0.3 mm take three pixels. A judgement."""
_OFF_MM = 0.3
"""How far two lights may lie apart. A judgement; not fitted."""
_AROUND_MM = 4.0
"""Round the zone, within which what shows of it is looked at: more than half the window of the paper. A judgement; not fitted."""
_HALF_CELL_MM = (1.1, 1.5)
"""Half of what is cut out round the middle of a character of the zone: its pitch is 2.54 mm, its height 2.6 mm."""
LEGIBLE = 0.6
"""Correlation from which a character is recognised: 0.9 and more on the same page of Utopia in any light, 0.55 in the median on another page."""
_CLEARLY = 0.1
"""By which another character has to be more like what is seen. A judgement; not fitted."""
_PLACES = 2
"""Places of a symbol that are compared with another place. A judgement; not fitted."""
_INK = 60.0
"""Grey levels by which a letter of a field is darker than the paper in white light. A judgement; not fitted."""
_LETTER_MM = (1.0, 4.5)
"""Least height and largest side of a letter."""
_LEAST_INK = 0.4
"""Share of the ink that letters of the fields usually show in a light, below which one cannot be seen there. A judgement; not fitted."""
_USUAL = 0.8
"""Share of the letters that show at most the usual ink. A judgement."""
_APART_MM = 0.3
"""Round luminescent print, within which nothing dark can be told. A judgement; not fitted."""
_LEAST_TOLD = 0.6
"""Share of a letter that no luminescence hides. A judgement; not fitted."""
_POSSIBLE = 1.01
"""Correlations above are of places so even that rounding decides."""
_FLAT = 0.5
"""Standard deviation, in grey levels, of a place that shows nothing."""

Span = tuple[slice, slice]
_Faces = list[tuple[Span, Map]]
"""Print of one symbol, and where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What one picture shows of the characters of another."""

    light: Light
    same: int
    """Characters that show as themselves."""
    other: int
    """Characters in whose place something else shows."""
    asked: int
    as_printed: int
    """Characters that are dark in the shape of their own print, as in white light: no relief, and no light print."""
    box: BoxMm
    """Around those in whose place something else shows; around all where there are none."""

    @property
    def share(self) -> float:
        """Share of what was recognised that is something else, 0..1."""
        return self.other / max(self.same + self.other, 1)

    @property
    def least_share(self) -> float:
        """Lower end of the one-sided interval of 95 % of the share, 0..1 (E. B. Wilson, 1927): two letters of eleven, which an uneven ground may hide, are weak evidence."""
        return share_interval(self.other, self.same + self.other, z=ONE_SIDED_95)[0]


def zone_in(side: Side, light: Light) -> Recognised | None:
    """Compare the characters of the zone that a side shows, fillers left out, with its picture in another light; None where there are none.

    A character shows as something else where print of another symbol is clearly more like what is seen there than its own is. What is like neither
    says nothing: ink may be pale, or show as a relief. Nothing dark can be told where print luminesces, or between lines of it: it is left out, and so
    are characters of which it hides much.
    """
    reading = side.mrz_reading
    if reading is None:
        return None
    boxes = [
        pair for line in reading.characters for pair in zip(line, boxes_of(side.page, line), strict=True)
    ]
    top_mm = max(min(box.top for _, box in boxes) - _AROUND_MM, 0.0)
    bottom_mm = max(box.bottom for _, box in boxes) + _AROUND_MM
    white, seen = (_zone_ink(side, one, top_mm, bottom_mm) for one in (Light.VISIBLE, light))
    bare = _bare(side, top_mm, bottom_mm, white) if light is Light.UV else None
    cells = [
        (item.symbol, box, span)
        for item, box in boxes
        if (span := _cell(box, top_mm, white.shape)) is not None
        and not _hidden(side, box, light)
        and (bare is None or float(bare[span].mean()) >= _LEAST_TOLD)
    ]
    faces = (_faces(white, cells), _faces(seen, cells))
    told = []
    as_printed = 0
    for symbol, box, span in cells:
        if symbol != "<":
            place = _reached(seen, span, _PX_PER_MM)
            like = partial(_likeness, place=place, told=None if bare is None else bare[span])
            printed = like(white[span])
            as_printed += printed >= LEGIBLE
            told.append((box, _told(symbol, span, like, printed, faces)))
    return _recognised(light, told, as_printed)


def _zone_ink(side: Side, light: Light, top_mm: float, bottom_mm: float) -> Map:
    """The ink of the zone in one light, at `_PX_PER_MM`, between two heights of the page."""
    page = side.page

    def made() -> Map:
        rows = slice(*(max(round(y * page.px_per_mm), 0) for y in (top_mm, bottom_mm)))
        return ink(_sized(_in_grey(page.pixels[light][rows]), page.px_per_mm), _PX_PER_MM)

    return side.kept.once((zone_in, light), made)


def _bare(side: Side, top_mm: float, bottom_mm: float, white: Map) -> Map:
    """(H, W): 1 where nothing luminesces under UV, at `_PX_PER_MM`, between two heights of the page.

    What is bright at the ink alone, and no longer than a letter, is how that light shows it: as a relief, or as light print.
    """
    page = side.page

    def made() -> Map:
        rows = slice(*(max(round(y * page.px_per_mm), 0) for y in (top_mm, bottom_mm)))
        pixels = page.pixels[Light.UV][rows]
        scale = REFERENCE_PX_PER_MM / page.px_per_mm
        size = (max(round(pixels.shape[1] * scale), 4), max(round(pixels.shape[0] * scale), 4))
        bright = luminescent(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8))
        shape = (white.shape[1], white.shape[0])
        whole = cv2.resize(bright.astype(np.uint8), shape, interpolation=cv2.INTER_NEAREST)
        _, pieces, facts, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
        is_short = facts[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= _LETTER_MM[1] * _PX_PER_MM
        at_ink = cv2.dilate((white > _INK).astype(np.uint8), _disc(_OFF_MM)) > 0
        whole[is_short[pieces] & at_ink] = 0
        return np.asarray(cv2.dilate(whole, _disc(_APART_MM)) == 0, np.float32)

    return side.kept.once((_bare, top_mm, bottom_mm), made)


def _disc(radius_mm: float) -> Pixels:
    side = 2 * round(radius_mm * _PX_PER_MM) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _faces(ink_there: Map, cells: Sequence[tuple[str, BoxMm, Span]]) -> dict[str, _Faces]:
    """Print of each symbol, at most a few places of it."""
    found: dict[str, _Faces] = defaultdict(list)
    for symbol, _, span in cells:
        if len(found[symbol]) < _PLACES:
            found[symbol].append((span, ink_there[span]))
    return found


def _told(
    symbol: str,
    span: Span,
    like: Callable[[Map], float],
    printed: float,
    faces: tuple[dict[str, _Faces], dict[str, _Faces]],
) -> bool | None:
    """Whether a character shows as itself, as another (False), or cannot be told; `like` tells how like its place a piece of print is.

    It is compared with print of the white picture, and with what the other picture shows elsewhere: for a light may show all print alike, and in
    its own way. Where its symbol stands nowhere else, nothing shows how that light shows it, and print of the white picture has to do.
    """
    if printed > 1 - _CLEARLY:
        return True
    white, there = faces
    twins = [twin for where, twin in there[symbol] if where != span]
    own = max(printed, *map(like, twins), -1.0)
    if own > 1 - _CLEARLY:
        return True
    rival = max(
        (
            like(one)
            for kept in ((white, there) if twins else (white,))
            for other, given in kept.items()
            if not _alike(symbol, other)
            for _, one in given
        ),
        default=0.0,
    )
    if rival > max(own + _CLEARLY, LEGIBLE):
        return False
    return True if own >= LEGIBLE and own >= rival else None


def _alike(symbol: str, other: str) -> bool:
    return symbol == other or symbol + other in CONFUSABLE or other + symbol in CONFUSABLE


def fields_in(side: Side, light: Light) -> Recognised | None:
    """Compare the letters of the fields that a side's template names with the picture in another light; None where there are none.

    A letter shows as something else where the place bears as much ink as letters usually do in that light and is not like it.
    What luminesces hides ink: it is left out, and letters of which it hides much are not asked.
    """
    match = side.match
    if match is None or light not in match.pages:
        return None
    bright = _bright(match.pages[light]) if light is Light.UV else None
    white, seen = (
        side.kept.once((fields_in, one), partial(ink, match.pages[one], REFERENCE_PX_PER_MM, beside))
        for one, beside in ((Light.VISIBLE, None), (light, bright))
    )
    told = np.ones(white.shape, np.bool_) if bright is None else ~bright
    letters = [
        (feature.box, span)
        for feature in match.template.of_kind(FeatureKind.PERSONAL_DATA)
        if feature.variable and not _hidden(side, feature.box, light)
        for span in _letters(white, feature.box)
        if float(told[span].mean()) >= _LEAST_TOLD
    ]
    places = [_reached(seen, span, REFERENCE_PX_PER_MM) for _, span in letters]
    shown = [quantiles(place, (0.98,))[0] for place in places]
    usual = _LEAST_INK * float(np.quantile(shown, _USUAL)) if shown else 0.0
    found: list[tuple[BoxMm, bool | None]] = []
    for (box, span), place, depth in zip(letters, places, shown, strict=True):
        same = _likeness(white[span], place, told[span].astype(np.float32)) >= LEGIBLE
        found.append((box, same if depth >= usual else None))
    return _recognised(light, found, sum(bool(same) for _, same in found))


def _recognised(
    light: Light, told: Sequence[tuple[BoxMm, bool | None]], as_printed: int
) -> Recognised | None:
    if not told:
        return None
    places: dict[bool | None, list[BoxMm]] = defaultdict(list)
    for box, verdict in told:
        places[verdict].append(box)
    boxes = places[False] or [box for box, _ in told]
    return Recognised(
        light=light,
        same=len(places[True]),
        other=len(places[False]),
        asked=len(told),
        as_printed=as_printed,
        box=BoxMm.around(np.concatenate([box.corners for box in boxes])),
    )


def _in_grey(pixels: Pixels) -> Pixels:
    """The mean over the colours, in whole grey levels: one plane is to be brought to another size, not three."""
    if pixels.ndim == 2:
        return pixels
    weights = np.full((1, pixels.shape[2]), 1 / pixels.shape[2], np.float32)
    return np.asarray(cv2.transform(pixels, weights), np.uint8)


def _sized(pixels: Pixels, px_per_mm: float) -> Pixels:
    scale = _PX_PER_MM / px_per_mm
    size = (max(round(pixels.shape[1] * scale), 4), max(round(pixels.shape[0] * scale), 4))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=how), dtype=np.uint8)


def _hidden(side: Side, box: BoxMm, light: Light) -> bool:
    return any(side.page.visibility.unseen(box, one) is not None for one in (Light.VISIBLE, light))


def _cell(box: BoxMm, top_mm: float, shape: tuple[int, ...]) -> Span | None:
    """What is cut out round the middle of a character, of a picture that begins at `top_mm`; None where it reaches over the edge."""
    across, down = box.centre[0] * _PX_PER_MM, (box.centre[1] - top_mm) * _PX_PER_MM
    half_width, half_height = (half * _PX_PER_MM for half in _HALF_CELL_MM)
    off = _OFF_MM * _PX_PER_MM
    left, right = round(across - half_width), round(across + half_width) + 1
    top, bottom = round(down - half_height), round(down + half_height) + 1
    if min(left, top) < off or right + off > shape[1] or bottom + off > shape[0]:
        return None
    return slice(top, bottom), slice(left, right)


def _reached(seen: Map, span: Span, px_per_mm: float) -> Map:
    """The place of a span, and as far around it as two lights may lie apart."""
    off = round(_OFF_MM * px_per_mm)
    rows, columns = span
    return seen[rows.start - off : rows.stop + off, columns.start - off : columns.stop + off]


def _likeness(one: Map, place: Map, told: Map | None = None) -> float:
    """Best correlation of a piece of print with a place, -1..1, where `told` is 1; 0 where either shows nothing."""
    if min(float(cv2.meanStdDev(shown)[1][0, 0]) for shown in (one, place)) < _FLAT:
        return 0.0
    if told is None or bool(told.all()):
        found = cv2.matchTemplate(place, one, cv2.TM_CCOEFF_NORMED)
    else:
        found = cv2.matchTemplate(place, one, cv2.TM_CCOEFF_NORMED, mask=told)
    return float(found.max(initial=-1.0, where=np.isfinite(found) & (np.abs(found) < _POSSIBLE)))


def _letters(white: Map, box: BoxMm) -> list[Span]:
    """Pieces of ink in a field that are as large as letters, with a margin."""
    within = box.to_px(REFERENCE_PX_PER_MM)
    left, top = max(within.left, 0), max(within.top, 0)
    field = white[top : within.bottom, left : within.right]
    if not field.size:
        return []
    count, _, facts, _ = cv2.connectedComponentsWithStats((field > _INK).astype(np.uint8))
    least, most = (side * REFERENCE_PX_PER_MM for side in _LETTER_MM)
    margin = round(_OFF_MM * REFERENCE_PX_PER_MM)
    found = []
    for x, y, width, height, _ in facts[1:count]:
        if least <= height <= most and width <= most:
            rows = slice(top + y - margin, top + y + height + margin)
            columns = slice(left + x - margin, left + x + width + margin)
            if min(rows.start, columns.start) >= margin and _ends_within(rows, columns, margin, white.shape):
                found.append((rows, columns))
    return found


def _ends_within(rows: slice, columns: slice, margin: int, shape: tuple[int, ...]) -> bool:
    return bool(rows.stop + margin <= shape[0] and columns.stop + margin <= shape[1])


def _bright(page: Pixels) -> Mask:
    """Where a page luminesces, and beside it."""
    return grown(luminescent(page), _APART_MM)
