"""The holder's data in infrared: whether all of them are printed with one ink, the one that the template expects.

One machine personalizes a document, so all fields keep the same share of their contrast in infrared. A field that was retyped
with another ink stands out against the others, whatever the ink. Where the template states what the issuer's ink does, all
fields are compared with that as well: a stolen blank filled in with office inks.

Cannot see: data altered with the issuer's kind of ink (toner for carbon ink); data altered in a place that holds fixed print of
the expected kind as well, or of which a quarter stays as it was in a place of two inks; data that share their place with a
heading of another ink, where the template states the ink of other data; data within a millimetre of the machine readable zone,
which belongs to `mrz.infrared`, or at the page's rim.

Feature: personal data. Sources: Doc 9303-2 Appendix C (IR,AB,ID; IR,TR,ID with VI,AB,ID); TR-03135; standards.md 2.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.security._infrared import InfraredSide, infrared_sides
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.places import Place, why_hidden
from docforensics.checks.support.registered import RegisteredSide
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of
from docforensics.templates.masks import CUT_RIM_MM, clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Mask

_USUAL = 0.2
"""Of 490 genuine pages of Utopia (calibration half) 98 of 100 stay below .13, and the largest has .21. On one random design two presses use inks that depart by .15 and by .75 (seen)."""
SPEC = CheckSpec(
    title="Ink of personal data in infrared",
    unit="share of contrast by which a field departs",
    verifies=frozenset({ClaimId.IR_DATA}),
    tr03135="IR,AB,ID",
    lights=frozenset({Light.VISIBLE, Light.IR}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="Personal data are printed in an ink that behaves in infrared unlike that of genuine documents.",
    favourable="All personal data are printed with one ink, as seen in infrared ({fields} fields).",
    advice="Look at the data in infrared and with a magnifier: a single field that vanishes or stays may have been "
    "printed later.",
    equipment="an infrared camera, about 900 nm",
    facts={"kept": float, "expected": float, "fields": int},
)
NO_FIELDS = undetermined(
    "the template names too few fields of personal data", expected=False, why=Why.NO_REFERENCE_HERE
)
TOO_FEW = undetermined("too few fields of personal data could be seen in both lights", why=Why.TOO_NOISY)
_TEXT = 0.45
"""Contrast in white light of text that was printed last; background print is paler."""
_FIXED = 0.3
"""Contrast of the reference from which a place bears print of the series: an emblem beside a number is no data."""
_MIN_INK_MM2 = 0.6
"""Ink of a field below which its contrast is not known. A judgement; not fitted."""
_CHARACTER_MM = 0.8, 5.0
"""Heights of printed data, joined scripts and blur included; microtext is lower, folds and line work are higher. A judgement."""
_MOSTLY = 0.5
"""Share of a place's ink that characters must make: half separates data from lines, folds and microtext. A judgement."""
_BESIDE_ZONE_MM = 1.0
"""Around the place of a zone, which lies aside from one document to the next. A judgement; not fitted."""
_ONE_INK = 0.5
"""Most by which the quarters of one ink differ. Of 2,543 fields on eight designs at random nine in ten differ by .25 at most, those of one
design whose data lie on line work by up to .6; beside a heading, a device or a fold it is .6 to 1."""
_LEAST_FIELDS = 4
"""With fewer the median tells nothing of the rest."""
_PERFORATED = 0.3
"""Share of a place that a perforation covers, from which the place is the perforation's. A judgement; not fitted."""
_ABSORBS, _PASSES = 0.75, 0.25
"""Least share of contrast that absorbing ink keeps, most that transparent ink keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    box: BoxMm
    kept: float
    """Share of the contrast in white light that infrared shows."""
    inks: tuple[float, float]
    """The same of its quarter that keeps least, and of that which keeps most."""

    def departure(self, expected: float) -> float:
        """Give how far it departs; where data share a place with a heading or a device, as far as the nearer ink does."""
        least, most = self.inks
        near = self.kept if most - least <= _ONE_INK else min(max(expected, least), most)
        return abs(near - expected)


def measure(document: Document) -> Outcome:
    """Measure how far the worst field departs from the other fields and from the template's ink, 0..1."""
    sides = infrared_sides(document)
    if isinstance(sides, Abstained):
        return sides
    judged = [(lit, field, expected) for lit in sides for field, expected in _departures(lit)]
    if not judged:
        return TOO_FEW if any(_names_fields(lit.side) for lit in sides) else NO_FIELDS
    _lit, worst, expected = max(judged, key=lambda item: item[1].departure(item[2]))
    value = worst.departure(expected)
    odd = [(side, field) for side, field, expect in judged if field.departure(expect) > 0.3]
    regions = tuple(side.side.region(field.box, "another ink in infrared") for side, field in odd[:8])
    facts = {"kept": worst.kept, "expected": expected, "fields": len({field.name for _, field, _ in judged})}
    sightings = tuple(one for lit in sides for one in _sightings(lit, worst, judged))
    return Measured(value=value, regions=regions, facts=facts, sightings=sightings)


