"""What a template knows of the lines of optically variable devices, as its captures under UV show them, and what of a page in white light is compared there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.outcome import undetermined
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import RegisteredSide
from docforensics.checks.support.unseen import hidden
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.device_lines import COARSE_MM, fine_lines, free_of_print
from docforensics.templates.comparison.device_print import brightness, inked
from docforensics.templates.masks import box_mask, clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind, LightReference, Template
from docforensics.templates.planes import Map, Mask, blur, mean_level

FEW = undetermined(
    "the template was learned from too few documents to separate a device from other print",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)

LEAST_SHARE = 0.1
"""Of the device that must be known and free of print that glows. A judgement; not fitted."""
ROUNDING = 0.4
"""Grey levels of noise that a picture of whole levels has at least."""
MOST_HIDDEN = 0.1
"""Share of a device that may be hidden. A judgement; not fitted."""
_ROUND_MM = 4.0
"""Round a device, where print tells how sharp the page is. A judgement; not fitted."""
_LEAST_SEEN = 0.5
"""Share of the lines that are known, which the page must show free of ink. A judgement; not fitted."""
_LEAST_CAPTURES, _LEAST_HOLDERS = 4, 3
"""With two captures fibres looked like structure, and a genuine page measured 0.6 to 0.7 (docs/decisions/2026-11-25-perforation.md)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownDevice:
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
class LinedDevice:
    """A device on a side, whose lines the template knows."""

    side: RegisteredSide
    name: str
    box: BoxMm
    known: KnownDevice

    @property
    def place(self) -> Place:
        """The device, in white light."""
        unseen = hidden(self.side.side.page, [self.box], self.side.light, most=MOST_HIDDEN)
        return Place(side=self.side.index, name=self.name, hidden=unseen, cause=self.side.place.cause)

    def full(self) -> "LinedDevice":
        """The same against all that the template knows."""
        return replace(self, side=self.side.full())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrintAtDevice:
    """What of a page in white light is compared at a device, on the part of the frame that is cut out round it."""

    page: Pixels
    level: Map
    gain: float
    """Brightness of the page as a share of the reference's."""
    seen: Mask
    """Print that is the same on every document, free of ink."""
    within: Mask
    """Where lines of the device are known over such print."""


def lined_devices(side: RegisteredSide) -> Iterator[LinedDevice]:
    """Devices of a side whose lines the template knows from UV."""
    under_uv = side.template.references.get(Light.UV)
    if under_uv is None:
        return
    named = side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    boxes = tuple(one.box for one in named)
    for feature in named:
        known = _known(side.learned, under_uv, feature.box, boxes)
        if known is not None:
            yield LinedDevice(side=side, name=feature.name, box=feature.box, known=known)


def print_at(device: LinedDevice) -> PrintAtDevice | None:
    """Give what a page shows at a device; None where too little of its place is seen."""
    side, known = device.side, device.known
    page, reference = side.page()[known.around], side.learned.mean[known.around]
    level, expected = mean_level(page, reference), mean_level(reference, page)
    gain = brightness(level, expected, side.reference.constant[known.around])
    seen = side.reference.constant[known.around] & ~inked(level, gain * expected)
    within = known.within & seen
    if np.count_nonzero(within) < _LEAST_SEEN * np.count_nonzero(known.within):
        return None
    return PrintAtDevice(page=page, level=level, gain=gain, seen=seen, within=within)


def tells_in_white(template: Template) -> bool:
    """Whether enough was learned from in white light and under UV."""
    return all(tells(template, template.references[light]) for light in (Light.VISIBLE, Light.UV))


def tells(template: Template, reference: LightReference) -> bool:
    """Whether enough was learned from to separate a device from fibres and noise."""
    return reference.n_captures >= _LEAST_CAPTURES and template.n_holders >= _LEAST_HOLDERS


def known_lines(reference: LightReference, around: tuple[slice, slice], place: Mask) -> tuple[Map, Mask]:
    """Give the lines of a device, and where no print glows: as captures under UV showed them in its place, or else as far as the reference shows them itself."""
    known = np.isfinite(reference.lines[around]) & place
    if np.count_nonzero(known) >= max(LEAST_SHARE * np.count_nonzero(place), 1):
        return np.where(known, reference.lines[around], 0).astype(np.float32), known
    bare = (free(reference) & reference.constant)[around]
    return fine_lines(reference.mean[around], bare), bare


@lru_cache(maxsize=32)
def _known(
    white: LightReference, under_uv: LightReference, box: BoxMm, boxes: tuple[BoxMm, ...]
) -> KnownDevice | None:
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
    return KnownDevice(around=around, lines=lines, where=place & bare, within=within, beside=beside)


def kept(lines: Map) -> Mask:
    """Where a reference shows more than whole grey levels: at a place of holders' data it is level, and holds nothing of a device named later."""
    strength = blur(np.abs(lines), COARSE_MM * REFERENCE_PX_PER_MM)
    return np.asarray(strength > ROUNDING, np.bool_)


@lru_cache(maxsize=32)
def free(reference: LightReference) -> Mask:
    """Where a reference under UV bears no print that glows, (H, W): kept, because it is the same for every document."""
    found = free_of_print(reference.mean)
    found.setflags(write=False)
    return found
