"""Find the document's outline in a capture. "None" is an answer: then the image is taken as already cropped."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.formats.free_size import distinct_aspects
from docforensics.page.band.find import MrzBand
from docforensics.page.geometry import Points, lengths_of
from docforensics.page.nominal import misfit_mm, places_for
from docforensics.page.outline.printed_frame import with_printed_rim
from docforensics.page.outline.refine import refine_corners
from docforensics.page.outline.scene import Floats, Scene, make_scene, sample
from docforensics.page.outline.sides import border_lines, find_lines
from docforensics.page.outline.support import EdgeLine, EdgeSupport, measure_support
from docforensics.page.quad import area, clockwise, holds
from docforensics.page.shrunk import By

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """The four edges of a document as seen."""

    corners: Points
    """(4, 2) px, continuous, clockwise as seen, beginning nearest to the top left."""
    score: float
    """How well the image bears the outline out, 0..1."""

    def __post_init__(self) -> None:
        if self.corners.shape != (4, 2):
            raise UsageError(f"Outline.corners: expected (4, 2), got {self.corners.shape}")
        self.corners.setflags(write=False)


_ASPECTS = distinct_aspects()
"""Of pages of Doc 9303."""
_WIDEST_TURN = np.deg2rad(22)
"""Between opposite sides under perspective."""
_FREE_TURN = np.deg2rad(1.5)
"""Out of parallel by less is what any hand-held camera does."""
_LEAST_SIDE = 0.15
"""Of the longer side of the image."""
_LEAST_AREA = 0.04
"""Share of the picture: a smaller page could not be read. A judgement."""
_OUTSIDE = 0.02
"""Corners may lie this share of the image beyond its border."""
_STEEPEST_CORNER = np.cos(np.deg2rad(60))
_ROUNDED = 0.07
"""Of a side, at either end: corners are rounded and often covered by a thumb."""
_UNSEEN = 0.45
"""What a side along the image's border counts: nothing speaks for it or against it."""
_FULL_STEP = 12.0
"""Grey levels between the colours either side of an edge that leave no doubt."""
_BETTER, _BETTER_WITH_MRZ = 0.6, 0.4
"""An outline must be rated this much above the whole image to be believed; less where an MRZ bears it out."""
_LEAST_RATING = 0.8
"""A good outline is rated 1.2 and more."""
_PRINT_BEYOND = 1.2
"""What as much print outside as inside speaks against an outline; half as much does already."""
_PRINT_WITH_MRZ = 0.3
"""How much of that counts where an MRZ tells which of several documents is meant."""
_SHORTLIST = 80
"""Outlines that are judged in full: bounds the time. A judgement."""
_FAR_MM = 5.0
"""What the MRZ's print may lie off its place: Doc 9303 allows about 1 mm, the rest is the frame's error. A judgement."""
_WORST_MISFIT = 1.5
"""Print that stands this many times `_FAR_MM` off its place speaks as much against an outline as can be."""
_SLACK = 0.01
"""Of the print's width: it may reach this far beyond the outline, as both are found with errors."""
_CLEAR_SIDE = 0.3
"""What a side must gain by colour and by the end of printing to be beyond doubt."""
_STEP_REACH = 5.0
"""Working pixels from a side at which the colour inside and outside is taken."""


def find_outline(
    pixels: Pixels, bands: Sequence[MrzBand] = (), aspects: Sequence[float] = _ASPECTS, by: By | None = None
) -> Outline | None:
    """The outline of the document in an image (H, W, 3) or (H, W), or None.

    With `bands` given, the outline must hold the best band, and lie about it as a page lies about its MRZ.
    Without, two documents that show equally well are no answer either. `aspects` are the ratios of sides that a page may have,
    `by` gives the picture smaller (`shrunk`).
    """
    if min(pixels.shape[:2]) < 32:
        return None
    scene = make_scene(pixels, by)
    rated, whole = rate_outlines(scene, bands, aspects)
    least = max(whole + (_BETTER_WITH_MRZ if bands else _BETTER), _LEAST_RATING)
    if not rated or rated[0][1] < least or _is_ambiguous(rated, bands):
        return None
    best, score = rated[0]
    edges = with_printed_rim(scene, best)
    if edges is None:
        return None
    corners = refine_corners(pixels, edges / scene.scale, reach=3.0 / scene.scale)
    return Outline(corners=corners, score=float(np.clip(score / 2.0, 0.0, 1.0)))


