"""Brings a page to the brightness and colour of a reference, as a whole: what is left differs locally."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.quantiles import median_of
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import (
    Map,
    Mask,
    Planes,
    as_planes,
    blur_masked,
    brightest,
    darkest,
    mean_colour,
    reduced,
)

_STEP_MM = 1.0
"""One sample a square of this side."""
_LIFT_MM, _ROUNDS = 1.5, 5
"""Window in which a reflection's brightness is found; and rounds of fitting. Judgements; not fitted."""
_TRIM = 2.0
"""Standard deviations (robust) beyond which a sample is no longer asked: glare, forged places."""
_RIDGE = 25.0
"""Squared grey levels a sample."""
LEAST_GAIN, MOST_GAIN = 0.4, 2.5
"""Of contrast, within which a capture is brought to the reference. A judgement; not fitted."""
_EVERY = 16
"""Rows and columns that are looked at for colour first."""
_TINT_ALONE = 1
"""Grey levels by which channels differ in a file that was only stored in colour."""
_LEAST_SAMPLES = 60
"""Samples without which the page is left as it is. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelling:
    """What brings a page to the brightness, contrast and colour cast of a reference."""

    colours: tuple[tuple[float, float, float, float], ...]
    """Of each colour its gain, the gain's slopes across and down the page, and its offset; empty where too little was trusted to tell."""

    def of(self, page: Planes) -> Planes:
        """Bring the page (h, w, C), at any resolution, to the reference; so also means over small places of it."""
        return self.of_part(page, (slice(None), slice(None)), page.shape)

    def of_part(self, part: Planes, window: tuple[slice, slice], shape: tuple[int, ...]) -> Planes:
        """Bring what lies in a window (rows, columns) of a page of this shape (H, W[, C]) to the reference."""
        if not self.colours:
            return part
        (y, x), (rows, columns) = _over(shape[:2]), window
        levels = []
        for plane, (gain, across, down, offset) in zip(cv2.split(part), self.colours, strict=True):
            lit = np.float32(gain) + np.float32(across) * x[:, columns] + np.float32(down) * y[rows]
            levels.append((plane - np.float32(offset)) / np.clip(lit, LEAST_GAIN, MOST_GAIN))
        return np.asarray(cv2.merge(levels), dtype=np.float32).reshape(part.shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelledPage:
    """A page that lies on its reference, to be compared with it place by place: only what is looked at is levelled."""

    page: Pixels
    """(H, W[, 3]) on the template frame."""
    reference: LightReference
    levelling: Levelling

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the template frame."""
        height, width = self.reference.constant.shape
        return height, width

    def departs(self, window: tuple[slice, slice]) -> Planes:
        """Give by how many grey levels a window (rows, columns) is brighter than the reference, (h, w, C) of the colours that both have."""
        seen, expected = as_planes(self.page[window], self.reference.mean[window])
        return np.asarray(self.levelling.of_part(seen, window, self.shape) - expected, np.float32)


def levelled_page(page: Pixels, reference: LightReference) -> LevelledPage:
    """Find what brings a page (H, W[, 3]) to its reference, trusting the print that is constant."""
    return LevelledPage(
        page=page, reference=reference, levelling=levelling(page, reference.mean, reference.constant)
    )


def levelling(page: Pixels, reference: Pixels, trusted: Mask) -> Levelling:
    """Find what brings a page to a reference.

    For each colour p = (gain + slope over the page) r + offset, fitted robustly on the trusted places and inverted; so
    an honest difference of exposure, white balance or even lighting leaves nothing, a local difference of colour stays.
    Grey is compared with grey where one of the two has no colour.
    """
    size, known = _samples(trusted)
    if np.count_nonzero(known) < _LEAST_SAMPLES:
        return Levelling(colours=())
    seen, expected = as_planes(*(reduced(pixels, size) for pixels in (page, reference)))
    return Levelling(
        colours=tuple(
            _fitted(seen[..., colour], expected[..., colour], known) for colour in range(seen.shape[2])
        )
    )


def levelled(page: Pixels, reference: Pixels, trusted: Mask) -> Planes:
    """The page (H, W, C) at the reference's brightness, contrast and colour cast."""
    return levelling(page, reference, trusted).of(as_planes(page, reference)[0])


def is_grey(pixels: Pixels) -> bool:
    """Whether pixels (H, W[, 3]) hold no colour: a scanner or file set to grey, and no page of one hue."""
    if pixels.ndim == 2:
        return True
    # Most pages show their colours in a few places; only a grey one has to be looked at everywhere.
    return all(
        float((brightest(part) - darkest(part)).max()) <= _TINT_ALONE
        for part in (np.ascontiguousarray(pixels[::_EVERY, ::_EVERY]), pixels)
    )


def lifted(page: Pixels | Planes, reference: Pixels | Planes, trusted: Mask) -> Map:
    """(H, W): grey levels by which places of some millimetres are brighter than exposure and even lighting explain."""
    height, width = trusted.shape
    size, known = _samples(trusted)
    if np.count_nonzero(known) < _LEAST_SAMPLES:
        return np.zeros(trusted.shape, dtype=np.float32)
    seen, expected = (
        mean_colour(reduced(pixels, size).reshape(*known.shape, -1)) for pixels in (page, reference)
    )
    gain, across, down, offset = _fitted(seen, expected, known)
    y, x = _over((size[1], size[0]))
    lit = np.float32(gain) + np.float32(across) * x + np.float32(down) * y
    lift = seen - lit * expected - np.float32(offset)
    smooth = blur_masked(np.asarray(lift, np.float32)[..., None], known, sigma_px=_LIFT_MM / _STEP_MM)[..., 0]
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def colour_difference(page: Pixels, reference: Pixels, trusted: Mask) -> NDArray[np.float32]:
    """(H, W, C): the levelled page minus the reference, grey levels, the mean over 1 mm of trusted print."""
    _, r = as_planes(page, reference)
    return blur_masked(levelled(page, reference, trusted) - r, trusted, sigma_px=0.5 * REFERENCE_PX_PER_MM)


def _over(shape: tuple[int, ...]) -> tuple[Map, Map]:
    """Places down (H, 1) and across (1, W) a page, from -1 to 1."""
    down, across = (np.linspace(-1, 1, length, dtype=np.float32) for length in shape)
    return down[:, None], across[None, :]


def _samples(trusted: Mask) -> tuple[tuple[int, int], Mask]:
    """Columns and rows of the samples, and which of them are mostly trusted."""
    step = round(_STEP_MM * REFERENCE_PX_PER_MM)
    size = (trusted.shape[1] // step, trusted.shape[0] // step)
    return size, reduced(trusted.view(np.uint8), size) > 0.5


def _fitted(seen: Map, expected: Map, known: Mask) -> tuple[float, float, float, float]:
    """Gain, its slopes across and down (page from -1 to 1), and offset that bring the expected to the seen."""
    y, x = (np.broadcast_to(axis, seen.shape)[known] for axis in _over(seen.shape))
    r = expected[known].astype(np.float64)
    terms = np.stack([r, r * x, r * y, np.ones_like(r)])
    target, kept = seen[known].astype(np.float64), np.ones(len(r), dtype=bool)
    start = np.array([1.0, 0.0, 0.0, 0.0])
    solution = start
    for _ in range(_ROUNDS):
        # A page of one tone cannot tell gain from offset: a ridge keeps the gain near 1 there.
        ridge = np.diag([_RIDGE * kept.sum(), 0.0, 0.0, 1e-6])
        held = terms * kept
        solution = np.linalg.lstsq(held @ terms.T + ridge, held @ target + ridge @ start, rcond=None)[0]
        off = np.abs(target - solution @ terms)
        before, kept = kept, off <= max(_TRIM * 1.4826 * median_of(off), 1.0)
        if np.array_equal(kept, before):
            break
    gain, across, down, offset = (float(value) for value in solution)
    return gain, across, down, offset
