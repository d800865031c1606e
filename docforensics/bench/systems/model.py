"""What a system is to the benchmark: a name, a digest, and an answer to each questioned document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from docforensics.bench.normalise import Questioned
from docforensics.errors import ResourceError, UsageError

GRID = 512
"""Localisation is measured on a grid of at most this many pixels on the longer side."""

ScoreMap = NDArray[np.float32]
"""(h, w) on the grid of a picture; larger is more forged-looking."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """The answer of a system for one document."""

    score: float | None
    """Larger is more forged-looking; None when the document could not be processed."""
    log10_lr: float | None = None
    """A likelihood ratio that the system claims, positive for "not genuine"; None when it claims none."""
    flagged: bool | None = None
    """The system's own decision; None when it takes none."""
    inconclusive: bool = False
    """The system says that it cannot tell."""
    coverage: float | None = None
    """Share of what it demands of a clear document that was verified, 0..1, where the system states one."""
    findings: tuple[str, ...] = ()
    """What speaks against the document."""
    maps: tuple[ScoreMap | None, ...] = ()
    """One a picture of the document; None where the system says nothing of it."""
    binary: bool = False
    """The maps are marked regions: every value above 0 is a mark."""
    error: str = ""
    """Why it could not be processed."""


class System(Protocol):
    """What is measured."""

    @property
    def name(self) -> str:
        """Short, for tables."""

    @property
    def digest(self) -> str:
        """Hash of everything that could change an answer."""

    @property
    def about(self) -> str:
        """One clause."""

    def answer(self, questioned: Questioned) -> Answer:
        """State what the pictures show. An exception becomes a document that could not be processed."""


def grid_of(shape: Sequence[int]) -> tuple[int, int]:
    """Size (width, height) of the grid of a picture of this shape."""
    height, width = shape[:2]
    scale = min(1.0, GRID / max(height, width))
    return max(1, round(width * scale)), max(1, round(height * scale))


def on_grid(map_: ArrayLike, shape: Sequence[int]) -> ScoreMap:
    """Bring a map of any resolution to the grid of a picture of this shape, by area."""
    whole = np.asarray(map_, dtype=np.float32)
    if whole.ndim != 2 or whole.size == 0:
        raise UsageError(f"score map: expected (H, W), got {whole.shape}")
    return np.asarray(cv2.resize(whole, grid_of(shape), interpolation=cv2.INTER_AREA), np.float32)


def drawn(corners: Sequence[ArrayLike], weights: Sequence[float], shape: Sequence[int]) -> ScoreMap:
    """Draw regions, given by corners (4, 2) in pixels of a picture of this shape; where they overlap the heavier counts."""
    width, height = grid_of(shape)
    scale = np.array([width / shape[1], height / shape[0]])
    score = np.zeros((height, width), np.float32)
    for polygon, weight in sorted(zip(corners, weights, strict=True), key=lambda pair: pair[1]):
        points = np.clip(np.asarray(polygon, np.float64).reshape(-1, 2) * scale, -1e4, 1e4)
        cv2.fillPoly(score, [np.round(points).astype(np.int32)], float(weight))
    return score


def guarded(ask: Callable[[Questioned], Answer], questioned: Questioned) -> Answer:
    """Turn an exception into a document that could not be processed: a crash is not evidence.

    Raises ResourceError: where a model, template or calibration is bad, no document can be processed, and nothing is measured.
    """
    try:
        return ask(questioned)
    except ResourceError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a system throws)
        return Answer(score=None, error=f"{type(error).__name__}: {error}")
