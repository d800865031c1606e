"""Find the document's outline in a capture. "None" is an answer: then the image is taken as already cropped."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.page.band import MrzBand
from docforensics.page.geometry import Points
from docforensics.page.nominal import expected_outline, places_for
from docforensics.page.quad import area, clockwise, holds
from docforensics.page.refine import refine_corners
from docforensics.page.sides import (
    Floats,
    Line,
    Scene,
    Support,
    border_lines,
    find_lines,
    make_scene,
    measure_support,
    sample,
)

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


_ASPECTS = np.log([85.6 / 53.98, 125 / 88, 120 / 80])
_WIDEST_TURN = np.deg2rad(22)
"""Between opposite sides under perspective."""
_LEAST_SIDE = 0.15
"""Of the longer side of the image."""
_LEAST_AREA = 0.04
_OUTSIDE = 0.02
"""Corners may lie this share of the image beyond its border."""
_STEEPEST_CORNER = np.cos(np.deg2rad(60))
_ROUNDED = 0.07
"""Of a side, at either end: corners are rounded and often covered by a thumb."""
_UNSEEN = 0.45
"""What a side along the image's border counts: nothing speaks for it or against it."""
_FULL_STEP = 12.0
"""Grey levels between the colours either side of an edge that leave no doubt."""
_WELL_SEEN = 1.0
_SHORTLIST = 80
_FAR = 0.25
"""Of the page's width: a corner this far from where the MRZ wants it speaks as much against an outline as can be."""


def find_outline(pixels: Pixels, bands: Sequence[MrzBand] = ()) -> Outline | None:
    """The outline of the document in an image (H, W, 3) or (H, W), or None.

    With `bands` given, the outline must hold the best band, and lie about it as a page lies about its MRZ.
    Without, two documents that show equally well are no answer either.
    """
    if min(pixels.shape[:2]) < 32:
        return None
    scene = make_scene(pixels)
    rated = rate_outlines(scene, bands)
    if not rated or _is_ambiguous(rated, bands):
        return None
    best, score = rated[0]
    if score <= _WELL_SEEN:
        return None
    corners = refine_corners(pixels, best / scene.scale, reach=3.0 / scene.scale)
    return Outline(corners=corners, score=float(np.clip(score / 2.0, 0.0, 1.0)))


def rate_outlines(scene: Scene, bands: Sequence[MrzBand] = ()) -> list[tuple[Points, float]]:
    """Candidate corners in working pixels with their rating, best first; the whole image is among them."""
    lines = (*find_lines(scene), *border_lines(scene.shape))
    support = measure_support(scene, lines)
    sides = _quads(lines, scene.shape)
    corners = _corners(lines, sides)
    keep = _plausible(corners, scene.shape)
    sides, corners = sides[keep], corners[keep]
    if not len(sides):
        return []
    borders = np.array([line.border for line in lines])[sides]
    rating = _edge_rating(support, lines, sides, corners, borders) + _shape_rating(corners, scene.shape)
    rating += _band_rating(corners, bands, scene.scale)
    short = np.argsort(-rating)[:_SHORTLIST]
    rating[short] += _colour_rating(scene, corners[short], borders[short])
    order = short[np.argsort(-rating[short])]
    return [(clockwise(corners[index]), float(rating[index])) for index in order]


def _quads(lines: tuple[Line, ...], shape: tuple[int, int]) -> Indices:
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


def _gap(lines: tuple[Line, ...], first: Indices, second: Indices, shape: tuple[int, int]) -> Floats:
    """Distance of two lines, measured across the middle of the image."""
    middle = np.array(shape) / 2
    depth = np.array([line.offset - line.normal @ middle for line in lines])
    normals = np.array([line.normal for line in lines])
    same_way = np.sign(np.einsum("ij,ij->i", normals[first], normals[second]))
    return np.abs(depth[first] - same_way * depth[second])