def rate_outlines(
    scene: Scene, bands: Sequence[MrzBand] = (), aspects: Sequence[float] = _ASPECTS
) -> tuple[list[tuple[Points, float]], float]:
    """Candidate corners in working pixels with their rating, best first, and the rating of the whole image."""
    lines = (*find_lines(scene), *border_lines(scene.shape))
    support = measure_support(scene, lines)
    sides = _quads(lines, scene.shape)
    corners = _corners(lines, sides)
    borders = np.array([line.border for line in lines])[sides].sum(axis=1)
    keep = _plausible(corners, scene.shape) & ((borders <= (2 if bands else 1)) | (borders == 4))
    sides, corners = _all_clockwise(sides[keep], corners[keep])
    borders = np.array([line.border for line in lines])[sides]
    rating = _edge_rating(support, lines, sides, corners, borders)
    rating += _shape_rating(corners, scene.shape, aspects)
    whole = np.flatnonzero(borders.all(axis=1))
    _take_off_misfits(rating, corners, bands, scene.scale, always=whole)
    short = np.union1d(np.argsort(-rating)[:_SHORTLIST], whole)
    rating[short] += _colour_rating(scene, corners[short], borders[short])
    rating[short] += _print_rating(scene, corners[short]) * (_PRINT_WITH_MRZ if bands else 1.0)
    order = short[np.argsort(-rating[short])]
    rated = zip(clockwise(corners[order]), rating[order].tolist(), strict=True)
    return list(rated), float(rating[whole].max())


def _all_clockwise(sides: Indices, corners: Floats) -> tuple[Indices, Floats]:
    """Turn those around that run the other way; side k still runs from corner k - 1 to corner k."""
    other_way = area(corners) < 0
    corners, sides = corners.copy(), sides.copy()
    corners[other_way] = corners[other_way][:, ::-1]
    # Corner k lies between sides k and k + 1: reversed, side k is the one between the old corners 4 - k and 3 - k.
    sides[other_way] = np.roll(sides[other_way][:, ::-1], 1, axis=1)
    return sides, corners


def _quads(lines: tuple[EdgeLine, ...], shape: tuple[int, int]) -> Indices:
    """(Q, 4) indices of lines: two opposite pairs, interleaved so that neighbours cross."""
    normals = np.array([line.normal for line in lines])
    angles = np.arctan2(normals[:, 1], normals[:, 0]) % np.pi
    first, second = np.triu_indices(len(lines), 1)
    turn = np.abs(angles[first] - angles[second])
    turn = np.minimum(turn, np.pi - turn)
    gap = _gap(lines, first, second, shape)
    fits = (turn < _WIDEST_TURN) & (gap > _LEAST_SIDE * min(shape))
    first, second = first[fits], second[fits]
    # The mean direction of a pair, as a doubled angle so that 0 and 180 degrees are one.
    doubled = np.exp(2j * angles[first]) + np.exp(2j * angles[second])
    mean = np.angle(doubled) / 2 % np.pi
    one, other = np.triu_indices(len(first), 1)
    between = np.abs(mean[one] - mean[other])
    crossing = np.minimum(between, np.pi - between) > np.deg2rad(65)
    one, other = one[crossing], other[crossing]
    return np.column_stack([first[one], first[other], second[one], second[other]])


def _gap(lines: tuple[EdgeLine, ...], first: Indices, second: Indices, shape: tuple[int, int]) -> Floats:
    """Distance of two lines, measured across the middle of the image."""
    middle = np.array(shape) / 2
    depth = np.array([line.offset - line.normal @ middle for line in lines])
    normals = np.array([line.normal for line in lines])
    same_way = np.sign(np.einsum("ij,ij->i", normals[first], normals[second]))
    return np.asarray(np.abs(depth[first] - same_way * depth[second]), dtype=np.float64)


def _corners(lines: tuple[EdgeLine, ...], sides: Indices) -> Floats:
    """(Q, 4, 2): corner k is where side k meets side k + 1."""
    normals = np.array([line.normal for line in lines])
    offsets = np.array([line.offset for line in lines])
    one, other = normals[sides], normals[np.roll(sides, -1, axis=1)]
    c, d = offsets[sides], offsets[np.roll(sides, -1, axis=1)]
    cross = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    x = (c * other[..., 1] - d * one[..., 1]) / cross
    y = (one[..., 0] * d - other[..., 0] * c) / cross
    return np.stack([x, y], axis=-1)


