"""Where the secondary portrait repeats the portrait: the scale, and the place at which the same picture lies.

Personalization prints both from one image, so on every genuine document of a series the picture lies at the same place in
both to a few hundredths of a millimetre, whoever it shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Repeat
from docforensics.templates.planes import Map, as_grey

_SCALES = tuple(float(scale) for scale in np.geomspace(0.25, 0.7, 27))
_FINER = tuple(float(step) for step in np.linspace(-0.03, 0.03, 13))
_FINE_PX, _COARSE_PX = 1.5, 6.0
"""Band in which a small portrait still carries the picture: below is its screen, above its shading."""
_EVEN_PX, _NOISE = 8.0, 2.0
"""Each place is brought to one contrast over this width, but for that of noise (grey levels): personalization stretches the
contrast of secondary portraits, and without this a dark face against a pale page would be told by its outline alone."""
_INNER = 0.2
"""Share of the portrait left out on each side: there it fades, is cut otherwise, or its place was drawn wide."""
_SLACK_MM = 2.5
"""How far beyond the secondary portrait's place the picture may reach."""
SAME = 0.8
"""Correlation from which both show one picture: on Utopia 0.93 and more, other people's pictures at most 0.72."""
LEAST_CAPTURES = 3
"""Captures from which the spread of genuine pages is known. A judgement; not fitted."""
_MIN_SPREAD_MM, _MAX_SPREAD_MM = 0.05, 0.5
"""Least spread that is learned, and spread beyond which the picture has no fixed place. On Utopia genuine pages
depart by 0.06 mm. Judgements; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The portrait laid on the secondary portrait of one page."""

    scale: float
    """Size in the secondary portrait over size in the portrait."""
    x_mm: float
    """Where the middle of the portrait's place lies in the secondary portrait, page millimetres."""
    y_mm: float
    likeness: float
    """Correlation, -1..1."""


def place(
    page: Pixels, portrait: BoxMm, secondary: BoxMm, scales: Iterable[float] = _SCALES
) -> Placed | None:
    """Lay the portrait of a page (on the template frame) on its secondary portrait, at the best of `scales`.

    None where the secondary portrait's place is too small for the portrait at any scale.
    """
    grey = as_grey(page)
    picture = grey[portrait.to_px(REFERENCE_PX_PER_MM).slices]
    window = secondary.grown(_SLACK_MM).to_px(REFERENCE_PX_PER_MM)
    left, top = max(window.left, 0), max(window.top, 0)
    copy = at_one_contrast(grey[top : max(window.bottom, 0), left : max(window.right, 0)])
    found = [placed for scale in scales if (placed := _at(picture, copy, scale, left, top)) is not None]
    return max(found, key=lambda placed: placed.likeness, default=None)


def learned_repeat(pages: Sequence[Pixels], portrait: BoxMm, secondary: BoxMm) -> Repeat | None:
    """Where genuine pages all repeat the portrait; None where they do not show it, or differ.

    How far genuine pages depart from it, `LEAST_CAPTURES` tell.
    """
    coarse = [found for page in pages if (found := place(page, portrait, secondary)) is not None]
    same = [found.scale for found in coarse if found.likeness > SAME]
    least = min(LEAST_CAPTURES, len(pages))
    if len(same) < max(least, len(pages) / 2):
        return None
    near = float(np.median(same))
    finer = [near * (1 + step) for step in _FINER]
    by_scale = [[place(page, portrait, secondary, (scale,)) for page in pages] for scale in finer]
    likeness = [sum(found.likeness for found in row if found is not None) for row in by_scale]
    best = int(np.argmax(likeness))
    placed = [found for found in by_scale[best] if found is not None and found.likeness > SAME]
    if len(placed) < least:
        return None
    places = np.array([(found.x_mm, found.y_mm) for found in placed])
    middle = np.median(places, axis=0)
    spread = float(np.sqrt(((places - middle) ** 2).sum(axis=1).mean() / 2))
    if spread > _MAX_SPREAD_MM:
        return None
    return Repeat(
        scale=finer[best],
        x_mm=float(middle[0]),
        y_mm=float(middle[1]),
        spread_mm=max(spread, _MIN_SPREAD_MM),
    )


def _at(picture: Map, copy: Map, scale: float, left: int, top: int) -> Placed | None:
    height, width = (round(side * scale) for side in picture.shape)
    dy, dx = round(_INNER * height), round(_INNER * width)
    if min(height - 2 * dy, width - 2 * dx) < 24:
        return None
    small = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    pattern = inner(at_one_contrast(small))
    if pattern.shape[0] > copy.shape[0] or pattern.shape[1] > copy.shape[1] or pattern.std() == 0:
        return None
    matched = np.nan_to_num(cv2.matchTemplate(copy, pattern, cv2.TM_CCOEFF_NORMED), posinf=0, neginf=0)
    likeness = np.asarray(matched, dtype=np.float32)
    row, column = (int(index) for index in np.unravel_index(int(likeness.argmax()), likeness.shape))
    shift_y, shift_x = _peak(likeness[:, column], row), _peak(likeness[row], column)
    return Placed(
        scale=scale,
        x_mm=(left + shift_x - dx + width / 2) / REFERENCE_PX_PER_MM,
        y_mm=(top + shift_y - dy + height / 2) / REFERENCE_PX_PER_MM,
        likeness=float(likeness[row, column]),
    )


def _peak(values: NDArray[np.float32], at: int) -> float:
    """The top of the parabola through a peak and its neighbours."""
    if not 0 < at < len(values) - 1:
        return float(at)
    before, here, after = (float(value) for value in values[at - 1 : at + 2])
    bend = before - 2 * here + after
    return at + (0.5 * (before - after) / bend if bend < 0 else 0.0)


def at_one_contrast(
    picture: Map, *, fine_px: float = _FINE_PX, coarse_px: float = _COARSE_PX, even_px: float = _EVEN_PX
) -> Map:
    """The tones between two scales of a picture (H, W), at one contrast everywhere."""
    fine, coarse = (cv2.GaussianBlur(picture, (0, 0), sigma) for sigma in (fine_px, coarse_px))
    band = fine - coarse
    contrast = np.sqrt(cv2.GaussianBlur(band * band, (0, 0), even_px) + _NOISE**2)
    return np.asarray(band / contrast, dtype=np.float32)


def inner(picture: Map) -> Map:
    """The portrait (H, W) without its rim."""
    height, width = picture.shape
    dy, dx = round(_INNER * height), round(_INNER * width)
    return np.ascontiguousarray(picture[dy : height - dy, dx : width - dx])
