"""CAGI, a baseline: where a picture's compression grid shows less than other grids would, content let alone.

Written from Iakovidou, Zampoglou, Papadopoulos and Kompatsiaris 2018 (Journal of Visual Communication and Image Representation 54,
155-170). For each of the 64 places that a grid may have, blocks tell the difference across a corner from that in their middle (Fan and
de Queiroz 2003); the likeliest grid is the one whose two histograms differ most. A tile is suspect where the likeliest grid shows less
than the mean of all grids does. Tiles without content, and those that are under- or overexposed, say nothing. The paper tells
content by 58 templates of edges; here it is the contrast within the tile, at the paper's limit of 4 %.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.bench.systems.blind import Map
from docforensics.capture.model import Pixels

BLOCK = 8
_BINS = 40
_SMALL_PICTURE = 480 * 640
_LEAST_CONTENT = 0.04 * 255
_UNDEREXPOSED, _OVEREXPOSED = 15.0, 245.0
_AROUND = 5
_CANDIDATES = BLOCK // 2
"""A grid is told from the one that lies half a block off in both directions: 16 pairs each way."""


def cagi(pixels: Pixels) -> Map:
    """Suspicion of each tile of 2 or 3 blocks, 0..1; higher where the picture's own grid is missing."""
    luma = (pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)).astype(np.float32)
    missing = [max(0, 4 * BLOCK - length) for length in luma.shape]
    luma = np.pad(luma, [(0, length) for length in missing], mode="edge")
    side = 2 if luma.size < _SMALL_PICTURE else 3
    scores, best = _grids(luma)
    shown = np.stack([_tiled(one, side) for one in scores])
    lacking = _scaled(shown.mean(axis=0) - shown[best])
    grid = _scaled(_blurred(shown[best]))
    found = _blurred(lacking * (1 - grid))
    speaks = _speaks(luma, side, found.shape)
    usual = float(found[speaks].mean()) if speaks.any() else 0.0
    return _blurred(np.where(speaks, np.maximum(found, usual), usual).astype(np.float32))


def _grids(luma: NDArray[np.float32]) -> tuple[list[Map], int]:
    """How far every grid shows, block by block (0..1), and which of them is the picture's."""
    crossed = np.abs(luma[:-1, :-1] - luma[:-1, 1:] - luma[1:, :-1] + luma[1:, 1:])
    rows, columns = crossed.shape[0] // BLOCK - 1, crossed.shape[1] // BLOCK - 1
    scores: list[Map] = []
    strengths = []
    for row in range(BLOCK):
        for column in range(BLOCK):
            corner = crossed[row::BLOCK, column::BLOCK][:rows, :columns]
            half = crossed[row + _CANDIDATES :: BLOCK, column + _CANDIDATES :: BLOCK][:rows, :columns]
            scores.append(np.asarray(np.maximum(corner - half, 0) / 255, np.float32))
            strengths.append(_histogram_distance(half, corner))
    return scores, int(np.argmax(strengths))


def _histogram_distance(middle: Map, corner: Map) -> float:
    """Distance of the two histograms, negative where corners are the smoother ones: then it is no grid."""
    edges = np.linspace(0, max(float(middle.max()), float(corner.max()), 1.0), _BINS + 1)
    inside, across = (np.histogram(part, bins=edges)[0] / part.size for part in (middle, corner))
    distance = float(np.abs(inside - across).sum())
    return distance if inside[:2].sum() > across[:2].sum() else -distance


def _tiled(blocks: Map, side: int) -> Map:
    rows, columns = blocks.shape[0] // side, blocks.shape[1] // side
    tiles = blocks[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return np.asarray(tiles.mean(axis=(1, 3)), np.float32)


def _speaks(luma: NDArray[np.float32], side: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    length = side * BLOCK
    tiles = luma[: shape[0] * length, : shape[1] * length].reshape(shape[0], length, shape[1], length)
    mean, spread = tiles.mean(axis=(1, 3)), tiles.std(axis=(1, 3))
    exposed = (mean >= _UNDEREXPOSED) & (mean < _OVEREXPOSED)
    return np.asarray(exposed & (2 * spread > _LEAST_CONTENT), bool)


def _scaled(values: Map) -> Map:
    span = float(np.ptp(values))
    return np.asarray((values - values.min()) / span if span else np.zeros_like(values), np.float32)


def _blurred(values: Map) -> Map:
    return np.asarray(cv2.blur(values, (_AROUND, _AROUND)), np.float32)
