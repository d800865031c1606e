"""Lays a page on a reference as a whole: all constant print is correlated at once, at every place and stretch nearby.

Key points ask each place alone, and where the holder's data and pictures are left out, pale line work that repeats is most of
what remains: few of its key points find their partners, and on a coarse page none. All of the print together has one place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Matrix
from docforensics.page.quad import centred
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map, Mask, as_grey
from docforensics.templates.registration.refine import fit_correction, scaling

OVERVIEW_PX_PER_MM = 2.0
"""Scale at which a page is looked at as a whole: the print of the coarsest pages that can be examined shows here."""
_STRETCHES = np.arange(-3, 4) * 0.04
"""By how much a frame that was assumed may be too large or too small, a width and a height apart: a picture cut 5 mm beside a card."""
_FINER = (0.02, 0.01)
"""Steps of the stretch around the best so far."""
_REACH_MM = 6.0
"""How far the middle of the page may lie off: frames of published pages lie off by 5.3 mm at most."""
_BAND_PX, _CLIP = (0.7, 4.0), 12.0
"""Band that is correlated, and grey levels at which it is clipped, so that a black letter outweighs no pale print. Judgements; not fitted."""
_KNOWN = 0.8
"""Share of a pixel that must be constant print."""
_TILE_MM, _STEP_SHARE = 20.0, 0.5
"""Tiles that put the frame right by more than a stretch, and their step. Judgements; not fitted."""
_MAX_SHIFT_MM, _LEAST_RESPONSE, _LEAST_CONSTANT, _FEWEST_TILES = 2.5, 0.08, 0.4, 6
"""Farthest shift of a tile, its least peak, its least share of constant print; tiles without which nothing is corrected. Judgements."""
_ROUNDS = 2
"""Of tiles."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overview:
    """Where a page lies on a reference as a whole, and how like it is there."""

    matrix: Matrix
    """Page mm -> template mm."""
    score: float
    """Correlation of the constant print, -1..1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholePrint:
    """Constant print at `OVERVIEW_PX_PER_MM`, prepared to lay pages on."""

    band: Map
    known: Mask
    spectrum: NDArray[np.float32]
    """Of the band on a field that holds every shift, as `cv2.dft` packs it."""
    field: tuple[int, int]
    """Rows and columns of that field."""

    @property
    def energy(self) -> float:
        """Squared grey levels of all its print."""
        return float((self.band**2).sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Trial:
    """One stretch at its best shift."""

    score: float
    size: tuple[int, int]
    """Columns and rows of the stretched page."""
    shift: tuple[int, int]
    """Pixels from the reference to the page."""


def overview(page: Pixels, size_mm: tuple[float, float], reference: LightReference) -> Overview | None:
    """Lay a page (H, W[, 3]) whose frame is `size_mm` on a reference; None where that holds no constant print.

    The text must be upright.
    """
    return laid_whole(page, size_mm, _print_of(reference))


def laid_whole(page: Pixels, size_mm: tuple[float, float], expected: WholePrint) -> Overview | None:
    """The same for print that was prepared (`whole_print`)."""
    if expected.energy <= 0:
        return None
    grey = _reduced(page, expected.band.shape)
    best = _likeliest(grey, expected)
    to_mm = np.diag([size_mm[0] / grey.shape[1], size_mm[1] / grey.shape[0], 1.0])
    stretch = np.diag([best.size[0] / grey.shape[1], best.size[1] / grey.shape[0], 1.0])
    shift = np.array([[1.0, 0.0, -best.shift[0]], [0.0, 1.0, -best.shift[1]], [0.0, 0.0, 1.0]])
    to_overview, score = _by_tiles(grey, shift @ stretch, expected)
    matrix = scaling(1 / OVERVIEW_PX_PER_MM) @ to_overview @ np.linalg.inv(to_mm)
    return Overview(matrix=np.asarray(matrix, dtype=np.float64), score=score)


@lru_cache(maxsize=64)
def _print_of(reference: LightReference) -> WholePrint:
    return whole_print(reference.mean, reference.constant, REFERENCE_PX_PER_MM)


def whole_print(pixels: Pixels, constant: Mask, px_per_mm: float) -> WholePrint:
    """The constant print of a page (H, W[, 3]) at some scale."""
    factor = OVERVIEW_PX_PER_MM / px_per_mm
    small = cv2.resize(as_grey(pixels), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    share = cv2.resize(constant.astype(np.float32), small.shape[::-1], interpolation=cv2.INTER_AREA)
    known = np.asarray(share > _KNOWN)
    band = _band(np.asarray(small, dtype=np.float32)) * known
    # A shift beyond the field's rim comes back at the other side: the field holds the widest page and all shifts.
    room = 2 * round(_REACH_MM * OVERVIEW_PX_PER_MM)
    rows, columns = (
        cv2.getOptimalDFTSize(round(side * (1 + float(_STRETCHES.max()) + sum(_FINER))) + room)
        for side in small.shape
    )
    padded = np.zeros((rows, columns), np.float32)
    padded[: band.shape[0], : band.shape[1]] = band
    return WholePrint(
        band=band, known=known, spectrum=np.asarray(cv2.dft(padded), np.float32), field=(rows, columns)
    )


def _reduced(page: Pixels, shape: tuple[int, ...]) -> Map:
    """The page in grey at no more than twice the overview's size: it is stretched some fifty times."""
    scale = 2 * max(shape) / max(page.shape[:2])
    small = page if scale >= 1 else cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return as_grey(np.asarray(small, dtype=np.uint8))


