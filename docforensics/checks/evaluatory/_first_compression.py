"""Which block of a picture bears the trace of an earlier compression, and which lost it.

A coefficient that was quantised twice stands on the bins of the second step with the gaps and heaps that the first step
left; one that was changed in between, or put there, stands on them smoothly. The first step is estimated frequency by
frequency from the picture itself (maximum likelihood over all its blocks); the smooth histogram comes from the same
picture cut four pixels off its grid. Per block the log likelihood ratio of "once" against "twice" follows.

Sources: Lin, He, Tang and Tang 2009 (Pattern Recognition 42); Bianchi and Piva 2012 (IEEE TIFS 7(3)), whose simplified
maps take the same histograms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import erf, gcd

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.support.native_image import BLOCK, Floats, Native
from docforensics.page.geometry import Points

Doubles = NDArray[np.float64]
Mask = NDArray[np.bool_]

_REACH = 8
"""Frequencies up to this sum of indices are looked at; higher ones are mostly zero."""
_MOST_STEP = 24
"""Largest first step that is looked for; coarser ones would show to the eye."""
_NOISE = 0.45
"""Standard deviation of a coefficient between the compressions: rounding of luma (0.29) twice and of RGB (0.2)."""
_FINE = 0.25
"""Bin of the smooth histogram, grey levels."""
_MOST_BINS = 60
"""Beyond, coefficients are rare. A judgement; not fitted."""
_DOUBT = 0.02
"""Share of every coefficient that either hypothesis grants to the other: no block is judged by one of them."""
_LEAST_GAIN = 0.002
"""Log likelihood a coefficient, natural, by which the first step must explain the page better than none does."""
_LEAST_TOTAL = 30.0
"""The same over all coefficients, natural log. A judgement; not fitted."""
_CALM = 0.75
"""Share of the page's blocks that are taken for calm: background, not text."""
_PERIODS = 2
"""Times that the pattern of a first step must repeat within the bins that are reached."""
_LEAST_BINS = 4
"""Bins of the second step that a frequency must reach over for a pattern among them to be told."""

_K, _N = np.ogrid[:BLOCK, :BLOCK]
_BASIS = np.asarray(
    np.sqrt(np.where(_K, 2, 1) / BLOCK) * np.cos((2 * _N + 1) * _K * np.pi / (2 * BLOCK)), np.float32
)
"""(8, 8) discrete cosine transform, by frequency and place."""
FREQUENCIES = tuple((i, j) for i in range(len(_BASIS)) for j in range(len(_BASIS)) if 0 < i + j <= _REACH)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FirstCompression:
    """What is left of an earlier compression."""

    once: Floats
    """(h, w) log likelihood ratio, natural, that a block was quantised once against twice; 0 where nothing tells."""
    origin: tuple[int, int]
    """Row and column in the picture of the first block."""
    steps: dict[tuple[int, int], int]
    """First quantisation step found, by frequency; empty when there was no earlier compression to be seen."""


