"""Distinguishes templates that differ in some details: editions of one model, by what a page shows at those places."""

from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.planes import Map, Mask, Planes, blur, dot, mean_colour
from docforensics.templates.retrieval.verification import VIEW_PX_PER_MM, CoarseView, fit, moved

_DIFFERS = 7.0
"""Grey levels (root mean square over the window) by which two editions differ at a place."""
_UNLIKE = 0.45
"""The same squared, as a share of both prints' energy: 1 where one is missing or they are unrelated."""
_SURELY = 250
"""Of 255: places at whose borders personal data begin are not asked."""
_WINDOW_MM, PLACE_MARGIN_MM = 0.5, 3.0
"""Window in which editions are compared, and the surroundings that lay it in place. A judgement; not fitted."""
_SLACK_PX = 2.5
"""How far a place may lie off after the whole page was laid on the view."""
_MOST_PLACES, _LEAST_MM2, _BAND_PX = 8, 0.15, (0.6, 6.0)
"""Places that are asked at most, their least size, and the band without noise and illumination. Judgements; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """Which of two editions a page shows."""

    lean: float
    """-1 .. 1: above 0 the first, below 0 the second; near 0 it cannot be told."""
    places: int
    """How many places of difference were looked at; 0 where the editions show none that a page can be asked about."""


def prefer(page: Pixels, one: CoarseView, other: CoarseView) -> Preference:
    """Ask a page that lies on the first view's frame (`Fit.page`) which of the two it shows.

    At every place where the two differ the page is laid on each locally, and the squared differences are compared. The
    mean over the places is weighted by how much the editions differ there.
    """
    # Editions were learned apart, each on a frame of its own: the other is laid on the first.
    laid = fit(other.colour, one)
    known = one.constant & (moved(other.pixels[..., 3], laid.matrix) > _SURELY)
    bands = [band_of(pixels) for pixels in (page, one.colour, laid.page)]
    total, weight, places = 0.0, 0.0, 0
    for rows, columns in strongest_places(_difference(bands[1], bands[2], known)):
        seen, first, second = (band[rows, columns] for band in bands)
        here = lean_at(seen, first, second, known[rows, columns])
        if here is not None:
            total += here.strength * here.lean
            weight, places = weight + here.strength, places + 1
    return Preference(lean=total / weight if weight else 0.0, places=places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """Which of two prints a page shows at one place."""

    lean: float
    """-1 .. 1: above 0 the first, below 0 the second."""
    strength: float
    """How much the two differ there, squared grey levels summed."""


def lean_at(seen: Planes, first: Planes, second: Planes, known: Mask) -> Lean | None:
    """Compare a band-passed patch with two prints that differ; None where they do not.

    All are patches of one place at `VIEW_PX_PER_MM`; each may lie a fraction of a millimetre off.
    """
    contrast = contrast_of(first, second, known)
    return None if contrast is None else contrast.lean(seen)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrintContrast:
    """Two prints of one place that differ: what any page is compared with there."""

    first: Planes
    second: Planes
    apart: Map
    """(h, w): how far they differ, grey levels; 0 where they are alike."""

    def lean(self, seen: Planes) -> Lean:
        """Compare a band-passed patch of a page with both."""
        off = [_misfit(seen, print_, self.apart > 0) for print_ in (self.first, self.second)]
        return Lean(
            lean=(off[1] - off[0]) / max(off[1] + off[0], 1e-6), strength=float((self.apart**2).sum())
        )


def contrast_of(first: Planes, second: Planes, known: Mask) -> PrintContrast | None:
    """Lay the second print on the first; None where the two do not differ."""
    second = _laid(second, first)
    apart = _difference(first, second, known)
    if int((apart > 0).sum()) < _LEAST_MM2 * VIEW_PX_PER_MM**2:
        return None
    return PrintContrast(first=first, second=second, apart=apart)


def _difference(one: Planes, other: Planes, both: Mask) -> Map:
    """(H, W): how far the two differ at each place of constant print, grey levels; 0 where they are alike.

    The edges of bold print differ by a fraction of a pixel between any two captures: against the print's own energy that
    is little, and another print is much.
    """
    known = both.astype(np.float32)
    sigma = _WINDOW_MM * VIEW_PX_PER_MM
    step = one - other
    apart, first, second = (
        blur(np.asarray(dot(a, a) / 3 * known, np.float32), sigma) for a in (step, one, other)
    )
    differs = (apart > _DIFFERS**2) & (apart > _UNLIKE * (first + second)) & both
    return np.where(differs, np.sqrt(np.maximum(apart, 0)), 0).astype(np.float32)


def strongest_places(apart: Map) -> list[tuple[slice, slice]]:
    """Give the strongest connected places of difference, each with a margin."""
    margin = round(PLACE_MARGIN_MM * VIEW_PX_PER_MM)
    near = cv2.dilate((apart > 0).astype(np.uint8), np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    mass = np.bincount(labels.ravel(), weights=(apart**2).ravel(), minlength=len(stats))
    area = np.bincount(labels.ravel(), weights=(apart > 0).ravel(), minlength=len(stats)) / VIEW_PX_PER_MM**2
    order = [int(label) for label in np.argsort(-mass) if label and area[label] >= _LEAST_MM2]
    found = []
    for label in order[:_MOST_PLACES]:
        left, top, width, height = (int(value) for value in stats[label][:4])
        rows = slice(max(top - margin, 0), min(top + height + margin, apart.shape[0]))
        columns = slice(max(left - margin, 0), min(left + width + margin, apart.shape[1]))
        found.append((rows, columns))
    return found


def _misfit(seen: Planes, edition: Planes, where: Mask) -> float:
    """Least mean squared difference of the page from one edition where the two differ."""
    return min(_mean_square(page, edition, where) for page in (seen, _laid(seen, edition)))


def _laid(patch: Planes, target: Planes) -> Planes:
    """The patch shifted by a fraction of a millimetre onto the target, if phase correlation finds that it should be."""
    height, width = patch.shape[:2]
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    (dx, dy), _ = cv2.phaseCorrelate(mean_colour(patch), mean_colour(target), window)
    if max(abs(dx), abs(dy)) > _SLACK_PX:
        return patch
    matrix = np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])
    shifted = cv2.warpAffine(patch, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shifted, dtype=np.float32)


def _mean_square(page: Planes, reference: Planes, weight: Mask) -> float:
    """With the page at the reference's contrast: a pale capture is none the less of its edition."""
    p, r = page[weight], reference[weight]
    gain = float(np.clip((p * r).sum() / max(float((p * p).sum()), 1e-6), 0.7, 1.6))
    return float(((gain * p - r) ** 2).mean())


def band_of(pixels: Pixels) -> Planes:
    """Band-passed colours, as `lean_at` takes them."""
    planes = pixels.astype(np.float32)
    return np.asarray(blur(planes, _BAND_PX[0]) - blur(planes, _BAND_PX[1]), dtype=np.float32)
