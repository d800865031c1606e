"""Whether the number pierced through the page is that of the machine readable zone.

Every leaf of a booklet bears the same perforated number, made before the page is printed. A page from another booklet, or a
number altered on the page, disagrees with it; neither can be mended without new holes. The reference template states where the
perforation is; its holes are sought in infrared, where background print is absent, then in white light, dark or bright, and up to two
centimetres beyond the ends of that place, which learning names by what differs between few holders. A number that disagrees has to end where it was read: behind
it the picture goes on by one more symbol, or the page ends. The number is that of the zone, whole or its digits alone. What either could be is compared symbol by symbol; of several ways to
read the holes (upside down, another type) the one that agrees best counts. Holes that no known type explains almost without
rest are not read, and are not evidence; but where they spell the number of the zone, symbol by symbol, they show that it agrees.

How it is weighed: one forged document in twenty has a page or a number that is not its booklet's, one genuine in five hundred is
bound or pierced wrongly. Judgements both. Half of those that disagree bear another number altogether, half differ in some symbols.

Cannot see: holes of a type that is not known, holes covered by glare or filled; other leaves, where they are not shown; a perforation that
was drilled anew; holes that are only drawn.

Sources: BSI TR-03135 table 5.41 (personalized perforation, PD); PRADO glossary, laser perforation; standards.md 2.2, 2.7.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.data._perforation.read import AGREEING_MISFIT, MISFIT, DotReading, Perforation
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import SMALLEST, Shares, log10_lr, ratio_of_some, support
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, Print, read_print
from docforensics.checks.support.places import Place
from docforensics.checks.support.unseen import hidden, light_of_page
from docforensics.document import Document, Side
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind

SPEC = CheckSpec(
    title="Perforated number",
    unit="log10 LR",
    verifies=frozenset({ClaimId.PERFORATED_NUMBER}),
    tr03135="VI,AB,PD",
    needs_mrz=True,
    needs_template=True,
    min_px_per_mm=6.0,
    adverse="The perforated number reads {pierced}; the machine readable zone (MRZ) reads {printed}.",
    favourable="The perforated number agrees with the machine readable zone.",
    advice="Read the holes with a light behind the page, and compare them with the printed number and with every other leaf.",
    beside=Beside.SECOND,
    personal_facts=frozenset({"pierced", "printed"}),
    facts={"pierced": str, "printed": str, "type": str},
)

SHARES = Shares(forged=0.05, genuine=0.002)
SLIP = 0.001
"""Probability that a perforation that fits was read wrongly as a whole."""
OTHER_NUMBER = 0.5
"""Share of disagreeing perforations that have nothing to do with the number in the zone."""
_PERFORATION_MARGIN_MM = 1.5
"""By how much a perforation may lie off its place: it is made apart from the print."""
_RIM_MM = 1.0
"""Strip along the page's edges in which no hole is looked for: the edge itself, and the lid behind it, make rows of dark spots. A judgement; not fitted."""
_RUNS_ON_MM = (6.0, 20.0)
"""By how much a number is looked for beyond the ends of its place, where it is not read within: on four random designs (seen) learning named 5 to 16 mm
of numbers of seven or eight digits. With the second most of such a number is reached; the first leaves out print that lies farther off. Judgements; not fitted."""
_CUT = 0.15
"""Of a symbol's width, by which the first or the last may reach over the rim of the page. A judgement; not fitted."""
_MOST_OF = 0.5
"""Share of a perforation's place that another place of data holds to be of the same print. A judgement; not fitted."""
_MOST_HIDDEN = 0.1
"""Share of a perforation that may be hidden: less than a symbol of nine. A judgement; not fitted."""
_NONE = undetermined(
    "the template names no perforated number on the sides seen", expected=False, why=Why.NOT_PRINTED_HERE
)
_NO_NUMBER = undetermined("the machine readable zone holds no document number", why=Why.UNREADABLE)
_UNSEEN = undetermined(
    "the holes of the perforated number were not seen or are of a type that is not known",
    "an image with a light behind the page",
    why=Why.UNREADABLE,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """One way to read a perforation, compared with the zone."""

    side: int
    reading: DotReading
    differing: tuple[bool, ...]
    """By symbol: whether it looks like another one."""
    boxes: tuple[BoxMm, ...]
    ratio: float
    """Support for "another number" over "the same number"."""
    ends: bool = True
    """Whether the picture shows that the number ends where it was read."""
    texts: tuple[str, ...] = ()
    """What all ways to read it say, this one first."""

    @property
    def differs(self) -> bool:
        """Whether it looks like another number."""
        return self.ratio > 1 and any(self.differing)


def measure(document: Document) -> Outcome:
    """Weigh whether the perforation is that of another number, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    span = seen.field("document_number")
    if span is None:
        return UNEVEN
    places = [(index, side, place) for index, side in enumerate(document.sides) for place in _places(side)]
    if not places:
        return _NONE
    unseen = seen.hidden(span)
    if unseen is not None or not seen.mrz.document_number:
        return unseen or _NO_NUMBER
    forms = _forms(seen, seen.of(span))
    sightings = [
        (_place(index, side, one), _best(index, side, one, forms, seen.slip)) for index, side, one in places
    ]
    found = [best for _, best in sightings if best]
    if not found:
        return next((place.hidden for place, _ in sightings if place.hidden), _UNSEEN)
    worst = max(found, key=lambda one: one.ratio)
    return Measured(
        value=log10_lr(worst.ratio, SHARES),
        regions=(*_regions(worst), seen.region(span, "number in the zone")) if worst.differs else (),
        facts={
            "pierced": " or ".join(worst.texts),
            "printed": span.of(seen.mrz.lines).rstrip(FILLER),
            "type": worst.reading.font,
        },
        sightings=tuple(
            place.sighting(
                ClaimId.PERFORATED_NUMBER, is_odd=look is worst, why=None if look else Why.UNREADABLE
            )
            for place, look in sightings
        ),
    )


def _places(side: Side) -> Iterator[Feature]:
    if side.match is not None:
        yield from side.match.template.of_kind(FeatureKind.LASER_PERFORATION)


def _place(index: int, side: Side, perforation: Feature) -> Place:
    unseen = hidden(side.page, [perforation.box], light_of_page(side.page), most=_MOST_HIDDEN)
    return Place(side=index, name=perforation.name, hidden=unseen)


def _forms(seen: Print, printed: Posteriors) -> tuple[Posteriors, ...]:
    """Give what may be pierced, each (n, 37): the whole number, and its digits alone."""
    symbols = seen.mrz.document_number
    whole = printed[: len(symbols)]
    digits = whole[[symbol.isdigit() for symbol in symbols[: len(whole)]]]
    return (whole,) if len(digits) in (0, len(whole)) else (whole, digits)


def _best(
    index: int, side: Side, perforation: Feature, forms: Sequence[Posteriors], slip: float
) -> Compared | None:
    """Read one perforation in the light that shows it, the way that agrees best with the zone; another number only where it is seen to end."""
    named = _boxes(side, perforation)
    drawn_out = [_drawn_out(named[-1], length) for length in _RUNS_ON_MM]
    for box, light in product((*named, *drawn_out), (Light.IR, Light.VISIBLE)):
        part = _seen_in(side, box, light)
        if part is None:
            continue
        # Beyond the place that is known, what is all but the number may be part of a longer one.
        most = AGREEING_MISFIT if box in named else MISFIT
        ways = [
            replace(
                compared(index, reading, form, corner=part.corner, px_per_mm=side.page.px_per_mm, slip=slip),
                ends=part.shows_end(reading),
            )
            for reading, form in _fitting(part.picture, side.page.px_per_mm, forms, most)
        ]
        ways.sort(key=lambda one: one.ratio)
        if ways and (ways[0].ends or not ways[0].differs):
            return replace(ways[0], texts=tuple(dict.fromkeys(way.reading.text for way in ways)))
    return None


def _drawn_out(box: BoxMm, length: float) -> BoxMm:
    """Give a place with some millimetres more at both ends of its longer side."""
    if box.height > box.width:
        return replace(box, top=box.top - length, bottom=box.bottom + length)
    return replace(box, left=box.left - length, right=box.right + length)


def _boxes(side: Side, perforation: Feature) -> list[BoxMm]:
    """Give the place of a perforation, and after it the larger ones of data that hold most of it.

    Learning finds several places where holes differ between documents; the one that bears the name may end within the number.
    """
    named = perforation.box
    others = [
        one.box
        for one in (side.match.template.features if side.match is not None else ())
        if one.kind is FeatureKind.PERSONAL_DATA
        and one.light is perforation.light
        and one.box.overlap(named) > _MOST_OF * named.area
        and one.box.area > named.area
    ]
    return [named, *sorted(others, key=lambda box: box.area)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """The part of a page in which holes are looked for."""

    picture: Pixels
    """(h, w[, 3])"""
    corner: tuple[int, int]
    """Its first pixel (x, y) on the page."""
    at_rim: tuple[tuple[bool, bool], tuple[bool, bool]]
    """Whether it begins, and ends, at the rim of the page: across, and down."""

    def shows_end(self, reading: DotReading) -> bool:
        """Whether a number ends where it was read: one more symbol would lie within the picture, at both ends, or beyond the page."""
        middles = reading.corners.mean(axis=1)
        along = int(np.ptp(middles, axis=0).argmax())
        advance = float(np.ptp(middles[:, along])) / max(len(middles) - 1, 1)
        places = reading.corners[..., along]
        free = float(places.min()), self.picture.shape[1 - along] - float(places.max())
        return all(
            room >= (-_CUT * advance if ends_page else advance)
            for room, ends_page in zip(free, self.at_rim[along], strict=True)
        )


def _seen_in(side: Side, box: BoxMm, light: Light) -> _Part | None:
    """Give the part of a page around a place and away from the page's rim; None where nothing is left."""
    pixels = side.page.pixels.get(light)
    if pixels is None:
        return None
    scale = side.page.px_per_mm
    rows, columns = box.grown(_PERFORATION_MARGIN_MM).to_px(scale).slices
    rim, (height, width) = round(_RIM_MM * scale), pixels.shape[:2]
    top, left = max(rows.start, rim), max(columns.start, rim)
    bottom, right = max(min(rows.stop, height - rim), 0), max(min(columns.stop, width - rim), 0)
    part = pixels[top:bottom, left:right]
    if min(part.shape[:2]) < scale:
        return None
    at_rim = (left == rim, right == width - rim), (top == rim, bottom == height - rim)
    return _Part(picture=part, corner=(left, top), at_rim=at_rim)


def _fitting(
    picture: Pixels, px_per_mm: float, forms: Sequence[Posteriors], most: float
) -> list[tuple[DotReading, Posteriors]]:
    """Give the readings that explain the holes, each with a form of its length; else those of a misfit up to `most` that are the number, symbol by symbol."""
    perforation = Perforation(picture, px_per_mm, sorted({len(form) for form in forms}))
    pairs = [
        (reading, form)
        for reading in perforation.readings()
        for form in forms
        if len(form) == len(reading.posteriors)
    ]
    if pairs:
        return pairs
    expected = {"".join(SYMBOLS[place] for place in form.argmax(axis=1)): form for form in forms}
    return [
        (reading, expected[reading.text])
        for reading in perforation.readings(most=most)
        if reading.is_told and reading.text in expected
    ]


def compared(
    side: int,
    reading: DotReading,
    printed: Posteriors,
    *,
    corner: tuple[int, int],
    px_per_mm: float,
    slip: float = 0.0,
) -> Compared:
    """Compare a perforation with the posteriors (n, 37) of a number.

    Parameters
    ----------
    corner
        Pixel (x, y) of the page where the picture that was read begins.
    slip
        Probability that the zone's reading went wrong as a whole.

    """
    same = [
        support(float(pierced @ symbol), 1 / reading.symbols)
        for pierced, symbol in zip(reading.posteriors, printed, strict=True)
    ]
    slip = min(slip + SLIP, 1.0)
    kept = prod(one.kept for one in same)
    other = 1.0 / max((1 - slip) * kept + slip, SMALLEST)
    places = (reading.corners + np.asarray(corner) + 0.5) / px_per_mm
    return Compared(
        side=side,
        reading=reading,
        differing=tuple(one.ratio > 1 for one in same),
        boxes=tuple(BoxMm.around(place) for place in places),
        ratio=OTHER_NUMBER * other + (1 - OTHER_NUMBER) * ratio_of_some(same, slip),
    )


def _regions(found: Compared) -> Iterator[Region]:
    """Mark the symbols that differ, as one place: they stand on one line."""
    corners = [box.corners for box, differs in zip(found.boxes, found.differing, strict=True) if differs]
    box = BoxMm.around(np.concatenate(corners)).grown(0.4)
    yield Region(side=found.side, box=box, label="perforated number")
