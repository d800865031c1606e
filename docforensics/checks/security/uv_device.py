"""What an optically variable device shows under UV, in its own place.

A metallised or diffractive device sends back some of the lamp's light, of no colour, where paper and toner are dark: its lines stand
faintly between the luminescent print. A device that is missing, or that was printed, does not. The fine structure that the reference
shows at the device, luminescent print left out by its colour, is laid on the page's, and the correlation of both is measured, as a
share of what this page's noise and lamp let one expect. It lies under and over the portrait alike. Where the page is too dark or too
noisy for the device to show, and where the template knows few documents, so that their fibres look like structure, it abstains.

How it is weighed: on 40 genuine border-reader pages of Utopia's passport (calibration half) the value is at most 0.20, on five of
which the device is missing and five on which it is printed at least 0.88; that was before noise and lamp were allowed for, since when four
pages alone were looked at (genuine 0.07 and 0.10, missing 0.90, printed 1.01).

Cannot see: a device that shows nothing under the lamp, where the reference, or each capture that it was learned from, shows none either; a genuine device moved from another
document; whether the image changes: that needs two angles. Only the places that a template names as a device are looked at.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (OVDs); PRADO glossary, DOVID.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides
from docforensics.checks.support.places import Place
from docforensics.checks.support.registered import RegisteredSide
from docforensics.checks.support.unseen import hidden
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import clipped, grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Map, Mask, blur, brightest, darkest

_ID = "security.uv_device"
"""As templates name this check."""
_USUAL = 0.35
"""Value that 64 genuine pages of Utopia stay below (.18 at most); the check's row is neutral at .55. A judgement between the two."""
SPEC = CheckSpec(
    title="Optically variable device under UV",
    unit="1 - correlation with the reference",
    verifies=frozenset({ClaimId.DEVICES}),
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=7.0,
    usual=_USUAL,
    adverse="Under UV the fine lines of the optically variable device do not show: it is missing, or only printed.",
    favourable="The fine lines of the optically variable device show under UV as on the reference.",
    advice="Tilt the document under a lamp: the device must be there, and its images must change with the angle.",
    equipment="UV lamp, 365 nm",
)
FEW = undetermined(
    "the template was learned from too few documents under UV to separate a device from fibres and noise",
    "a template learned from genuine captures of several holders in uv",
    why=Why.FEW_HOLDERS,
)
TOO_DARK = undetermined(
    "the UV image is too dark or too noisy to show the optically variable device",
    "a stronger UV lamp or a longer exposure",
    why=Why.TOO_NOISY,
)
NO_DEVICE = undetermined(
    "the template names no optically variable device that shows under UV",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_FINE_MM, _COARSE_MM = 0.1, 0.6
"""Band in which lines of a device lie."""
_COLOURED = 12.0
"""Colourfulness above that of the page from which print glows: a device is as grey as its lamp."""
_BRIGHT = 18.0
"""The same in brightness, for a picture without colours."""
_APART_MM = 0.3
"""Margin around print that glows: it spreads in the lens."""
_LEAST_SHARE = 0.3
"""Of the device that must be free of print that glows."""
_LEAST_STRUCTURE = 1.0
"""Grey levels by which the reference's structure must vary."""
_LEAST_CAPTURES, _LEAST_HOLDERS = 4, 3
"""With two captures fibres looked like structure, and a genuine page measured 0.6 to 0.7
(docs/decisions/2026-11-25-perforation.md)."""
_LEAST_EXPECTED = 0.7
"""Correlation that a genuine page must be able to reach."""
_ROUNDING = 0.4
"""Grey levels of noise that a picture of whole levels has at least."""
_SAMPLED = (slice(None, None, 4), slice(None, None, 4))
"""Rows and columns that tell the level of a picture."""
_LEAST_PLAIN = 2000
"""Pixels of bare substrate from which noise is told."""
MOST_HIDDEN = 0.1
"""Share of a device that may be hidden. A judgement; not fitted."""
_SHIFT_PX = 2
"""A device is applied apart from the print; and registration is not perfect."""
_OUTLIER = 4.0
"""Median differences beyond which a pixel counts no further: fibres, dust."""
_MARKED_FROM = 0.5
"""Value from which the device is marked; for the picture alone. A judgement; not fitted."""


def _tells(side: RegisteredSide) -> bool:
    """Whether enough was learned from to separate a device from fibres and noise."""
    return side.reference.n_captures >= _LEAST_CAPTURES and side.template.n_holders >= _LEAST_HOLDERS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Structure:
    """Fine structure of a picture, and where it is not of print that glows."""

    band: Map
    free: Mask


def measure(document: Document) -> Outcome:
    """Measure how unlike the reference the least like device is: 0 the same, 1 unrelated."""
    sides = luminescent_sides(document)
    if isinstance(sides, Abstained):
        return sides
    devices = tuple(device for lit in sides for device in _devices(lit))
    return worst_seen(devices or NO_DEVICE, _measure_device, FEW, TOO_DARK, claims=SPEC.verifies)


def _measure_device(device: "_Device") -> SideOutcome:
    if not _tells(device.lit.side):
        return FEW
    value = _unlike(device)
    if value is None:
        return TOO_DARK
    regions = (
        (device.lit.side.region(device.box, "optically variable device"),) if value > _MARKED_FROM else ()
    )
    return Measured(value=value, regions=regions)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Device:
    """A device as the reference shows it under UV."""

    lit: LuminescentSide
    name: str
    box: BoxMm
    around: tuple[slice, slice]
    expected: _Structure
    within: Mask

    @property
    def place(self) -> Place:
        """The device, under UV."""
        side = self.lit.side
        unseen = hidden(side.side.page, [self.box], side.light, most=MOST_HIDDEN)
        return Place(side=side.index, name=self.name, hidden=unseen, cause=side.place.cause)

    def full(self) -> "_Device":
        """The same against all that the template knows."""
        return replace(self, lit=self.lit.full())

    @property
    def contrast(self) -> float:
        """Grey levels by which its structure varies."""
        return float(self.expected.band[self.within].std())


def _devices(lit: LuminescentSide) -> Iterator[_Device]:
    """Devices that the template names and that show under UV: on its own captures too, where it keeps what they measured."""
    side = lit.side
    if side.template.own and not side.template.own_values(_ID) and _tells(side):
        return
    for feature in side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE):
        margin = (_SHIFT_PX + 1) / REFERENCE_PX_PER_MM + 2 * _COARSE_MM
        around = clipped(feature.box.grown(margin), side.reference.mean.shape)
        expected = structure(side.reference.mean[around])
        within = side.zone(feature.box)[around] & expected.free & _kept(expected)
        area = feature.box.width * feature.box.height * REFERENCE_PX_PER_MM**2
        device = _Device(
            lit=lit, name=feature.name, box=feature.box, around=around, expected=expected, within=within
        )
        if within.sum() >= _LEAST_SHARE * area and device.contrast >= _LEAST_STRUCTURE:
            yield device