def first_compression(native: Native, outline: Points) -> FirstCompression | None:
    """Look for the trace of an earlier compression; None where the page holds too few blocks.

    Parameters
    ----------
    outline
        (4, 2) corners of the page in pixels of the picture: what lies beside the page has another history.
    """
    low = np.clip(np.floor(outline.min(axis=0)), 0, None).astype(int)
    high = np.ceil(outline.max(axis=0)).astype(int)
    row, column = (_aligned(int(at), origin) for at, origin in zip(low[::-1], native.origin, strict=True))
    luma = native.luma[row : max(int(high[1]), 0), column : max(int(high[0]), 0)]
    if min(luma.shape) < 4 * BLOCK:
        return None
    on_grid, off_grid = coefficients(luma), coefficients(luma[BLOCK // 2 :, BLOCK // 2 :])
    shape = next(iter(on_grid.values())).shape
    page = _inside(shape, (outline - (column, row)) / BLOCK)
    classes = list(_content_classes(on_grid, off_grid, page))
    once = np.zeros(shape, np.float32)
    steps = {}
    for frequency, values in on_grid.items():
        samples = [(values[own], off_grid[frequency][other]) for own, other in classes]
        found = _judged(samples, float(native.steps[frequency]))
        if found is not None:
            steps[frequency] = found[0]
            for (own, _), ratios in zip(classes, found[1], strict=True):
                once[own] += ratios
    return FirstCompression(once=once, origin=(row, column), steps=steps)


def _content_classes(
    on_grid: dict[tuple[int, int], Floats], off_grid: dict[tuple[int, int], Floats], page: Mask
) -> Iterator[tuple[Mask, Mask]]:
    """The page's blocks, calm and busy apart, on the grid and off it: each has a histogram of its own course."""
    own, other = (np.sqrt(sum(np.square(values) for values in grid.values())) for grid in (on_grid, off_grid))
    limit = float(np.quantile(own[page], _CALM)) if page.any() else 0.0
    beside = page[: other.shape[0], : other.shape[1]]
    yield page & (own <= limit), beside & (other <= limit)
    yield page & (own > limit), beside & (other > limit)


def _inside(shape: tuple[int, int], outline: Points) -> Mask:
    """Which blocks lie wholly on the page, one block away from its edge."""
    drawn = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(drawn, np.rint(outline - 0.5).astype(np.int32), (1,))
    return np.asarray(cv2.erode(drawn, np.ones((3, 3), np.uint8)) > 0, dtype=bool)


def coefficients(luma: Floats) -> dict[tuple[int, int], Floats]:
    """DCT of 8x8 blocks from the top left, (h, w) a frequency."""
    height, width = (length // BLOCK for length in luma.shape)
    rows = np.tensordot(
        _BASIS, luma[: height * BLOCK, : width * BLOCK].reshape(height, BLOCK, -1), axes=(1, 1)
    )
    blocks = np.tensordot(rows.reshape(len(_BASIS), height, width, BLOCK), _BASIS, axes=(3, 1))
    return {(i, j): blocks[i, :, :, j] for i, j in FREQUENCIES}


def _aligned(at: int, origin: int) -> int:
    return origin + max(-(-(at - origin) // BLOCK), 0) * BLOCK


def _judged(samples: Sequence[tuple[Floats, Floats]], step: float) -> tuple[int, list[Floats]] | None:
    """The first step at one frequency and the blocks' log likelihood ratios, class by class; None when none is found."""
    histograms = [_Class(values, smooth, step) for values, smooth in samples]
    reach = max(known.reach for known in histograms)
    total = sum(known.counts.sum() for known in histograms)
    best, least = 0, max(_LEAST_GAIN * total, _LEAST_TOTAL)
    for first in range(1, _MOST_STEP + 1):
        if _PERIODS * first > reach * gcd(first, round(step)):
            continue  # the pattern repeats after so many bins; a part of it could be the page's own course
        gains = [known.gain(first) for known in histograms]
        if min(gains) >= 0 and sum(gains) > least:
            best, least = first, sum(gains)
    return None if best == 0 else (best, [known.ratios(best) for known in histograms])


class _Class:
    """One frequency of the blocks of one content class."""

    def __init__(self, values: Floats, smooth: Floats, step: float) -> None:
        self._step = step
        reach = int(np.percentile(np.abs(smooth), 99.9) / step) if smooth.size else 0
        self.reach = min(reach, _MOST_BINS) if reach >= _LEAST_BINS else 0
        self._bins = np.abs(np.rint(values / step)).astype(np.intp)
        self.counts = np.bincount(self._bins[self._bins <= self.reach], minlength=self.reach + 1)[1:].astype(
            np.float64
        )
        if self.reach:
            self._centres, self._weights = _smooth_histogram(smooth, step, self.reach)
            self._once = _tilted(
                _binned(self._centres, self._weights, step, self.reach, noise=0.05), self.counts
            )

    def gain(self, first: int) -> float:
        """Log likelihood by which a first step explains the class better than none does; 0 where undecided."""
        if not self.reach or _PERIODS * first > self.reach * gcd(first, round(self._step)):
            return 0.0
        mixed = 0.9 * self._twice(first) + 0.1 * self._once
        return float((self.counts * np.log(mixed / self._once)).sum())

    def ratios(self, first: int) -> Floats:
        """Log likelihood ratio of once against twice of every block; 0 where undecided."""
        table = np.zeros(self.reach + 2)  # zeros and what lies beyond tell of the content, not of the steps
        if self.reach and _PERIODS * first <= self.reach * gcd(first, round(self._step)):
            twice = self._twice(first)
            table[1:-1] = np.log((self._once + _DOUBT * twice) / (twice + _DOUBT * self._once))
        return np.asarray(table[np.minimum(self._bins, self.reach + 1)], dtype=np.float32)

    def _twice(self, first: int) -> Doubles:
        nearest = np.rint(self._centres / first).astype(np.intp)
        heaps = np.bincount(nearest, weights=self._weights).astype(np.float64)
        at = first * np.arange(len(heaps), dtype=np.float64)
        return _tilted(_binned(at, heaps, self._step, self.reach, noise=_NOISE), self.counts)


def _tilted(shares: Doubles, counts: Doubles) -> Doubles:
    """Bins 1 and on, their slow course brought to that of the page: only what alternates tells of a first step."""
    at = np.sqrt(np.arange(1, len(shares), dtype=np.float64) / len(shares))
    basis = np.stack([np.ones_like(at), at, at**2], axis=1)
    weight = np.sqrt(counts + 1.0)
    target = np.log((counts + 0.5) / shares[1:])
    slow = basis @ np.linalg.lstsq(basis * weight[:, None], target * weight, rcond=None)[0]
    tilted = shares[1:] * np.exp(slow - slow.max())
    return np.asarray(tilted / tilted.sum(), dtype=np.float64)


def _smooth_histogram(smooth: Floats, step: float, reach: int) -> tuple[Doubles, Doubles]:
    """Centres and weights, folded at zero, of what coefficients would be had they not been quantised."""
    most = (reach + 1.5) * step
    edges = np.arange(0.0, most + _FINE, _FINE)
    counts = np.histogram(np.abs(smooth), bins=edges)[0].astype(np.float64)
    width = max(1.0, 0.4 * step) / _FINE
    kernel = np.exp(-0.5 * (np.arange(-3 * int(width) - 1, 3 * int(width) + 2) / width) ** 2)
    folded = np.concatenate([counts[::-1], counts])
    full = np.convolve(folded, kernel / kernel.sum(), mode="same")[len(counts) :]
    return edges[:-1] + _FINE / 2, full / max(full.sum(), 1e-12) + 1e-9


def _binned(at: Doubles, weights: Doubles, step: float, reach: int, *, noise: float) -> Doubles:
    """Share of each bin 0..reach, both signs together, of heaps at `at` blurred by `noise`."""
    edges = (np.arange(reach + 2) - 0.5) * step
    below = _normal((edges[:, None] - at) / noise)
    above = _normal((edges[:, None] + at) / noise)
    upper, lower = below[1:] - below[:-1], above[1:] - above[:-1]
    lower[0] = 0.0
    upper[0] = below[1] - _normal((-edges[1] - at) / noise)
    shares = (upper + lower) @ weights + 1e-9
    return np.asarray(shares / shares.sum(), dtype=np.float64)


_TABLE = np.array([0.5 * (1 + erf(x / np.sqrt(2))) for x in np.linspace(-6, 6, 2401)])


def _normal(x: Doubles) -> Doubles:
    """Distribution function of the normal distribution, from a table (NumPy has none)."""
    return np.asarray(_TABLE[np.clip((x + 6) * 200, 0, 2400).astype(np.intp)], dtype=np.float64)