def _sightings(
    lit: InfraredSide, worst: _Field, judged: Sequence[tuple[InfraredSide, _Field, float]]
) -> Iterator[Sighting]:
    """State whether each field that the template expects to be written was seen in both lights; a short one may be empty."""
    compared = {field.name: field for side, field, _ in judged if side is lit}
    for feature in lit.side.template.of_kind(FeatureKind.PERSONAL_DATA):
        side = lit.side
        why = why_hidden(side.side, feature.box, Light.IR, Light.VISIBLE)
        field = compared.get(feature.name)
        if field is not None or why is not None:
            place = Place(side=side.index, name=feature.name)
            yield place.sighting(ClaimId.IR_DATA, is_odd=field is worst, why=why)
    if not compared and _names_fields(lit.side):
        yield lit.place.sighting(ClaimId.IR_DATA, why=Why.TOO_NOISY)


def _names_fields(side: RegisteredSide) -> bool:
    """Whether the template names enough fields to hold one against the others, or states the ink of one."""
    named = [item for item in side.template.of_kind(FeatureKind.PERSONAL_DATA) if item.variable]
    return len(named) >= _LEAST_FIELDS or any(_stated_ink(side, item.name) for item in named)


def _departures(lit: InfraredSide) -> list[tuple[_Field, float]]:
    """Each field with the share it is expected to keep: that of the others, and that which the template states."""
    fields = _comparable(lit, _fields(lit))
    found = [(field, expected) for field in fields if (expected := _stated(lit, field)) is not None]
    if len(fields) >= _LEAST_FIELDS:
        usual = median_of([field.kept for field in fields])
        found += [(field, usual) for field in fields]
    return found


def _comparable(lit: InfraredSide, fields: list[_Field]) -> list[_Field]:
    """The fields that do on genuine documents what most do, where the template states any: no headings, no signatures."""
    stated = [field for field in fields if _statement(lit, field) is not None]
    return stated or fields


def _fields(lit: InfraredSide) -> list[_Field]:
    found = []
    written = (lit.white > _TEXT) & (lit.expected_white < _FIXED) & lit.seen & _beside_zone_and_rim(lit.side)
    for feature in lit.side.template.of_kind(FeatureKind.PERSONAL_DATA):
        # Each field by itself: a page's worth of pixels takes longer than all fields.
        place = clipped(feature.box, written.shape)
        ink = _characters(written[place])
        if (
            not feature.variable
            or _is_perforated(lit.side, feature.box)
            or np.count_nonzero(ink) / REFERENCE_PX_PER_MM**2 < _MIN_INK_MM2
        ):
            continue
        dark, white = lit.dark[place][ink], lit.white[place][ink]
        kept = float(np.float32(median_of(dark)) / np.float32(median_of(white)))
        least, most = np.quantile(np.minimum(dark / white, 1.0), (0.25, 0.75))
        inks = float(least), float(most)
        found.append(_Field(name=feature.name, box=feature.box, kept=min(kept, 1.0), inks=inks))
    return found


def _beside_zone_and_rim(side: RegisteredSide) -> Mask:
    """Where no coded line stands, which has an ink of its own, and no rim, at which a page that is cut otherwise shows what lies behind, (H, W)."""
    zones = [
        one.box.grown(_BESIDE_ZONE_MM) for one in side.template.of_kind(FeatureKind.MACHINE_READABLE_ZONE)
    ]
    page = BoxMm.of_size(side.template.size_mm).grown(-CUT_RIM_MM)
    return side.zone(page) & ~side.zone(*zones)


def _characters(ink: Mask) -> Mask:
    """Keep pieces as high as characters, where they are most of the ink of a place; else nothing: its ink is another thing's."""
    count, labels, facts, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    least, most = (round(height * REFERENCE_PX_PER_MM) for height in _CHARACTER_MM)
    heights = facts[:count, cv2.CC_STAT_HEIGHT]
    is_character = (heights >= least) & (heights <= most)
    is_character[0] = False
    characters = is_character[labels]
    return characters if characters.sum() >= _MOSTLY * ink.sum() else np.zeros_like(ink)


def _is_perforated(side: RegisteredSide, box: BoxMm) -> bool:
    """Whether what varies at a place is holes: no ink, and what shows through them in infrared is what lies behind."""
    holes = side.template.of_kind(FeatureKind.LASER_PERFORATION)
    return any(box.overlap(one.box) > _PERFORATED * box.area for one in holes)


def _stated(lit: InfraredSide, field: _Field) -> float | None:
    """The share that the template's ink keeps; the field's own where that lies within what such an ink may do."""
    stated = _statement(lit, field)
    if stated is None:
        return None
    if stated.kind is FeatureKind.IR_ABSORBING_PRINT:
        return max(field.kept, _ABSORBS)
    return min(field.kept, _PASSES)


def _statement(lit: InfraredSide, field: _Field) -> Feature | None:
    """What the template says of the field's ink."""
    return _stated_ink(lit.side, field.name)


def _stated_ink(side: RegisteredSide, name: str) -> Feature | None:
    """What the template says of the ink of a field, by name."""
    stated = side.template.feature(f"ir-{name}")
    return stated if stated is not None and stated.generic_id.endswith(",ID") else None
