"""Blind maps of the literature, as baselines: they see one picture and nothing else.

They follow content as much as forgery, so look at each beside its same-mask control. None of them is a check of
docforensics. Written from the papers named; the score of a document is the 99th percentile of its primary map.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.bench.normalise import Questioned, encode
from docforensics.bench.systems.model import Answer, on_grid
from docforensics.capture.jpeg import read_jpeg_facts
from docforensics.capture.model import Pixels

Map = NDArray[np.float32]
Method = Callable[[Pixels], Map]
PERCENTILE = 99.0
"""Of a map's values, its score: the maximum would be one noisy pixel. A judgement; not fitted."""


def ela(pixels: Pixels) -> Map:
    """Error level analysis: what another compression at quality 90 changes (Krawetz, Black Hat 2007)."""
    again = _decoded(encode(pixels, 90), pixels)
    difference = np.abs(pixels.astype(np.float32) - again.astype(np.float32))
    return _smooth(difference if difference.ndim == 2 else difference.max(axis=2), 8)


def noise(pixels: Pixels) -> Map:
    """Local noise level: median absolute diagonal detail of a wavelet, block by block (Mahdian & Saic, IVC 2009)."""
    grey = _grey(pixels)
    grey = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
    detail = (grey[::2, ::2] - grey[::2, 1::2] - grey[1::2, ::2] + grey[1::2, 1::2]) / 2
    return _blocks(np.abs(detail), 8, np.median) / np.float32(0.6745)


def ghost(pixels: Pixels) -> Map:
    """JPEG ghost: where another compression changes least at a lower quality than elsewhere (Farid, TIFS 2009)."""
    image = pixels.astype(np.float32)
    levels = []
    for quality in range(50, 96, 5):
        square = (image - _decoded(encode(pixels, quality), pixels)) ** 2
        levels.append(_smooth(square if square.ndim == 2 else square.mean(axis=2), 16))
    stack = np.stack(levels)
    low, high = stack.min(axis=0), stack.max(axis=0)
    relative = (stack - low) / np.maximum(high - low, 1e-6)
    best: NDArray[np.float32] = np.median(relative.reshape(len(stack), -1), axis=1)[:, None, None]
    return np.asarray(np.abs(relative - best).max(axis=0), np.float32)


def blocking(pixels: Pixels) -> Map:
    """Loss of the 8x8 compression grid: edges off the grid against edges on it (Ye, Sun & Chang, ICME 2007)."""
    grey = _grey(pixels)
    across = _second_difference(grey, axis=1)
    down = _second_difference(grey, axis=0)
    total = np.zeros_like(grey)
    for strength, axis in ((across, 1), (down, 0)):
        phases = [strength[:, k::8].mean() if axis else strength[k::8].mean() for k in range(8)]
        on = int(np.argmax(phases))
        sign = np.full(strength.shape[axis], 1.0 / 7, np.float32)
        sign[on::8] = -1.0
        total += strength * (sign[None, :] if axis else sign[:, None])
    return _smooth(total, 32)


METHODS: dict[str, Method] = {"ela": ela, "noise": noise, "ghost": ghost, "blocking": blocking}


class Blind:
    """One map as a system."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._method = METHODS[name]
        self.about = (self._method.__doc__ or "").split("\n")[0].rstrip(".")
        self.digest = hashlib.sha256(f"{name}/{cv2.__version__}/{_source()}".encode()).hexdigest()

    def answer(self, questioned: Questioned) -> Answer:
        """Map every picture; the primary one gives the score."""
        maps = tuple(on_grid(self._method(shot.pixels), shot.pixels.shape) for shot in questioned.shots)
        return Answer(score=float(np.percentile(maps[questioned.item.primary], PERCENTILE)), maps=maps)


class JpegQuality:
    """A detector that has learned the studio: the coarser the compression, the more forged. Shows a leak, finds nothing."""

    name = "jpeg-quality"
    about = "reads the file's quantisation table and nothing else"
    digest = hashlib.sha256(b"jpeg-quality/1").hexdigest()

    def answer(self, questioned: Questioned) -> Answer:
        """Give the mean step of the luminance table; 0 for a file that is no JPEG."""
        facts = read_jpeg_facts(questioned.primary.data)
        tables = facts.quantization_tables if facts else ()
        return Answer(score=float(np.mean(tables[0])) if tables else 0.0)


def _source() -> str:
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _grey(pixels: Pixels) -> NDArray[np.float32]:
    """Grey values, the edge repeated where a picture is smaller than two blocks."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    missing = [max(0, 16 - length) for length in grey.shape]
    return np.pad(grey, [(0, rows) for rows in missing], mode="edge").astype(np.float32)


def _decoded(data: bytes, like: Pixels) -> NDArray[np.float32]:
    flag = cv2.IMREAD_GRAYSCALE if like.ndim == 2 else cv2.IMREAD_COLOR
    image = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    if image is None:
        raise ValueError("what was just encoded cannot be decoded")
    return (image if like.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2RGB)).astype(np.float32)


def _smooth(map_: NDArray[np.float32], side: int) -> Map:
    return np.asarray(cv2.blur(map_, (side, side)), np.float32)


def _blocks(map_: NDArray[np.float32], side: int, summary: Callable[..., NDArray[np.float32]]) -> Map:
    """Summarise blocks of `side`; what is left over at the edges is padded by reflection."""
    rows, columns = (-map_.shape[0]) % side, (-map_.shape[1]) % side
    padded = np.pad(map_, ((0, rows), (0, columns)), mode="symmetric")
    height, width = padded.shape
    tiles = padded.reshape(height // side, side, width // side, side)
    return np.asarray(summary(tiles, axis=(1, 3)), np.float32)


def _second_difference(grey: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    kernel = np.array([[1, -2, 1]], np.float32)
    filtered = cv2.filter2D(grey, cv2.CV_32F, kernel if axis else kernel.T)
    return np.minimum(np.abs(filtered), 20).astype(np.float32)  # true edges must not drown the grid
