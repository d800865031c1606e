"""What an optically variable device shows under UV, in its own place.

A metallised or diffractive device sends back some of the lamp's light, of no colour, where paper and toner are dark: its lines stand
faintly between the luminescent print. A device that is missing, or that was printed, does not. The fine structure that the reference
shows at the device, luminescent print left out by its colour, is laid on the page's, and the correlation of both is measured. It
lies under and over the portrait alike.

How it is weighed: on 40 genuine border-reader pages of Utopia's passport (calibration half) the value is at most 0.20, on five of
which the device is missing and five on which it is printed at least 0.88.

Cannot see: a device that shows nothing under the lamp, where the reference shows none either; a genuine device moved from another
document; whether the image changes: that needs two angles. Only the places that a template names as a device are looked at.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (OVDs); PRADO glossary, DOVID.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Light, Pixels
from docforensics.checks._registered import RegisteredSide, not_compared, registered_sides
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.compare import Map, Mask
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind

SPEC = CheckSpec(
    title="Optically variable device under UV",
    unit="1 - correlation with the reference",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=7.0,
    adverse="Under UV the fine lines of the optically variable device do not show: it is missing, or only printed.",
    favourable="The fine lines of the optically variable device show under UV as on the reference.",
    advice="Tilt the document under a lamp: the device must be there, and its images must change with the angle.",
    equipment="UV lamp, 365 nm",
)
NO_DEVICE = Abstained(
    kind=AbstentionKind.UNDETERMINED,
    reason="the template names no optically variable device that shows under UV",
    expected=False,
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
_SHIFT_PX = 2
"""A device is applied apart from the print; and registration is not perfect."""
_OUTLIER = 4.0
"""Median differences beyond which a pixel counts no further: fibres, dust."""
_MARKED_FROM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Structure:
    """Fine structure of a picture, and where it is not of print that glows."""

    band: Map
    free: Mask


def measure(document: Document) -> Outcome:
    """Measure how unlike the reference the least like device is: 0 the same, 1 unrelated."""
    sides = tuple(registered_sides(document, Light.UV))
    if not sides:
        return not_compared(document, Light.UV)
    found = [one for side in sides for one in _unlike(side)]
    if not found:
        return NO_DEVICE
    value, side, box = max(found, key=lambda one: one[0])
    regions = (side.region(box, "optically variable device"),) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions)


def _unlike(side: RegisteredSide) -> Iterator[tuple[float, RegisteredSide, BoxMm]]:
    for feature in side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE):
        around = feature.box.grown((_SHIFT_PX + 1) / REFERENCE_PX_PER_MM + 2 * _COARSE_MM)
        expected = structure(_part(side.reference.mean, around))
        within = side.zone(feature.box)[_slices(around)] & expected.free
        if within.sum() < _LEAST_SHARE * feature.box.width * feature.box.height * REFERENCE_PX_PER_MM**2:
            continue
        if float(expected.band[within].std()) < _LEAST_STRUCTURE:
            continue
        seen = structure(_part(side.page(), around))
        yield 1.0 - _likeness(expected, seen, within), side, feature.box


def structure(picture: Pixels) -> _Structure:
    """Take the fine structure of what has no colour, as if print that glows were not there."""
    planes = picture.reshape(*picture.shape[:2], -1).astype(np.float32)
    grey = planes.min(axis=2)
    if planes.shape[2] > 1:
        strong = cv2.GaussianBlur(planes.max(axis=2) - grey, (0, 0), 1.0)
        above = strong - float(np.median(strong)) > _COLOURED
    else:
        above = grey - float(np.median(grey)) > _BRIGHT
    side = 2 * round(_APART_MM * REFERENCE_PX_PER_MM) + 1
    free = cv2.dilate(above.astype(np.uint8), np.ones((side, side), np.uint8)) == 0
    weight = free.astype(np.float32)
    fine, coarse = (_mean(grey, weight, reach * REFERENCE_PX_PER_MM) for reach in (_FINE_MM, _COARSE_MM))
    return _Structure(band=np.asarray(fine - coarse, np.float32), free=np.asarray(free, bool))


def _mean(grey: Map, weight: Map, sigma: float) -> Map:
    """Blur what has weight, from itself alone."""
    whole = cv2.GaussianBlur(weight, (0, 0), sigma)
    return np.asarray(cv2.GaussianBlur(grey * weight, (0, 0), sigma) / np.maximum(whole, 1e-3), np.float32)


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


def _slices(box: BoxMm) -> tuple[slice, slice]:
    rows, columns = box.to_px(REFERENCE_PX_PER_MM).slices
    return slice(max(rows.start, 0), max(rows.stop, 0)), slice(max(columns.start, 0), max(columns.stop, 0))


def _part(picture: Pixels, box: BoxMm) -> Pixels:
    return picture[_slices(box)]
