"""Print of the reference that is gone from a page, at a scale at which captures agree that differ in every fine line.

Devices, printing batches and wear change fine lines all over a page, and a registration that is a little off moves them: a page
that is unlike its reference throughout tells nothing about a single line. Elements of some millimetres (an emblem, a value, a
block of text) are there all the same. What is looked for is therefore not print that differs, which a poor registration makes
anywhere, but print that is *missing*: less than a quarter of its energy is left, and what is left is other print. Neither moving nor
blurring, fading or changing the colours of the whole page does that to one place.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.occlusion import burnt_out
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Map, Mask, as_grey, blur

_PX_PER_MM = 4.0
"""Scale of the work: the band is far coarser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A scale of print: of elements, or of single letters."""

    fine_mm: float
    coarse_mm: float
    """Band pass, standard deviations: below lies finer print, above illumination."""
    window_mm: float
    """Standard deviation of the window in which it is compared."""


ELEMENTS = Band(fine_mm=0.5, coarse_mm=2.5, window_mm=1.5)
"""Ten notes of one model (phones, scanners, grey and colour) agree in it to a median dissimilarity of 0.04 to 0.11, where a band of 0.12 to
0.75 mm gives 0.18 to 0.44 for the same registrations; 0.25 to 1.2 mm gives 0.07 to 0.23."""
LETTERS = Band(fine_mm=0.25, coarse_mm=1.2, window_mm=1.0)
"""In which two numbers differ digit by digit, and captures that lie a little beside one another too."""
_LEAST_SUPPORT = 0.5
"""Share of the window that has to be known: a strip between fields shows no element. A judgement."""
_GAIN_MM, _LEAST_GAIN, _MOST_GAIN = 7.0, 0.4, 2.5
"""Window in which contrast is brought to the reference's, and how far beyond the page as a whole, which may be far paler."""
_NOISE = 16.0
"""Variance, squared grey levels, below which structure is not told from noise and paper. A judgement."""
_STRONG = 5.0
"""Grey levels (root mean square in the window) from which the reference's print is strong enough to be missed. A judgement."""
_ALIKE = 0.2
"""Median dissimilarity of strong print from which the page is unlike its reference at this scale too."""
_TOLERATED, _MARGIN = 3.0, 0.25
"""How many times the page's own median is tolerated, and dissimilarity beyond it that still means nothing. Judgements."""
_LOST, _GONE = -1.5, -2.0
"""Octaves of energy by which the print of a place falls short at its rim, and over its middle half. On the ten notes, each against the nine
others, places of some mm2 fall short by 1.1 to 1.6 octaves (a thread that changes colour, folds, the rim); where print was removed from
six copies by 2.0 to 3.5."""
_RELATED = 0.5
"""Correlation with the reference from which what is left is the reference's print, faded: under a reflection, by wear."""
_VEIL = 20.0
"""Grey levels by which the paper of a place is brighter than on the page as a whole: a reflection lies there. Where print was removed from the
six copies it is brighter by -14 to 14."""
_PAPER_MM = 1.6
"""Window in which the paper is the brightest: wider than a stroke. A judgement."""
ELEMENT_MM2 = 25.0
"""Area of a place. A judgement: the largest element that was removed from each of six copies has 149 and more, the smallest of all 41."""
_FEWEST = 400
"""Samples of strong print without which the page tells nothing: 25 mm2. A judgement."""