def _corners(lines: tuple[Line, ...], sides: Indices) -> Floats:
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
    lengths = np.maximum(np.linalg.norm(steps, axis=2), 1e-9)
    cosine = np.abs(np.einsum("qkc,qkc->qk", steps, following)) / (lengths * np.roll(lengths, -1, axis=1))
    return np.asarray(
        inside
        & convex
        & (cosine.max(axis=1) < _STEEPEST_CORNER)
        & (_areas(corners) > _LEAST_AREA * size.prod())
    )


def _areas(corners: Floats) -> Floats:
    x, y = corners[..., 0], corners[..., 1]
    return np.abs(np.sum(x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y, axis=1)) / 2


def _edge_rating(
    support: Support, lines: tuple[Line, ...], sides: Indices, corners: Floats, borders: NDArray[np.bool_]
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


def _shape_rating(corners: Floats, shape: tuple[int, int]) -> Floats:
    """Documents have one of three ratios of sides; of nested outlines the larger is the document."""
    steps = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    across, down = (steps[:, 0] + steps[:, 2]) / 2, (steps[:, 1] + steps[:, 3]) / 2
    ratio = np.abs(np.log(across / down))
    off = np.abs(ratio[:, None] - _ASPECTS[None]).min(axis=1)
    share = _areas(corners) / float(np.prod(shape))
    return np.asarray(-np.clip(off / 0.15, 0, 1) * 0.25 + 0.1 * np.log2(np.clip(share, _LEAST_AREA, 1)))


def _band_rating(corners: Floats, bands: Sequence[MrzBand], scale: float) -> Floats:
    """0 for an outline that fits the best band as a page fits its MRZ, down to -1; -2 for one that does not hold it."""
    if not bands:
        return np.zeros(len(corners))
    band = bands[0]
    expected = [expected_outline(band, place) * scale for place in places_for(band)]
    rating = np.full(len(corners), -2.0)
    print_corners = band.corners * scale
    slack = 0.01 * float(np.linalg.norm(print_corners[1] - print_corners[0]))
    for index, candidate in enumerate(corners):
        quad = clockwise(candidate)
        if holds(quad, print_corners, slack):
            rating[index] = -min((_misfit(quad, page) for page in expected), default=0.0)
    return rating


def _misfit(quad: Points, page: Points) -> float:
    """Largest distance of a corner from where it should be, 0..1, 1 at `_FAR`."""
    width = float(np.linalg.norm(page[1] - page[0]))
    turns = (np.linalg.norm(np.roll(quad, -turn, axis=0) - page, axis=1).max() for turn in range(4))
    return min(float(min(turns)) / (width * _FAR), 1.0)


def _colour_rating(scene: Scene, corners: Floats, borders: NDArray[np.bool_]) -> Floats:
    """Another colour outside than inside along each side, and outside much the same one all around."""
    return np.array([_steps(scene, quad, border) for quad, border in zip(corners, borders, strict=True)])


def _steps(scene: Scene, quad: Floats, border: NDArray[np.bool_]) -> float:
    middle = quad.mean(axis=0)
    shares = np.linspace(0.1, 0.9, 24)
    total, outsides = 0.0, []
    for k in range(4):
        if border[k]:
            continue
        begin, end = quad[k - 1], quad[k]
        points = begin + shares[:, None] * (end - begin)
        normal = np.array([end[1] - begin[1], begin[0] - end[0]])
        normal /= np.linalg.norm(normal) * np.sign(normal @ (points[0] - middle))
        outside = sample(scene.pixels, points + 5 * normal)
        inside = sample(scene.pixels, points - 5 * normal)
        total += float(np.clip(np.median(np.abs(outside - inside).max(axis=1)) / _FULL_STEP, 0, 1))
        outsides.append(np.median(outside, axis=0))
    if not outsides:
        return 0.0
    spread = max((float(np.abs(a - b).max()) for a, b in itertools.combinations(outsides, 2)), default=0.0)
    return 0.4 * total / 4 - 0.15 * min(spread / 60.0, 1.0)


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
