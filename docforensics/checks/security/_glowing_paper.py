"""Paper that glows under UV, judged within one picture: print stands dark on it.

How bright a picture is, is the device's choice, and what the page lies on may be bright paper too. Print tells the two apart: a sheet that a page
lies on bears none, and on a dull page nothing stands dark on light. The glow of brightened paper holds at least as much blue as green. Print that
luminesces in other hues says that the page is not plain paper: then nothing is judged here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.planes import Mask

_WORK_PX_PER_MM = 4.0
"""Resolution that shows print as fine as a millimetre and no grain: a judgement."""
_GROUND_MM, _PRINT_MM = 2.0, 6.0
"""A ground is wider than the first: finer light is luminescent print, or a thread. Print that stands on it is narrower than the second."""
_LEAST_LEVEL = 40.0
"""Grey levels, of 255, below which a ground does not glow: dull pages reflect as much of a lamp's light. A judgement."""
_DARKER = 0.1
"""Share of the ground's level by which print is darker: print of the reverse shows through by little more. A judgement."""
_GREENER = 4.0
"""How much faster than its green a light counts for less where it holds less blue: brighteners give blue light first. A judgement."""
_OTHER_HUE = 0.8
"""Blue in the stronger of red and green below which light comes from no brightener. A judgement."""
MOST_OTHER = 0.005
"""Share of the picture from which light of other hues is luminescent print: 0.049 and more on pages of Utopia and published ones, 0.0001 at most on
bright paper."""
_LEAST_AREA = 0.01
"""Share of the picture that a glow covers which may be the page's ground: reflections and threads cover less. A judgement."""
PRINTED_SHARE = 0.003
"""Share of a glow on which print has to stand dark: 0.0001 at most on genuine notes, 0.006 and more on counterfeit ones; the middle
(`benchmarks.real.notes_uv`)."""
_BRIGHTEST = 0.995
"""Share of the picture that is darker than its brightest light. A judgement."""

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlowingGround:
    """The glow of a picture on which most print stands dark."""

    printed: float
    """Share of that glow on which print stands dark, 0..1; 0 where nothing glows."""
    level: float
    """Its level, as a share of the brightest light of such a hue in the picture, 0..1."""
    other_hues: float
    """Share of the picture that luminesces in hues which no brightener has, 0..1."""
    covers: float
    """Share of the picture that it covers, print on it included, 0..1."""

    @property
    def is_paper(self) -> bool:
        """Whether it is brightened paper that was printed on."""
        return self.printed > PRINTED_SHARE and self.other_hues < MOST_OTHER


def glowing_ground(pixels: Pixels, px_per_mm: float) -> GlowingGround | None:
    """Measure what glows behind dark print in a picture (H, W, 3); None where it has no colour."""
    if pixels.ndim != 3:
        return None
    red, green, blue = cv2.split(_work_picture(pixels, px_per_mm))
    brighter = np.maximum(red, green)
    other = (brighter >= _LEAST_LEVEL) & (blue < _OTHER_HUE * brighter)
    glow = np.maximum(np.minimum(green, green - _GREENER * (green - blue)), 0.0).astype(np.float32)
    ground = _ground(glow)
    printed, place = _most_printed(ground >= _LEAST_LEVEL, glow < (1 - _DARKER) * ground)
    # A lamp lights a picture unevenly: the level is what a tenth of the place exceeds.
    level = float(np.quantile(ground[place], 0.9)) if place.any() else 0.0
    brightest = max(float(np.quantile(glow, _BRIGHTEST)), _LEAST_LEVEL)
    return GlowingGround(
        printed=printed,
        level=min(level / brightest, 1.0),
        other_hues=float(np.mean(other)),
        covers=float(np.mean(place)),
    )


def _work_picture(pixels: Pixels, px_per_mm: float) -> Plane:
    scale = _WORK_PX_PER_MM / px_per_mm
    size = (max(round(pixels.shape[1] * scale), 1), max(round(pixels.shape[0] * scale), 1))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(pixels, size, interpolation=how).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), dtype=np.float32)


def _ground(glow: Plane) -> Plane:
    """Level of the ground at every place, without fine light and behind print; beyond the picture it is dark."""
    margin = round(2 * _PRINT_MM * _WORK_PX_PER_MM)
    framed = cv2.copyMakeBorder(glow, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0.0)
    side = _pixels(_GROUND_MM)
    opened = cv2.morphologyEx(
        framed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    )
    if float(opened.max()) < _LEAST_LEVEL:
        # Closing reaches no higher.
        return np.asarray(opened[margin:-margin, margin:-margin], dtype=np.float32)
    filled = _second_lowest([cv2.morphologyEx(opened, cv2.MORPH_CLOSE, line) for line in _lines(_PRINT_MM)])
    return np.asarray(filled[margin:-margin, margin:-margin], dtype=np.float32)


def _second_lowest(planes: Sequence[cv2.typing.MatLike]) -> cv2.typing.MatLike:
    """Of four planes, place by place: print may reach further than it is wide in one direction. A corner between two sheets is closed in one alone."""
    (lower, higher), (other_lower, other_higher) = (
        (cv2.min(one, other), cv2.max(one, other)) for one, other in (planes[:2], planes[2:])
    )
    return cv2.min(cv2.max(lower, other_lower), cv2.min(higher, other_higher))


def _lines(length_mm: float) -> tuple[NDArray[np.uint8], ...]:
    """Straight lines of a length in four directions."""
    along, slanting = _pixels(length_mm), _pixels(length_mm / np.sqrt(2))
    falling = np.eye(slanting, dtype=np.uint8)
    return np.ones((1, along), np.uint8), np.ones((along, 1), np.uint8), falling, falling[::-1].copy()


def _pixels(length_mm: float) -> int:
    return int(length_mm * _WORK_PX_PER_MM) | 1


def _most_printed(glowing: Mask, darker: Mask) -> tuple[float, Mask]:
    """Give the share of print on that connected glow which bears most, and where it is."""
    count, labels, facts, _ = cv2.connectedComponentsWithStats(glowing.astype(np.uint8))
    printed = np.bincount(labels[darker], minlength=count)
    areas = facts[:, cv2.CC_STAT_AREA]
    large = [label for label in range(1, count) if areas[label] >= _LEAST_AREA * glowing.size]
    if not large:
        return 0.0, np.zeros_like(glowing)
    most = max(large, key=lambda label: float(printed[label] / areas[label]))
    return float(printed[most] / areas[most]), np.asarray(labels == most)
