"""Hardships of the second list: cards at a slant on a plain table, strong perspective, close cuts, dithering, bilevel scans.

Each takes a page drawn flat, (H, W, 3) uint8, and where its zone lies, and gives the picture that the reader is shown.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil

Rng = np.random.Generator
Image = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom of the zone, px."""

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16 + 1 / 32


def seen(rng: Rng, page: Image, degrees: float, tilt: float, share: float) -> Image:
    """A camera's view of the page on a plain table, turned in its plane and tilted out of it, both in degrees.

    The page's long side takes `share` of the picture's, which is 1600 to 3000 px.
    """
    height, width = page.shape[:2]
    turn, lean, towards = np.radians([degrees, tilt, rng.uniform(0, 360)])
    axis = np.array([np.cos(towards), np.sin(towards), 0.0]) * lean
    rotation = cv2.Rodrigues(axis)[0] @ cv2.Rodrigues(np.array([0, 0, turn]))[0]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    flat = np.column_stack([corners - (width / 2, height / 2), np.zeros(4)]) @ rotation.T
    distance = 1.7 * max(width, height)
    shown = flat[:, :2] / (1 + flat[:, 2:] / distance)
    side = int(rng.integers(1600, 3001))
    size = (side, int(side * 0.75)) if rng.random() < 0.7 else (int(side * 0.75), side)
    zoom = min(share * side / max(width, height), *(0.98 * np.array(size) / np.ptp(shown, axis=0)))
    spare = np.array(size) - zoom * np.ptp(shown, axis=0)
    target = (shown - shown.min(axis=0)) * zoom + spare * rng.uniform(0.05, 0.95, 2)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    table = np.clip(rng.uniform(30, 235) + rng.normal(0, 8, 3), 0, 255)
    finer = max(int(np.ceil(1 / zoom)), 1)
    small = cv2.blur(page, (finer, finer)) if finer > 1 else page
    view = cv2.warpPerspective(small, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    cover = cv2.warpPerspective(np.full((height, width), 1.0, np.float32), matrix, size)[..., None]
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    ramp = 1 + rng.normal(0, 0.2) * (x / size[0] - 0.5) + rng.normal(0, 0.2) * (y / size[1] - 0.5)
    view = (view * cover + table.astype(np.float32) * (1 - cover)) * ramp[..., None]
    view = cv2.GaussianBlur(view, (0, 0), float(rng.uniform(0.5, 1.2)))
    noise = rng.normal(0, rng.uniform(1, 5), view.shape).astype(np.float32)
    return np.clip(view + noise, 0, 255).astype(np.uint8)


def slanted(rng: Rng, page: Image) -> Image:
    """A card on a plain table, 10 to 35 degrees off level."""
    degrees = float(rng.uniform(10, 35)) * (1 if rng.random() < 0.5 else -1)
    return seen(rng, page, degrees, float(rng.uniform(0, 15)), float(rng.uniform(0.35, 0.75)))


def steep(rng: Rng, page: Image) -> Image:
    """Strong perspective: the camera 25 to 45 degrees off the upright."""
    return seen(
        rng, page, float(rng.uniform(-12, 12)), float(rng.uniform(25, 45)), float(rng.uniform(0.6, 0.9))
    )


def close_cut(rng: Rng, page: Image, box: Box) -> Image:
    """Cut at the ink of the zone, 2 px beside it to 3 px inside, on one side at least; dark or light beyond, or nothing."""
    left, _, right, bottom = box
    # A cell's ink begins about a fifth of its width inside it (21 px wide here), and ends as much above its lower side.
    left, right, bottom = left + 3, right - 3, bottom - 1
    height, width = page.shape[:2]
    sides = rng.random(3) < 0.5
    sides[int(rng.integers(3))] = True
    gaps = [int(v) for v in rng.integers(-3, 3, 3)]
    x0 = max(left - gaps[0], 0) if sides[0] else 0
    x1 = min(right + gaps[1], width) if sides[1] else width
    y1 = min(bottom + gaps[2], height) if sides[2] else height
    cut = np.ascontiguousarray(page[:y1, x0:x1])
    if rng.random() < 0.5:
        return cut
    wide, level = int(rng.integers(4, 60)), int(rng.choice([0, 30, 200, 255]))
    return np.asarray(
        cv2.copyMakeBorder(cut, *([wide] * 4), cv2.BORDER_CONSTANT, value=(level,) * 3), np.uint8
    )


def _scanned(rng: Rng, page: Image) -> Image:
    """Grey, at the resolution of an office scanner or a fax: 150 to 300 ppi, a little soft."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    scale = float(rng.uniform(150, 300)) / 25.4 / 8.0
    kernel = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=kernel)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.4, 0.9))), np.uint8)


def diffused(rng: Rng, page: Image) -> Image:
    """Floyd and Steinberg's dithering: black and white dots."""
    return _rgb(np.asarray(Pil.fromarray(_scanned(rng, page)).convert("1"), np.uint8) * 255)


def ordered(rng: Rng, page: Image) -> Image:
    """Ordered dithering by a matrix of 4 x 4."""
    grey = _scanned(rng, page)
    tiles = -(-np.array(grey.shape) // 4)
    levels = np.tile(_BAYER, tiles)[: grey.shape[0], : grey.shape[1]] * 255
    return _rgb(np.where(grey > levels, 255, 0).astype(np.uint8))


def bilevel(rng: Rng, page: Image) -> Image:
    """Black and white at one level for the whole page, which Otsu's method chooses or a clerk."""
    grey = _scanned(rng, page)
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    level = otsu + (0 if rng.random() < 0.5 else rng.uniform(-30, 30))
    return _rgb(np.where(grey > level, 255, 0).astype(np.uint8))


def bilevel_locally(rng: Rng, page: Image) -> Image:
    """Black and white by the mean of the surroundings."""
    size = 2 * int(rng.integers(7, 30)) + 1
    level = cv2.adaptiveThreshold(
        _scanned(rng, page),
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY,
        size,
        float(rng.uniform(5, 25)),
    )
    return _rgb(np.asarray(level, np.uint8))


def _rgb(grey: Image) -> Image:
    return np.repeat(grey[..., None], 3, axis=2)