def _likeliest(grey: Map, expected: WholePrint) -> _Trial:
    """The stretch and shift at which the page is most like the reference: coarse steps first, then finer ones around the best."""
    height, width = expected.band.shape
    # Made once, where the page is finer: it is only stretched for every trial.
    band = _band(grey, max(grey.shape) / max(height, width))
    best = max(_tried(band, expected, product(_STRETCHES, repeat=2)), key=lambda one: one.score)
    for step in _FINER:
        across, down = best.size[0] / width - 1, best.size[1] / height - 1
        near = ((across + step * i, down + step * j) for i, j in product((-1, 0, 1), repeat=2))
        best = max(best, *_tried(band, expected, near), key=lambda one: one.score)
    return best


def _band(grey: Map, finer: float = 1.0) -> Map:
    """Band-passed print of a page that is finer than the overview by a factor."""
    fine, coarse = (cv2.GaussianBlur(grey, (0, 0), sigma * finer) for sigma in _BAND_PX)
    return np.asarray(np.clip(fine - coarse, -_CLIP, _CLIP), dtype=np.float32)


def _tried(whole: Map, expected: WholePrint, stretches: Iterable[tuple[float, float]]) -> list[_Trial]:
    height, width = expected.band.shape
    reach = round(_REACH_MM * OVERVIEW_PX_PER_MM)
    area, energy = float(expected.known.sum()), expected.energy
    found = []
    for sx, sy in stretches:
        size = round(width * (1 + sx)), round(height * (1 + sy))
        band = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        padded = np.zeros(expected.field, np.float32)
        padded[: band.shape[0], : band.shape[1]] = band
        product = cv2.mulSpectrums(cv2.dft(padded), expected.spectrum, 0, conjB=True)
        across = cv2.idft(product, flags=cv2.DFT_SCALE)
        # The page's middle within reach of the reference's.
        left, top = (size[0] - width) // 2 - reach, (size[1] - height) // 2 - reach
        rows = np.arange(top, top + 2 * reach + 1) % expected.field[0]
        columns = np.arange(left, left + 2 * reach + 1) % expected.field[1]
        near = across[np.ix_(rows, columns)]
        row, column = np.unravel_index(int(near.argmax()), near.shape)
        norm = np.sqrt(energy * max(float((band**2).mean()), 1e-6) * area)
        found.append(
            _Trial(
                score=float(near[row, column] / norm), size=size, shift=(left + int(column), top + int(row))
            )
        )
    return found


def _by_tiles(grey: Map, matrix: Matrix, expected: WholePrint) -> tuple[Matrix, float]:
    """`matrix` (pixels of the page -> of the overview) put right by tiles, for no stretch follows perspective; and the correlation.

    Where few tiles tell, they may pull the rest of the page aside: what makes the page less like the reference is not followed.
    """
    shown = _shown(grey, matrix, expected)
    best, score = matrix, _likeness(shown, expected)
    for _ in range(_ROUNDS):
        step = _correction(shown, expected)
        if step is None:
            break
        matrix = step @ matrix
        shown = _shown(grey, matrix, expected)
        moved = _likeness(shown, expected)
        if moved <= score:
            break
        best, score = matrix, moved
    return best, score


def _shown(grey: Map, matrix: Matrix, expected: WholePrint) -> Map:
    """Band-passed print of the page on the overview's frame, where it should be constant."""
    rows, columns = expected.band.shape
    moved = cv2.warpPerspective(
        grey,
        centred(matrix),
        (columns, rows),
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(_band(np.asarray(moved, dtype=np.float32)) * expected.known, dtype=np.float32)


def _likeness(shown: Map, expected: WholePrint) -> float:
    norm = np.sqrt(float((shown**2).sum()) * expected.energy)
    return float((shown * expected.band).sum()) / max(float(norm), 1e-6)


def _correction(shown: Map, expected: WholePrint) -> Matrix | None:
    side = round(_TILE_MM * OVERVIEW_PX_PER_MM)
    window = cv2.createHanningWindow((side, side), cv2.CV_32F)
    step, most = round(side * _STEP_SHARE), _MAX_SHIFT_MM * OVERVIEW_PX_PER_MM
    height, width = shown.shape
    found = []
    for top, left in product(_starts(height, side, step), _starts(width, side, step)):
        place = (slice(top, top + side), slice(left, left + side))
        if expected.known[place].mean() < _LEAST_CONSTANT:
            continue
        # OpenCV multiplies what it is given by the window, in place, where the side needs no padding.
        (dx, dy), response = cv2.phaseCorrelate(shown[place].copy(), expected.band[place].copy(), window)
        if response > _LEAST_RESPONSE and max(abs(dx), abs(dy)) < most:
            found.append((left + side / 2, top + side / 2, dx, dy, response))
    if len(found) < _FEWEST_TILES:
        return None
    table = np.array(found)
    return fit_correction(table[:, :2], table[:, 2:4], table[:, 4], size=(width, height))


def _starts(length: int, side: int, step: int) -> list[int]:
    count = max(-(-(length - side) // step), 0) + 1
    return [round(start) for start in np.linspace(0, max(length - side, 0), count)]
