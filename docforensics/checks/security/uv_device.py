"""What an optically variable device shows under UV, in its own place.

A metallised or diffractive device sends back some of the lamp's light, of no colour, where paper and toner are dark: its lines stand
faintly between the luminescent print. A device that is missing, or that was printed, does not. The fine lines that captures of the model showed at the
device, luminescent print left out by its colour and its brightness, are laid on the page's and correlated in cells of 2.5 mm; the middle of the cells is measured, as a
share of what this page's noise and lamp let one expect, so that print of the lamp's own colour that is left in some of them does not decide. It lies under and over the portrait alike. Where
no captures showed them (a device that was named later), they are those of the reference, as far as it is the same on every document. Where the page is too dark or too
noisy for the device to show, and where the template knows few documents, so that their fibres look like structure, it abstains.

How it is weighed: on random designs (border reader, templates of six holders, seen) 92 genuine pages of 23 designs measure .35 at most and one of a further design .42; fourteen whose device is missing or
printed in grey measure .59 to 1.

Cannot see: a print of the device's colours at one tilt, which sends back what the device does; a device that shows nothing under the lamp, where the reference, or each capture that it was learned from, shows none either; a genuine device moved from another
document; whether the image changes: that needs two angles. Only the places that a template names as a device are looked at.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (OVDs); PRADO glossary, DOVID.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.security._device_lines import (
    LEAST_SHARE,
    MOST_HIDDEN,
    ROUNDING,
    free,
    kept,
    known_lines,
    tells,
)
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides
from docforensics.checks.support.places import Place
from docforensics.checks.support.unseen import hidden
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.device_lines import (
    MARGIN_MM,
    best_move,
    correlation,
    fine_lines,
    moved,
)
from docforensics.templates.masks import clipped
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Map, Mask

_ID = "security.uv_device"
"""As templates name this check."""
_USUAL = 0.42
"""The most that a genuine page of 24 random designs (seen) measured; the check's row is neutral at .5."""
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
_CELL_MM, _LEAST_CELL, _LEAST_LINES = 2.5, 0.15, 0.5
"""Side of the cells that are compared, some lines of a device; the share of one that must be free, and the share of the device's structure that it must show. Judgements on the random
designs above; not fitted."""
_LEAST_STRUCTURE = 1.0
"""Grey levels by which the reference's structure must vary."""
_LEAST_EXPECTED = 0.7
"""Correlation that a genuine page must be able to reach."""
_LEAST_PLAIN = 2000
"""Pixels of bare substrate from which noise is told."""
_MARKED_FROM = 0.5
"""Value from which the device is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure how unlike the reference the least like device is: 0 the same, 1 unrelated."""
    sides = luminescent_sides(document)
    if isinstance(sides, Abstained):
        return sides
    devices = tuple(device for lit in sides for device in _devices(lit))
    return worst_seen(devices or NO_DEVICE, _measure_device, FEW, TOO_DARK, claims=SPEC.verifies)


def _measure_device(device: "_Device") -> SideOutcome:
    if not tells(device.lit.side.template, device.lit.side.reference):
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
    expected: Map
    """Fine structure of the reference around it."""
    free: Mask
    """Where no print glows."""
    within: Mask
    """Where it is looked for: in its place, where the reference shows lines and no print that glows."""

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
        return float(self.expected[self.within].std())


def _devices(lit: LuminescentSide) -> Iterator[_Device]:
    """Devices that the template names and that show under UV: on its own captures too, where it keeps what they measured."""
    side = lit.side
    if side.template.own and not side.template.own_values(_ID) and tells(side.template, side.reference):
        return
    for feature in side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE):
        around = clipped(feature.box.grown(MARGIN_MM), side.learned.constant.shape)
        place = side.zone(feature.box)[around]
        if not place.any():
            continue
        expected, bare = known_lines(side.learned, around, place)
        within = place & bare & kept(expected)
        area = feature.box.width * feature.box.height * REFERENCE_PX_PER_MM**2
        device = _Device(
            lit=lit,
            name=feature.name,
            box=feature.box,
            around=around,
            expected=expected,
            free=bare,
            within=within,
        )
        if within.sum() >= LEAST_SHARE * area and device.contrast >= _LEAST_STRUCTURE:
            yield device


def _unlike(device: _Device) -> float | None:
    """Measure one device; None where this page could not show it."""
    reachable = _reachable(device)
    if reachable < _LEAST_EXPECTED:
        return None
    likeness = _likeness(device, fine_lines(device.lit.side.page()[device.around], device.free))
    return None if likeness is None else 1.0 - min(max(likeness, 0.0) / reachable, 1.0)


def _reachable(device: _Device) -> float:
    """Correlation that a genuine page of this noise, under this lamp, is expected to reach: 0 where that is not known.

    Noise is that of the bare substrate. The lamp is measured on print that glows; where the reference has none, noise alone counts.
    """
    lit = device.lit
    bare = free(lit.side.learned)
    plain = lit.substrate & bare
    if np.count_nonzero(plain) < _LEAST_PLAIN:
        return 0.0
    band = fine_lines(lit.side.page(), bare)
    noise = max(1.4826 * median_of(np.abs(band[::2][plain[::2]])), ROUNDING)
    strength = float(np.clip(lit.strength, 0.0, 1.0))
    return float(1.0 / np.hypot(1.0, noise / max(strength * device.contrast, 1e-6)))


def _likeness(device: _Device, seen: Map) -> float | None:
    """The middle of the correlations of all cells of a device, laid on the page where all of it fits best; None where no cell shows lines."""
    laid = moved(seen, best_move(device.expected, seen, device.within))
    cells = [correlation(device.expected[cell], laid[cell], device.within[cell]) for cell in _cells(device)]
    return median_of(cells) if cells else None


def _cells(device: _Device) -> Iterator[tuple[slice, slice]]:
    """Cells, half over one another, in which a device shows lines: print of the lamp's own colour that is left in one says nothing of the others."""
    side, within = round(_CELL_MM * REFERENCE_PX_PER_MM), device.within
    least = _LEAST_LINES * device.contrast
    rows, columns = (np.flatnonzero(within.any(axis=axis)) for axis in (1, 0))
    for top in range(rows[0], rows[-1] + 1, side // 2):
        for left in range(columns[0], columns[-1] + 1, side // 2):
            cell = slice(top, top + side), slice(left, left + side)
            known = device.expected[cell][within[cell]]
            if len(known) >= _LEAST_CELL * side**2 and float(np.sqrt((known**2).mean())) >= least:
                yield cell