def _kept(expected: _Structure) -> Mask:
    """Where a reference shows more than whole grey levels: at a place of holders' data it is level, and says nothing of a device named later."""
    strength = blur(np.abs(expected.band), _COARSE_MM * REFERENCE_PX_PER_MM)
    return np.asarray(strength > _ROUNDING, np.bool_)


def _unlike(device: _Device) -> float | None:
    """Measure one device; None where this page could not show it."""
    lit = device.lit
    reachable = _reachable(lit, device)
    if reachable < _LEAST_EXPECTED:
        return None
    seen = structure(lit.side.page()[device.around])
    return 1.0 - min(_likeness(device.expected, seen, device.within) / reachable, 1.0)


def _reachable(lit: LuminescentSide, device: _Device) -> float:
    """Correlation that a genuine page of this noise, under this lamp, is expected to reach: 0 where that is not known.

    Noise is that of the bare substrate. The lamp is measured on print that glows; where the reference has none, noise alone counts.
    """
    page = structure(lit.side.page())
    plain = lit.substrate & page.free
    if np.count_nonzero(plain) < _LEAST_PLAIN:
        return 0.0
    noise = max(1.4826 * float(np.median(np.abs(page.band[::2][plain[::2]]))), _ROUNDING)
    strength = float(np.clip(lit.strength, 0.0, 1.0))
    return float(1.0 / np.hypot(1.0, noise / max(strength * device.contrast, 1e-6)))


def structure(picture: Pixels) -> _Structure:
    """Take the fine structure of what has no colour, as if print that glows were not there."""
    grey = darkest(picture)
    if picture.ndim > 2:
        strong = cv2.GaussianBlur(brightest(picture) - grey, (0, 0), 1.0)
        above = strong - float(np.median(strong[_SAMPLED])) > _COLOURED
    else:
        above = grey - float(np.median(grey[_SAMPLED])) > _BRIGHT
    free = ~grown(above, _APART_MM)
    weight = free.astype(np.float32)
    fine, coarse = (_mean(grey, weight, reach * REFERENCE_PX_PER_MM) for reach in (_FINE_MM, _COARSE_MM))
    return _Structure(band=np.asarray(fine - coarse, np.float32), free=free)


def _mean(grey: Map, weight: Map, sigma: float) -> Map:
    """Blur what has weight, from itself alone."""
    return np.asarray(blur(grey * weight, sigma) / np.maximum(blur(weight, sigma), 1e-3), np.float32)


def _likeness(expected: _Structure, seen: _Structure, within: Mask) -> float:
    """Best correlation over small shifts."""
    steps = range(-_SHIFT_PX, _SHIFT_PX + 1)
    return max(
        _correlation(
            expected.band, np.roll(seen.band, (dy, dx), (0, 1)), within & np.roll(seen.free, (dy, dx), (0, 1))
        )
        for dx in steps
        for dy in steps
    )


def _correlation(expected: Map, seen: Map, where: Mask) -> float:
    if not where.any():
        return 0.0
    one, other = expected[where], seen[where]
    limit = _OUTLIER * float(np.median(np.abs(other)))
    other = np.clip(other, -limit, limit)
    each = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / each if each > 0 else 0.0
