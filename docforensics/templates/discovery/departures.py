"""Where a page that lies on a template departs from it, and what it shows there: small enough to keep for thousands of pages."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.residual import PrintCluster, clusters, is_slip
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import as_grey, blur
from docforensics.templates.registration.register import TemplateMatch

PRINT_PX_PER_MM = 3.0
"""Scale at which the print of a place is kept: a capital of a caption is 4 pixels high. A judgement."""
_FINE_MM, _COARSE_MM = 0.25, 1.2
"""Band of the print, that of `missing.LETTERS`, at which captures of different devices agree."""
_LEAST_MASS_MM2 = 0.3
"""Places of less excess are not kept. A judgement; not fitted."""
_MOST = 8
"""Places that are kept of a page and light, the heaviest."""
_ROOM_MM = 0.5
"""Round a place."""
_LARGEST_MM = 30.0
"""Of a wider place its middle is kept."""
_LEAST_OVERLAP = 0.3
"""Share of the two places together that they have in common, from which they are one place."""
_SAME_PRINT = 0.6
"""Correlation from which two pages show one print there. A judgement; checked in `docs/decisions/2026-11-27-discover.md`."""
_SLACK_PX = 1
"""Pixels by which one may be displaced against the other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Departure:
    """A place at which a page departs from its template."""

    light: Light
    box: BoxMm
    mass: float
    """Dissimilarity beyond what is tolerated, summed over the place, mm2."""
    corner: tuple[int, int]
    """Column and row of the first pixel of `print`, at `PRINT_PX_PER_MM` on the template's frame."""
    print: NDArray[np.int8]
    """(h, w): what the page shows there, band-passed, in grey levels up to 127 either way."""


def departures(match: TemplateMatch) -> tuple[Departure, ...]:
    """Find the places of a registered page in every light, the heaviest first."""
    found = []
    for light, residual in match.residuals.items():
        odd = [
            place
            for place in clusters(residual.excess, min_mass=_LEAST_MASS_MM2)
            if not is_slip(residual.excess, place)
        ]
        if odd:
            shown = _band(match.pages[light])
            found += [_departure(light, place, shown) for place in odd[:_MOST]]
    return tuple(sorted(found, key=lambda one: -one.mass))


def same_place(one: Departure, other: Departure) -> bool:
    """Whether two pages depart from the template at one place."""
    common = one.box.overlap(other.box)
    together = one.box.area + other.box.area - common
    return one.light is other.light and common >= _LEAST_OVERLAP * together


def same_departure(one: Departure, other: Departure) -> bool:
    """Whether two pages depart from the template at one place, in one way."""
    if not same_place(one, other):
        return False
    steps = range(-_SLACK_PX, _SLACK_PX + 1)
    return max(_correlation(one, other, dx, dy) for dx in steps for dy in steps) >= _SAME_PRINT


def _band(page: Pixels) -> NDArray[np.int8]:
    """The print of a page at `PRINT_PX_PER_MM`."""
    scale = PRINT_PX_PER_MM / REFERENCE_PX_PER_MM
    size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
    grey = np.asarray(cv2.resize(as_grey(page), size, interpolation=cv2.INTER_AREA), np.float32)
    band = blur(grey, _FINE_MM * PRINT_PX_PER_MM) - blur(grey, _COARSE_MM * PRINT_PX_PER_MM)
    return np.clip(np.round(band), -127, 127).astype(np.int8)


def _departure(light: Light, place: PrintCluster, shown: NDArray[np.int8]) -> Departure:
    box = place.box.grown(_ROOM_MM)
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    half = (min(box.width, _LARGEST_MM) / 2, min(box.height, _LARGEST_MM) / 2)
    left, top = (max(round((at - by) * PRINT_PX_PER_MM), 0) for at, by in zip(middle, half, strict=True))
    right, bottom = (round((at + by) * PRINT_PX_PER_MM) for at, by in zip(middle, half, strict=True))
    return Departure(
        light=light,
        box=place.box,
        mass=place.mass,
        corner=(left, top),
        print=shown[top:bottom, left:right].copy(),
    )


def _correlation(one: Departure, other: Departure, dx: int, dy: int) -> float:
    """Correlation of the prints where both are known, with the other moved by some pixels; 0 where that is too little."""
    left, top = max(one.corner[0], other.corner[0] + dx), max(one.corner[1], other.corner[1] + dy)
    right = min(one.corner[0] + one.print.shape[1], other.corner[0] + dx + other.print.shape[1])
    bottom = min(one.corner[1] + one.print.shape[0], other.corner[1] + dy + other.print.shape[0])
    if right - left < PRINT_PX_PER_MM or bottom - top < PRINT_PX_PER_MM:
        return 0.0
    first, second = (
        part.print[
            top - part.corner[1] - y : bottom - part.corner[1] - y,
            left - part.corner[0] - x : right - part.corner[0] - x,
        ].astype(np.float32)
        for part, x, y in ((one, 0, 0), (other, dx, dy))
    )
    norm = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return float((first * second).sum()) / norm if norm else 0.0
