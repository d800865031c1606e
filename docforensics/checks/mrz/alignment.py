"""Where the characters of the machine readable zone stand: pitch against line spacing, slant, place on the page.

The pitch is 2.54 mm and the lines are 6.35 mm (cards of three lines: 4.23 mm) apart by the standard: their ratio, 0.400 or 0.600,
needs no scale, but a page of true shape. Only a template gives that, and slant (at most 3 degrees), the left edge and the height of the lines
are measured on it too, with the tolerances of Doc 9303. Where the template knows the pitch and the size of characters that its own captures show, to which one printer
keeps far better than a standard asks, both are compared with them.

Without a template nothing is measured. A frame that was laid out by the MRZ itself would hide what is asked, one from the edges is not true enough, and
a file that is stated to be a scan may have been scaled in one direction, or its printer may not keep the ratio: of 100 published zones that were stated to
be scans 51 departed by more than the tolerance, half of those by 5 % or more (JPEG 85, 27 November 2026).

Cannot see: a zone that is wrong by less than the tolerance; anything without a template; against the captures of a template, the pitch of a page that is bent.

Sources: Doc 9303-3 sections 2 to 4, Parts 4 to 7; BSI TR-03135 MrzAlignment; standards.md 1.9.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from math import nan
from statistics import fmean

import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.mrz._size import size_of
from docforensics.checks.mrz._zone import read_zone
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.spec import Beside, CheckSpec, kept_name
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Print, around, read_print
from docforensics.document import Document, Side
from docforensics.formats.layout import Span
from docforensics.formats.table import FORMATS, PITCH_MM, MrzPlace
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import Points
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.expected import rarely_exceeded

_ID = "mrz.alignment"
"""As templates name this check."""
SPEC = CheckSpec(
    title="Alignment of the machine readable zone",
    unit="largest departure in tolerances",
    verifies=frozenset({ClaimId.MRZ_PRINT}),
    tr03135="MrzAlignment",
    needs_mrz=True,
    min_px_per_mm=5.0,
    adverse="The machine readable zone departs from its format by {kind}: {said}.",
    favourable="The machine readable zone is aligned as its format requires: pitch to line spacing {ratio:.3f}.",
    advice="Measure the zone: 10 characters an inch, and lines 6.35 mm apart (4.23 mm on cards of three lines).",
    beside=Beside.NOTHING,
    facts={"ratio": float, "skew": float, "pitch": float, "size": float, "kind": str, "said": str},
    kept_facts=("pitch", "size"),
)

RATIO_TOLERANCE = 0.02
"""Of the ratio of pitch to line spacing: the error of a capture on its template is a third of that."""
SKEW_TOLERANCE = 3.0
"""Degrees, of the lines against the page's edge, of which the frame's error is a part. A judgement; not fitted."""
PLACE_TOLERANCE_MM = 1.5
"""Doc 9303 allows 1.0; half as much again for the frame."""
PITCH_TOLERANCE = 0.006
"""Of the pitch, against what the captures of the template show. On genuine captures of six random designs (seen; 36 of templates, 24 a channel) .0014 or less on five, .0037 at most on the one whose captures
themselves spread by .001; zones set at 2.51 mm .0115 or more."""
SIZE_TOLERANCE = 0.03
"""The same of the size of characters: .01, .022 at most on genuine captures of four random designs (seen), .05 or more where a zone was set 7 % smaller."""
_MOST_BENT = 0.006
"""Share by which the pitch of the two halves of a line may differ: beyond it the page is bent. A judgement: the pitch's own tolerance."""
_MOST_HIDDEN = 0.2
"""Share of a line's characters that may be hidden: stray places weigh little in the fit. A judgement; not fitted."""
_NO_FRAME = undetermined(
    "no template gives the shape of the page; the zone cannot be measured",
    "a reference template of this document model",
    why=Why.NO_TEMPLATE,
)
_FEW = undetermined(
    "the template was learned from one or two captures, which do not give the true shape of the page; the zone cannot be measured",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
_FEWEST_CAPTURES = 3
"""A template has the shape of its captures: on one that was learned from one published page the ratio of another page of its model, 0.405 by itself,
was 0.385. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A zone, measured."""

    ratio: float
    """Pitch over line spacing."""
    pitch: float
    """Millimetres."""
    skew: float
    """Degrees to the horizontal."""
    left: float
    """From the left edge to the left edge of the first cell, millimetres."""
    centres: tuple[float, ...]
    """Of the lines, from the top, millimetres."""
    bent: float
    """Share by which the pitch of one half of a line differs from that of the other, the most of all lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrint:
    """What the captures of a template show of their own zones: millimetres, or a share of size 1."""

    usual: float
    rare: float
    """That one further capture in a hundred exceeds."""

    def beyond(self, value: float, tolerance: float) -> float:
        """How far a value departs from what is usual, in tolerances: a share of it, or what one capture in a hundred departs by."""
        return abs(value - self.usual) / max(tolerance * self.usual, self.rare - self.usual)


def measure(document: Document) -> Outcome:
    """Measure the largest departure of the zone from its format, in tolerances."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    if not seen.is_whole:
        return UNEVEN
    side = document.sides[seen.side]
    if side.page.basis is not ScaleBasis.TEMPLATE:
        return _NO_FRAME
    if side.match is not None and side.match.template.n_captures < _FEWEST_CAPTURES:
        return _FEW
    unseen = next(
        (seen.hidden(Span(line=line, start=0, stop=seen.layout.length)) for line in _hidden_lines(seen)), None
    )
    if unseen is not None:
        return unseen
    layout = lay_out(framed(side, seen))
    zone = read_zone(document)
    size = size_of(zone) if zone is not None else None
    found = (*departures(layout, FORMATS[seen.mrz.format].place), *own_departures(layout, size, side))
    kind, said, value = max(found, key=lambda item: item[2])
    return Measured(
        value=value,
        regions=(_region(seen),) if value > 1 else (),
        facts={
            "ratio": layout.ratio,
            "skew": layout.skew,
            "pitch": layout.pitch,
            "size": nan if size is None else size,
            "kind": kind,
            "said": said,
        },
    )


def _hidden_lines(seen: Print) -> list[int]:
    """Lines of which too few characters could be seen to lay them out."""
    hidden = Counter(row for row, _ in seen.blind)
    return [row for row, count in hidden.items() if count > _MOST_HIDDEN * seen.layout.length]


def framed(side: Side, seen: Print) -> tuple[Points, ...]:
    """The middles of the characters by line, in the template's millimetres."""
    points = (np.array([item.corners.mean(axis=0) for item in line]) for line in seen.reading.characters)
    return tuple(side.page.to_mm(line) for line in points)


def lay_out(lines: tuple[Points, ...]) -> Layout:
    """Fit straight lines of even pitch to the characters and measure them."""
    fits = [_even(line) for line in lines]
    along = np.mean([step for _, step in fits], axis=0)
    pitch = float(np.hypot(*along))
    across = np.array([-along[1], along[0]]) / pitch
    middles = [start + step * (len(line) - 1) / 2 for (start, step), line in zip(fits, lines, strict=True)]
    spacing = float((middles[-1] - middles[0]) @ across) / (len(lines) - 1)
    return Layout(
        ratio=pitch / max(abs(spacing), 1e-9),
        pitch=pitch,
        skew=float(np.degrees(np.arctan2(along[1], along[0]))),
        left=float(np.mean([start[0] for start, _ in fits])) - pitch / 2,
        centres=tuple(float(middle[1]) for middle in middles),
        bent=max(_bent(line) for line in lines),
    )


def _bent(line: Points) -> float:
    half = len(line) // 2
    first, second = (float(np.hypot(*_even(part)[1])) for part in (line[:half], line[-half:]))
    return abs(first / second - 1)


def _even(line: Points) -> tuple[Points, Points]:
    """Start and step (2,) of the even line through the characters, stray ones weighed down once."""
    index = np.arange(len(line))
    design = np.column_stack([np.ones_like(index), index]).astype(float)
    weights = np.ones(len(line))
    for _ in range(3):
        root = np.sqrt(weights)[:, None]
        fit, *_ = np.linalg.lstsq(design * root, line * root, rcond=None)
        off = np.linalg.norm(line - design @ fit, axis=1)
        weights = 1 / (1 + (off / max(median_of(off), 1e-6)) ** 2)
    return fit[0], fit[1]


Departure = tuple[str, str, float]
"""Its name, what was measured, and how much that is, in tolerances."""


def departures(layout: Layout, place: MrzPlace) -> tuple[Departure, ...]:
    """Give the departures of a zone from its format."""
    spacing = (place.centres[0] - place.centres[-1]) / (len(place.centres) - 1)
    nominal = PITCH_MM / spacing
    height = place.size.millimetres[1]
    off = np.mean(
        [centre - (height - wanted) for centre, wanted in zip(layout.centres, place.centres, strict=True)]
    )
    return (
        (
            "its pitch",
            f"pitch to line spacing {layout.ratio:.3f}, {nominal:.3f} is asked",
            abs(layout.ratio / nominal - 1) / RATIO_TOLERANCE,
        ),
        ("its slant", f"{layout.skew:.1f} degrees", abs(layout.skew) / SKEW_TOLERANCE),
        (
            "its left edge",
            f"{layout.left:.1f} mm from the page's edge",
            abs(layout.left - place.left) / PLACE_TOLERANCE_MM,
        ),
        ("its height", f"{abs(off):.1f} mm off", abs(float(off)) / PLACE_TOLERANCE_MM),
    )


def own_departures(layout: Layout, size: float | None, side: Side) -> Iterator[Departure]:
    """Give the departures of a zone from what the captures of the template of its side show."""
    pitch, characters = _own(side, "pitch"), _own(side, "size")
    if pitch is not None and layout.bent <= _MOST_BENT:
        said = f"{layout.pitch:.2f} mm a character, {pitch.usual:.2f} on genuine documents of the model"
        yield "its pitch", said, pitch.beyond(layout.pitch, PITCH_TOLERANCE)
    if characters is not None and size is not None:
        said = f"{size:.2f} of size 1, {characters.usual:.2f} on genuine documents of the model"
        yield "the size of its characters", said, characters.beyond(size, SIZE_TOLERANCE)


def _own(side: Side, fact: str) -> OwnPrint | None:
    values = side.match.template.own_values(kept_name(_ID, fact)) if side.match is not None else ()
    return OwnPrint(usual=fmean(values), rare=rarely_exceeded(values)) if len(values) >= FEWEST else None


def _region(seen: Print) -> Region:
    box = around(seen.document.sides[seen.side].page, chain.from_iterable(seen.reading.characters))
    return Region(side=seen.side, box=box.grown(0.4), label="alignment")
