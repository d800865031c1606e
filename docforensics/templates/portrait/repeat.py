"""Where the secondary portrait repeats the portrait: the scale, and the place at which the same picture lies.

Personalization prints both from one image, so on every genuine document of a series the picture lies at the same place in
both to a few hundredths of a millimetre, whoever it shows. Where it prints the data in the same pass, all of that lies d aside on
one copy; the picture is taken from a fixed place of the page, and so it seems to lie (1 - scale) d aside in the secondary portrait,
as a portrait would that is displaced by (1 - scale) / scale d: what the data of the same page lie aside is taken off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.data_place import FEWEST_HOLDERS, DataShift
from docforensics.templates.model import REFERENCE_PX_PER_MM, BesideData, Repeat
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
_MIN_BESIDE_MM = 0.03
"""Least spread that is learned beside the data of the same page, and on the page that data may explain. On 32 genuine pages of eight random designs (seen)
.017 mm in either direction."""
_EXPLAINED = 0.7
"""Share of the spread on the page that may be left beside the data for both pictures to have been printed with them. A judgement; with five pages of another pass it is
reached by chance in less than one template of a hundred (`data_place.FEWEST_HOLDERS`)."""
_MOST_ASIDE_MM = 1.0
"""That a pass of printing may lie aside: the tolerance that Doc 9303-3 has for the zone (standards.md 1.9); genuine pages .7 in either direction (two random designs, seen). Further,
all of the personalization may have been printed anew."""


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


def learned_repeat(
    pages: Sequence[Pixels],
    portrait: BoxMm,
    secondary: BoxMm,
    shifts: Sequence[DataShift | None] | None = None,
) -> Repeat | None:
    """Where genuine pages all repeat the portrait; None where they do not show it, or differ.

    How far genuine pages depart from it, `LEAST_CAPTURES` tell. `shifts` are what the data of each page lie aside: one page of each holder, None for the others and
    where it is not known.
    """
    coarse = [found for page in pages if (found := place(page, portrait, secondary)) is not None]
    same = [found.scale for found in coarse if found.likeness > SAME]
    least = min(LEAST_CAPTURES, len(pages))
    if len(same) < max(least, len(pages) / 2):
        return None
    scale, alike = _at_best_scale(pages, portrait, secondary, float(np.median(same)))
    placed = [found for found in alike if found is not None]
    if len(placed) < least:
        return None
    (x_mm, y_mm), spread = _middle(placed)
    if spread > _MAX_SPREAD_MM:
        return None
    pairs = zip(alike, shifts or [None] * len(pages), strict=True)
    return Repeat(
        scale=scale,
        x_mm=x_mm,
        y_mm=y_mm,
        spread_mm=max(spread, _MIN_SPREAD_MM),
        beside=_beside([(found, shift) for found, shift in pairs if found is not None and shift is not None]),
    )


def _at_best_scale(
    pages: Sequence[Pixels], portrait: BoxMm, secondary: BoxMm, near: float
) -> tuple[float, list[Placed | None]]:
    """The scale about one at which the pages are most alike, and where each shows the same picture at it."""
    finer = [near * (1 + step) for step in _FINER]
    by_scale = [[place(page, portrait, secondary, (scale,)) for page in pages] for scale in finer]
    likeness = [sum(found.likeness for found in row if found is not None) for row in by_scale]
    best = int(np.argmax(likeness))
    return finer[best], [
        found if found is not None and found.likeness > SAME else None for found in by_scale[best]
    ]


def beside_data(found: Placed, shift: DataShift) -> Placed | None:
    """Where the picture would lie if the data of the page, and both pictures with them, lay where genuine documents have them; None where they lie too far aside for one pass."""
    if max(abs(shift.x_mm), abs(shift.y_mm)) > _MOST_ASIDE_MM:
        return None
    return _moved(found, shift, 1 - found.scale)


def _beside(pairs: Sequence[tuple[Placed, DataShift]]) -> BesideData | None:
    """Where the pictures lie beside the data of their pages; None where another reason for their places does as well as one pass of printing."""
    if len(pairs) < FEWEST_HOLDERS:
        return None
    scale = pairs[0][0].scale
    # In one pass, in passes of their own, the secondary portrait alone with the data, the portrait alone.
    one_pass, fixed, *others = (
        _middle([_moved(found, shift, share) for found, shift in pairs])
        for share in (1 - scale, 0, 1, -scale)
    )
    (x_mm, y_mm), spread = one_pass
    if fixed[1] < _MIN_BESIDE_MM or spread > min(_EXPLAINED * fixed[1], *(other for _, other in others)):
        return None
    return BesideData(x_mm=x_mm, y_mm=y_mm, spread_mm=max(spread, _MIN_BESIDE_MM))


def _moved(found: Placed, shift: DataShift, share: float) -> Placed:
    return replace(found, x_mm=found.x_mm - share * shift.x_mm, y_mm=found.y_mm - share * shift.y_mm)


def _middle(placed: Sequence[Placed]) -> tuple[tuple[float, float], float]:
    """Where the pictures lie in the middle, and their standard deviation in either direction."""
    places = np.array([(found.x_mm, found.y_mm) for found in placed])
    middle = np.median(places, axis=0)
    spread = float(np.sqrt(((places - middle) ** 2).sum(axis=1).mean() / 2))
    return (float(middle[0]), float(middle[1])), spread


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