def missing_print(page: Pixels, reference: Pixels, trusted: Mask, faded: Map | None = None) -> Map | None:
    """(H, W): dissimilarity beyond what the page shows elsewhere, at places where the reference's print is gone; 0 elsewhere.

    None where the page is unlike its reference at this scale too, or shows too little strong print.

    Parameters
    ----------
    page, reference
        (H, W[, 3]) uint8 on the template frame, at its resolution.
    trusted
        (H, W): where the print is constant and was seen.
    faded
        (H, W): octaves by which elements fall short on genuine pages (`LightReference.faded`): print that falls short no farther is not gone.

    """
    shape = trusted.shape
    trusted = trusted & ~burnt_out(page)
    known = _reduced(trusted.astype(np.float32)) > 0.5
    seen, learned = (_reduced(as_grey(pixels)) for pixels in (page, reference))
    own, expected, cross = _energies(seen, learned, known, ELEMENTS)
    surrounded = _blurred(known.astype(np.float32), ELEMENTS.window_mm) > _LEAST_SUPPORT
    strong = known & surrounded & (np.sqrt(expected) > _STRONG)
    if np.count_nonzero(strong) < _FEWEST:
        return None
    apart = _apart(own, expected, cross)
    usual = median_of(apart[strong])
    if usual > _ALIKE:
        return None
    excess = apart - _TOLERATED * usual - _MARGIN
    if not (strong & (excess > 0)).any():
        return np.zeros(shape, np.float32)
    octaves = np.log2((own + _NOISE) / (expected + _NOISE))
    related = cross / np.sqrt(np.maximum(own * expected, 1.0))
    usual_loss = np.zeros_like(octaves) if faded is None else _reduced(faded)
    lost = strong & (octaves < np.minimum(_LOST, -usual_loss)) & (related < _RELATED) & (excess > 0)
    if not lost.any():
        return np.zeros(shape, np.float32)
    veil = _paper(seen) - _paper(learned)
    gone = _gone(lost, octaves, veil - np.float32(median_of(veil[strong])))
    found = np.where(gone, excess, 0).astype(np.float32)
    return np.asarray(cv2.resize(found, shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def element_octaves(page: Pixels, reference: Pixels, trusted: Mask) -> Map:
    """Octaves by which the page's elements exceed the reference's, NaN where these are weak or unknown; at the scale of this work."""
    known = _reduced(trusted.astype(np.float32)) > 0.5
    seen, learned = (_reduced(as_grey(pixels)) for pixels in (page, reference))
    own, expected, _ = _energies(seen, learned, known, ELEMENTS)
    surrounded = _blurred(known.astype(np.float32), ELEMENTS.window_mm) > _LEAST_SUPPORT
    strong = known & surrounded & (np.sqrt(expected) > _STRONG)
    return np.where(strong, np.log2((own + _NOISE) / (expected + _NOISE)), np.nan).astype(np.float32)


def band_dissimilarity(page: Pixels, reference: Pixels, band: Band) -> Map:
    """Dissimilarity of two pages in a band, 0 same .. 1 unrelated, 0 where neither shows strong print; at the scale of this work."""
    seen, other = (_reduced(as_grey(pixels)) for pixels in (page, reference))
    own, expected, cross = _energies(seen, other, np.ones(seen.shape, np.bool_), band)
    strong = np.sqrt(np.maximum(own, expected)) > _STRONG
    return np.where(strong, _apart(own, expected, cross), 0).astype(np.float32)


def _apart(own: Map, expected: Map, cross: Map) -> Map:
    return np.asarray(1 - (2 * cross + _NOISE) / (own + expected + _NOISE), dtype=np.float32)


def _gone(lost: Mask, octaves: Map, veil: Map) -> Mask:
    """The connected places that are large enough, over whose middle half the print is gone, and that no reflection brightens."""
    count, labels = cv2.connectedComponents(lost.astype(np.uint8), connectivity=8)
    kept = np.zeros(lost.shape, dtype=np.bool_)
    for label in range(1, count):
        place = labels == label
        is_large = np.count_nonzero(place) >= ELEMENT_MM2 * _PX_PER_MM**2
        if is_large and median_of(octaves[place]) < _GONE and median_of(veil[place]) < _VEIL:
            kept |= place
    return kept


def _paper(plane: Map) -> Map:
    """Brightness of the paper between the print, (H, W)."""
    side = 2 * round(_PAPER_MM * _PX_PER_MM) + 1
    brightest = cv2.dilate(_blurred(plane, 1 / _PX_PER_MM), np.ones((side, side), np.uint8))
    return np.asarray(cv2.blur(brightest, (side, side)), dtype=np.float32)


def _energies(page: Map, reference: Map, known: Mask, band: Band) -> tuple[Map, Map, Map]:
    """Energy of the page's print at the reference's contrast, of the reference's, and of both together, in the window."""
    weight = known.astype(np.float32)
    bands = [_blurred(plane, band.fine_mm) - _blurred(plane, band.coarse_mm) for plane in (page, reference)]
    own, expected, cross = (
        one * other * weight for one, other in ((bands[0], bands[0]), (bands[1], bands[1]), bands)
    )
    ratio = (_blurred(expected, _GAIN_MM) + 1) / (_blurred(own, _GAIN_MM) + 1)
    overall = np.float32(np.sqrt(median_of(ratio[known])) if known.any() else 1.0)
    gain = np.clip(np.sqrt(ratio) / overall, _LEAST_GAIN, _MOST_GAIN)
    support = np.maximum(_blurred(weight, band.window_mm), 1e-3)
    gain *= overall
    planes = (own * gain * gain, expected, cross * gain)
    first, second, both = (
        np.asarray(_blurred(np.asarray(plane, np.float32), band.window_mm) / support, np.float32)
        for plane in planes
    )
    return first, second, both


def _blurred(plane: Map, sigma_mm: float) -> Map:
    return blur(plane, sigma_mm * _PX_PER_MM)


def _reduced(plane: Map) -> Map:
    height, width = (max(round(side * _PX_PER_MM / REFERENCE_PX_PER_MM), 1) for side in plane.shape)
    return np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA), dtype=np.float32)
