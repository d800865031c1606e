"""Blind maps see what their papers say they see."""

import cv2
import numpy as np
import pytest

from docforensics.bench.normalise import encode
from docforensics.bench.systems.blind import METHODS, blocking, ela, ghost, noise
from docforensics.capture.images import load_images
from docforensics.capture.model import Pixels

INSIDE = (slice(64, 192), slice(64, 192))


def scene(seed: int = 0, spread: float = 6.0) -> Pixels:
    """Draw soft structure with sensor noise."""
    rng = np.random.default_rng(seed)
    soft = cv2.resize(
        rng.integers(60, 200, (8, 8, 3)).astype(np.uint8), (256, 256), interpolation=cv2.INTER_CUBIC
    )
    return np.clip(soft + rng.normal(0, spread, soft.shape), 0, 255).astype(np.uint8)


def through(pixels: Pixels, quality: int) -> Pixels:
    """Compress and decode."""
    return load_images(encode(pixels, quality))[0].pixels


def ratio(map_: np.ndarray) -> float:
    """Median inside the square over the median outside."""
    whole = cv2.resize(map_.astype(np.float32), (256, 256))
    outside = np.ones((256, 256), bool)
    outside[48:208, 48:208] = False
    return float(np.median(whole[72:184, 72:184]) / max(float(np.median(whole[outside])), 1e-9))


def test_ela_rises_where_nothing_was_compressed_before() -> None:
    """A fresh square in a compressed picture."""
    picture = through(scene(), 60).copy()
    picture[INSIDE] = scene(1)[INSIDE]
    assert ratio(ela(picture)) > 1.5


def test_noise_rises_with_the_noise() -> None:
    """Threefold in the square, and about the level in grey values outside."""
    picture = scene(spread=4.0)
    picture[INSIDE] = scene(spread=12.0)[INSIDE]
    assert 2.0 < ratio(noise(picture)) < 4.0


def test_a_ghost_shows_where_the_earlier_quality_was_another() -> None:
    """A square that was compressed at 60 in a picture compressed at 90."""
    picture = scene().copy()
    picture[INSIDE] = through(scene(), 60)[INSIDE]
    assert ratio(ghost(picture)) > 1.5


def test_blocking_rises_off_the_grid() -> None:
    """A square moved by four pixels against the grid of the rest."""
    picture = through(scene(3), 15).copy()
    moved = np.roll(picture, (4, 4), (0, 1))
    picture[INSIDE] = moved[INSIDE]
    map_ = blocking(picture)
    assert map_[88:168, 88:168].mean() > map_[:32, :].mean()
    assert map_[88:168, 88:168].mean() > map_[-32:, :].mean()


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("shape", [(2, 2, 3), (17, 33), (1, 40, 3)])
def test_every_map_survives_odd_pictures(name: str, shape: tuple[int, ...]) -> None:
    """Tiny, grey, a strip."""
    map_ = METHODS[name](np.full(shape, 120, np.uint8))
    assert map_.ndim == 2
    assert np.isfinite(map_).all()
