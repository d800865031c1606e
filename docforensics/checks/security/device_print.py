"""What an optically variable device shows in white light, in its own place.

The lines of a device are a little darker than the print below them at most tilts, and of other colours at some. What a template knows of them under UV
(`security.uv_device`) states where they lie in white light; what of its reference follows them there is what the device shades. The reference is brought to the page's
sharpness and contrast by the print around the device, and what the page shows of the shade is measured as a share of what the reference does: the print below counts apart, so that it
is no device by chance. Dark ink over the place is left out. The device may lie an eighth of a millimetre aside, or three where most of it shows there. Where the same shade, laid where no device is, finds as much by chance, where the
template knows few documents, or its reference does not show the lines in white light, it abstains.

How it is weighed: on random designs (seed 4800, templates of six holders on the border reader, seen) ten of 18 have a device whose lines are known: 141 to 147, and 301 to 311, on which it was first verified with a
row neutral at .6 that took five genuine pages of 157 for forged. Genuine pages measure .30 at most on border readers (68), .34 on flatbeds (69), .67 on photos (66) and .68 from messengers (66), where
a device gleams as bright as its paper; 118 whose device is missing measure .72 to 1, all but four .84 and more, and one was not adverse from .73. Once more
verified by the row as it is (design 313 before the search was narrowed), of designs 312 to 314 two have such a device: 51 genuine pages measure .55 at most, 24 without it .90 and more. On
designs 532 to 551, unseen until then, genuine ones measure .31 at most on border readers and flatbeds (73), .65 from messengers (37), one of 35 photos .86 and two .70; nine without it .67 and more.

Cannot see: a flat print of the lines, grey or of the colours of one tilt, which one picture shows as it shows the device; a device that lies over the portrait, over data or between print that glows
alone, where no lines are known over print that all documents share; a device over half of whose lines dark ink lies, be it the holder's picture (five of eleven pages of one of Utopia's passports were not evaluated) or a forger's; whether the image changes: that needs two angles. So it contradicts, and verifies nothing. Only the places that a template names as a device are looked at.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (OVDs; pattern comparison); PRADO glossary, DOVID.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.security._device_lines import LEAST_SHARE, MOST_HIDDEN, kept, known_lines, tells
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import TOO_LITTLE_SEEN, RegisteredSide, registered_sides
from docforensics.checks.support.unseen import hidden
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.device_print import (
    DeviceShade,
    ShownShade,
    brightness,
    device_shade,
    fine_print,
    inked,
    shown_shade,
)
from docforensics.templates.masks import box_mask, clipped
from docforensics.templates.model import FeatureKind, LightReference
from docforensics.templates.planes import Map, Mask, mean_level

SPEC = CheckSpec(
    title="Line work of an optically variable device",
    unit="share of the reference's lines that is lacking",
    contradicts=frozenset({ClaimId.DEVICES}),
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="In white light the fine lines of the optically variable device do not show: it is missing.",
    favourable="The fine lines of the optically variable device show in white light as on the reference.",
    advice="Tilt the document under a lamp: the device must be there, and its images must change with the angle.",
    equipment="a capture in white light of at least 130 dpi",
)
FEW = undetermined(
    "the template was learned from too few documents to separate a device from other print",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
TOO_POOR = undetermined(
    "the image is too coarse or too noisy to show the lines of the optically variable device",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
NO_DEVICE = undetermined(
    "the template names no optically variable device whose lines it knows in white light",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_ROUND_MM = 4.0
"""Round a device, where print tells how sharp the page is. A judgement; not fitted."""
_LEAST_CLEAR = 4.0
"""Times what follows the lines elsewhere by chance, from which the reference shows the device in white light: 5.7 to 86 on twelve devices of ten random designs (seen), 1.0 and 3.5 on two
whose absence it does not show. A judgement; not fitted."""
_LEAST_SEEN = 0.5
"""Share of the lines that are known, which the page must show free of ink. A judgement; not fitted."""
_MOST_NOISE = 0.12
"""Standard deviation of the share by chance, beyond which a genuine device of half the reference's strength could be taken for none. A judgement; not fitted."""
_MARKED_FROM = 0.78
"""Value from which the device is marked: where the row by judgement is adverse."""


