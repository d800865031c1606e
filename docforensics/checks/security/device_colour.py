"""Whether an optically variable device that covers an area, as colour-shifting ink does, shows its area coloured.

What colour such a device has depends on the angle, so a page is not compared with the colour of another capture. A template keeps how large the coloured area of each device is on its own
captures; where these agree, the value is the share of their mean that a page lacks. A device that is missing, covered, or printed in grey or silver lacks nearly all of it.

How it is weighed: see the row (`models/calibration/expert.toml`).

Cannot see: a print in the colours of one angle, which one picture shows as it shows the device; gratings of fine lines (`security.device_print`); a device whose colour changes to that of its ground at some
angles, or over the holder's picture, since the captures of the template do not agree there; what is missing over something coloured as large; one that the template knows as constant print, since its colours hardly change (`security.background_print`
looks at it); a device of which glare, a cover or blur hides more than a tenth, which is not evaluated; whether the colour changes, which needs two angles. So it contradicts, and verifies nothing. A picture with hardly any colour, not grey throughout, lacks that of the device as well. Only the places that a template names as a device are looked at, and those of templates that keep
what three or more of their captures show.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (optically variable ink); PRADO glossary, OVI.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec, kept_name, of_place
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import GREY, RegisteredSide, registered_sides
from docforensics.checks.support.unseen import hidden
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.device_area import coloured_mm2
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.model import FeatureKind

_ID = "security.device_colour"
"""As templates name this check."""
_COLOURED = "coloured"
SPEC = CheckSpec(
    title="Colour of an optically variable device",
    unit="share of the coloured area that is lacking",
    contradicts=frozenset({ClaimId.DEVICES}),
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The area of the optically variable device shows no colour of its own: the device is missing or printed in grey.",
    favourable="The area of the optically variable device is coloured as on genuine documents of the model.",
    advice="Tilt the document under a lamp: the device must be there, and its colour must change with the angle.",
    equipment="a capture in white light of at least 130 dpi",
    kept_facts=(_COLOURED,),
)
NO_DEVICE = undetermined(
    "the template names no optically variable device of which it knows how large its coloured area is",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_LEAST_MM2, _STEADY = 4.0, 0.75
"""Coloured area that each capture of the template shows, and its least share of their mean: else it is line work, or its colours are at times those of the ground. Judgements; with .6 genuine captures of design 644 (seen since) lacked up to .67."""
_MOST_HIDDEN = 0.1
"""Share of a device's place that may be hidden. A judgement."""
_MARKED_FROM = 0.8
"""Value from which the device is marked: where the row by judgement is adverse."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _ColouredDevice:
    """A device on a side whose coloured area the template knows."""

    side: RegisteredSide
    name: str
    box: BoxMm
    own: Sequence[float]
    """Its coloured area on the template's captures, mm2."""

    @property
    def place(self) -> Place:
        """The device, in white light."""
        unseen = hidden(self.side.side.page, [self.box], self.side.light, most=_MOST_HIDDEN)
        return Place(side=self.side.index, name=self.name, hidden=unseen, cause=self.side.place.cause)

    def full(self) -> "_ColouredDevice":
        """The same against all that the template knows."""
        return replace(self, side=self.side.full())


def measure(document: Document) -> Outcome:
    """Measure what share of its coloured area the device lacks that lacks most: 0 as large as on the template's captures, 1 none."""
    sides = registered_sides(document)
    if isinstance(sides, Abstained):
        return sides
    devices = tuple(device for side in sides for device in _devices(side))
    return worst_seen(devices or NO_DEVICE, _measure_device, GREY, claims=SPEC.contradicts)


def own_facts(document: Document) -> Mapping[str, float]:
    """Give how large the coloured area of each device is on a capture, which its template keeps."""
    sides = registered_sides(document)
    return {
        of_place(_COLOURED, one.name): coloured_mm2(side.full().levelled(), one.box)
        for side in (sides if isinstance(sides, tuple) else ())
        if not is_grey(side.page())
        for one in side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    }


def _devices(side: RegisteredSide) -> Iterator[_ColouredDevice]:
    """Devices whose coloured area is alike on all captures of the template."""
    for one in side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE):
        own = side.template.own_values(kept_name(_ID, of_place(_COLOURED, one.name)))
        if len(own) >= FEWEST and min(own) >= max(_LEAST_MM2, _STEADY * fmean(own)):
            yield _ColouredDevice(side=side, name=one.name, box=one.box, own=own)


def _measure_device(device: _ColouredDevice) -> SideOutcome:
    side = device.side
    if is_grey(side.page()):
        return GREY
    shown = coloured_mm2(side.full().levelled(), device.box)
    value = min(max(1 - shown / fmean(device.own), 0.0), 1.0)
    regions = (side.region(device.box, "optically variable device"),) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions)