def _plausible(corners: Floats, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Convex, in the image, large enough, no sharp corner."""
    size = np.array(shape, dtype=np.float64)
    slack = _OUTSIDE * size.max()
    inside = np.all((corners >= -slack) & (corners <= size + slack), axis=(1, 2))
    steps = np.roll(corners, -1, axis=1) - corners
    following = np.roll(steps, -1, axis=1)
    cross = steps[..., 0] * following[..., 1] - steps[..., 1] * following[..., 0]
    convex = np.all(cross > 0, axis=1) | np.all(cross < 0, axis=1)
    lengths = np.maximum(lengths_of(steps), 1e-9)
    cosine = np.abs(np.einsum("qkc,qkc->qk", steps, following)) / (lengths * np.roll(lengths, -1, axis=1))
    return np.asarray(
        inside
        & convex
        & (cosine.max(axis=1) < _STEEPEST_CORNER)
        & (np.abs(area(corners)) > _LEAST_AREA * size.prod())
    )


def _edge_rating(
    support: EdgeSupport,
    lines: tuple[EdgeLine, ...],
    sides: Indices,
    corners: Floats,
    borders: NDArray[np.bool_],
) -> Floats:
    """Edges along all four sides, and none going on beyond the corners."""
    directions = np.array([line.direction for line in lines])
    # Side k runs from corner k - 1 to corner k.
    begin = np.einsum("qkc,qkc->qk", np.roll(corners, 1, axis=1), directions[sides])
    end = np.einsum("qkc,qkc->qk", corners, directions[sides])
    trim = (end - begin) * _ROUNDED
    shares = np.where(borders, _UNSEEN, support.share(sides, begin + trim, end - trim))
    before = support.share(sides, begin - 3 * trim, begin - 0.3 * trim)
    after = support.share(sides, end + 0.3 * trim, end + 3 * trim)
    overrun = np.where(borders, 0.0, (before + after) / 2)
    return np.asarray(shares.mean(axis=1) + 0.6 * shares.min(axis=1) - 0.5 * overrun.mean(axis=1))


def _shape_rating(corners: Floats, shape: tuple[int, int], aspects: Sequence[float]) -> Floats:
    """Documents have one of a few ratios of sides; of nested outlines the larger is the document."""
    steps = lengths_of(np.roll(corners, -1, axis=1) - corners)
    across, down = (steps[:, 0] + steps[:, 2]) / 2, (steps[:, 1] + steps[:, 3]) / 2
    ratio = np.abs(np.log(across / down))
    off = np.abs(ratio[:, None] - np.abs(np.log(aspects))[None]).min(axis=1)
    share = np.abs(area(corners)) / float(np.prod(shape))
    tilt = np.clip(_convergence(corners) - _FREE_TURN, 0, None)
    return np.asarray(
        -1.2 * tilt - np.clip(off / 0.15, 0, 1) * 0.25 + 0.1 * np.log2(np.clip(share, _LEAST_AREA, 1))
    )


def _convergence(corners: Floats) -> Floats:
    """(Q,) radians by which the opposite sides that agree least are out of parallel."""
    steps = np.roll(corners, -1, axis=1) - corners
    angles = np.arctan2(steps[..., 1], steps[..., 0])
    turn = np.abs((angles[:, :2] - angles[:, 2:]) % (2 * np.pi) - np.pi)
    return np.asarray(turn.max(axis=1), dtype=np.float64)


def _take_off_misfits(
    rating: Floats, corners: Floats, bands: Sequence[MrzBand], scale: float, *, always: Indices
) -> None:
    """Add the rating by the MRZ, which is never above 0, to all outlines that may come on the shortlist with it."""
    if not bands:
        return
    first = np.union1d(np.argsort(-rating)[: 4 * _SHORTLIST], always)
    rest = np.setdiff1d(np.arange(len(rating)), first)
    rating[first] += _band_rating(corners[first], bands, scale)
    least = np.sort(rating[first])[-_SHORTLIST:][0]
    likely = rest[rating[rest] >= least]
    rating[likely] += _band_rating(corners[likely], bands, scale)


def _band_rating(corners: Floats, bands: Sequence[MrzBand], scale: float) -> Floats:
    """0 for an outline that fits the best band as a page fits its MRZ, down to -`_WORST_MISFIT`; -2.5 without it."""
    printed = bands[0].corners * scale
    slack = _SLACK * float(np.linalg.norm(printed[1] - printed[0]))
    held = holds(corners, printed, slack)
    rating = np.full(len(corners), -2.5)
    rating[held] = -np.clip(_misfits(corners[held], bands[0], printed) / _FAR_MM, 0, _WORST_MISFIT)
    return rating


def _misfits(corners: Floats, band: MrzBand, printed: Points) -> Floats:
    """(Q,) mm by which the print stands off its place, for the size and the quarter turn that suit it best."""
    places = places_for(band)
    if not places or not len(corners):
        return np.full(len(corners), np.inf)
    on_page = _in_unit_square(corners, printed)
    best = np.full(len(corners), np.inf)
    for _ in range(4):
        for place in places:
            best = np.minimum(best, misfit_mm(on_page, place))
        on_page = np.stack([on_page[..., 1], 1 - on_page[..., 0]], axis=-1)
    return best


def _in_unit_square(corners: Floats, points: Points) -> Floats:
    """(Q, N, 2): the points (N, 2) in the unit square that each quadrilateral (Q, 4, 2) is taken for."""
    x, y = corners[..., 0], corners[..., 1]
    one, none = np.ones_like(x), np.zeros_like(x)
    u, v = np.array([0.0, 1.0, 1.0, 0.0]) * one, np.array([0.0, 0.0, 1.0, 1.0]) * one
    rows_u = np.stack([x, y, one, none, none, none, -u * x, -u * y], axis=-1)
    rows_v = np.stack([none, none, none, x, y, one, -v * x, -v * y], axis=-1)
    matrix, target = np.concatenate([rows_u, rows_v], axis=1), np.concatenate([u, v], axis=1)
    solution = np.linalg.solve(matrix, target[..., None])[..., 0]
    homography = np.concatenate([solution, np.ones((len(corners), 1))], axis=1).reshape(-1, 3, 3)
    projected = np.einsum("qij,nj->qni", homography, np.column_stack([points, np.ones(len(points))]))
    return np.asarray(projected[..., :2] / projected[..., 2:], dtype=np.float64)


def _colour_rating(scene: Scene, corners: Floats, borders: NDArray[np.bool_]) -> Floats:
    """Another colour outside than inside along each side, printing inside alone, and one ground all around."""
    shares = np.linspace(0.1, 0.9, 24)[:, None]
    begin, end = np.roll(corners, 1, axis=1), corners
    points = begin[:, :, None] + shares * (end - begin)[:, :, None]
    outward = np.stack([end[..., 1] - begin[..., 1], begin[..., 0] - end[..., 0]], axis=-1)
    outward = (outward / lengths_of(outward)[..., None])[:, :, None] * _STEP_REACH
    outside, inside = sample(scene.pixels, points + outward), sample(scene.pixels, points - outward)
    # Means of a stretch: what printing does to single places cancels, what the material does stays.
    stretches = (outside - inside).reshape(len(corners), 4, 4, -1, 3).mean(axis=3)
    steps = np.median(np.abs(stretches).max(axis=3), axis=2)
    means, at_border = np.median(outside, axis=2), borders[..., None]
    highest = np.where(at_border, -np.inf, means).max(axis=1)
    lowest = np.where(at_border, np.inf, means).min(axis=1)
    # The whole image has no outside.
    spread = np.where(borders.all(axis=1), 0.0, (highest - lowest).max(axis=1))
    texture = np.asarray(cv2.blur(scene.detail, (5, 5)), dtype=np.float32)[..., None]
    within, beyond = (sample(texture, points + way * outward)[..., 0].mean(axis=2) for way in (-1, 1))
    ends = np.clip((within - beyond) / np.maximum(within, 1.0), 0, 1)
    sides = 0.4 * np.clip(steps / _FULL_STEP, 0, 1) + 0.4 * ends
    mean = np.where(borders, 0.0, sides).sum(axis=1) / 4
    # A side that divides nothing from nothing is a printed line: one such betrays the outline.
    weakest = np.where(borders, np.inf, sides).min(axis=1)
    doubt = np.where(np.isfinite(weakest), np.clip(1 - weakest / _CLEAR_SIDE, 0, 1), 0.0)
    return np.asarray(mean - 0.4 * doubt - 0.15 * np.clip(spread / 60.0, 0, 1), dtype=np.float64)


def _print_rating(scene: Scene, corners: Floats) -> Floats:
    """0 where print stands inside the outline alone, down to -`_PRINT_BEYOND` where as much stands outside."""
    share = scene.print_share
    factor = np.array(share.shape[::-1]) / np.array(scene.shape)
    total, cells = float(share.sum()), share.size
    rating = np.zeros(len(corners))
    for index, quad in enumerate(corners * factor):
        mask = cv2.fillConvexPoly(np.zeros(share.shape, np.uint8), np.round(quad - 0.5).astype(np.int32), 1)
        mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))  # the outline itself is no print
        within, area_within = float(share[mask == 1].sum()), float(np.count_nonzero(mask))
        beyond, area_beyond = total - within, cells - area_within
        if area_beyond > 0.03 * cells and beyond > 0:
            density = (beyond / area_beyond) / max(within / area_within, 1e-6)
            rating[index] = -_PRINT_BEYOND * min(density / 0.5, 1.0)
    return rating


def _is_ambiguous(rated: list[tuple[Points, float]], bands: Sequence[MrzBand]) -> bool:
    """Whether another document beside the best one shows as well."""
    if bands:
        return False
    best, score = rated[0]
    rivals = [quad for quad, rating in rated[1:] if rating > score - 0.25]
    return any(_apart(best, quad) and 0.5 < area(quad) / area(best) < 2.0 for quad in rivals)


def _apart(one: Points, other: Points) -> bool:
    """Whether the middle of neither lies in the other, with room to spare."""
    return not holds(one, other.mean(axis=0)[None]) and not holds(other, one.mean(axis=0)[None])