def measure(document: Document) -> Outcome:
    """Measure what share of the lines of the device that shows least is lacking: 0 as strong as the reference's or stronger, 1 none."""
    sides = registered_sides(document)
    if isinstance(sides, Abstained):
        return sides
    devices = tuple(device for side in sides for device in _devices(side))
    return worst_seen(
        devices or NO_DEVICE, _measure_device, FEW, TOO_LITTLE_SEEN, TOO_POOR, claims=SPEC.contradicts
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _KnownDevice:
    """A device as the references show it, on the part of the frame that is cut out round it."""

    around: tuple[slice, slice]
    lines: Map
    """As UV shows them."""
    where: Mask
    """Where they are known."""
    within: Mask
    """Where they lie over print that is the same on every document."""
    beside: Mask
    """Print that is the same on every document, and no device."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _PrintedDevice:
    """A device on a side."""

    side: RegisteredSide
    name: str
    box: BoxMm
    known: _KnownDevice

    @property
    def place(self) -> Place:
        """The device, in white light."""
        unseen = hidden(self.side.side.page, [self.box], self.side.light, most=MOST_HIDDEN)
        return Place(side=self.side.index, name=self.name, hidden=unseen, cause=self.side.place.cause)

    def full(self) -> "_PrintedDevice":
        """The same against all that the template knows."""
        return replace(self, side=self.side.full())


def _devices(side: RegisteredSide) -> Iterator[_PrintedDevice]:
    """Devices whose lines the template knows from UV, and shows in white light."""
    under_uv = side.template.references.get(Light.UV)
    if under_uv is None:
        return
    named = side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    boxes = tuple(one.box for one in named)
    for feature in named:
        known = _known(side.learned, under_uv, feature.box, boxes)
        if known is not None and _shade(side.learned, known, is_grey=False).clear >= _LEAST_CLEAR:
            yield _PrintedDevice(side=side, name=feature.name, box=feature.box, known=known)


@lru_cache(maxsize=32)
def _known(
    white: LightReference, under_uv: LightReference, box: BoxMm, boxes: tuple[BoxMm, ...]
) -> _KnownDevice | None:
    """A device as the references show it, None where they show too little of it; kept, because it is the same for every document."""
    shape = white.constant.shape
    around = clipped(box.grown(_ROUND_MM), shape)
    place = box_mask([box], shape)[around]
    if not place.any():
        return None
    lines, bare = known_lines(under_uv, around, place)
    within = place & bare & white.constant[around] & kept(lines)
    if np.count_nonzero(within) < LEAST_SHARE * np.count_nonzero(place):
        return None
    beside = white.constant[around] & ~box_mask(boxes, shape)[around]
    return _KnownDevice(around=around, lines=lines, where=place & bare, within=within, beside=beside)


@lru_cache(maxsize=16)
def _shade(white: LightReference, known: _KnownDevice, *, is_grey: bool) -> DeviceShade:
    """What the reference in white light shows of a device, as a page with or without colour would; kept likewise."""
    crop = white.mean[known.around]
    level = mean_level(crop, crop[..., 0] if is_grey and crop.ndim == 3 else crop)
    constant = white.constant[known.around]
    return device_shade(level, constant, known.lines, known=known.where, within=known.within)


def _measure_device(device: _PrintedDevice) -> SideOutcome:
    side, known = device.side, device.known
    if not all(tells(side.template, side.template.references[light]) for light in (Light.VISIBLE, Light.UV)):
        return FEW
    shown = _shown(side, known)
    if shown is None:
        return TOO_LITTLE_SEEN
    if shown.noise > _MOST_NOISE:
        return TOO_POOR
    value = 1.0 - min(max(shown.share, 0.0), 1.0)
    regions = (side.region(device.box, "optically variable device"),) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions)


def _shown(side: RegisteredSide, known: _KnownDevice) -> ShownShade | None:
    """What the page of a side shows of the shade of a device; None where too little of its place is seen."""
    page, reference = side.page()[known.around], side.learned.mean[known.around]
    level, expected = mean_level(page, reference), mean_level(reference, page)
    gain = brightness(level, expected, side.reference.constant[known.around])
    seen = side.reference.constant[known.around] & ~inked(level, gain * expected)
    within = known.within & seen
    if np.count_nonzero(within) < _LEAST_SEEN * np.count_nonzero(known.within):
        return None
    return shown_shade(
        _shade(side.learned, known, is_grey=page.ndim == 2),
        fine_print(level, seen),
        beside=known.beside & seen,
        within=within,
        gain=gain,
    )
