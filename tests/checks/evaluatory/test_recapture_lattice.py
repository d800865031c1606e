"""Lattices over the whole page."""

from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.evaluatory.recapture_lattice import measure
from docforensics.checks.outcome import Abstained, Measured

ADVERSE = 0.8


def value(bench: Any, pixels: np.ndarray, quality: int = 90) -> float:
    """Measure a page saved as JPEG."""
    outcome = measure(bench.document(bench.encoded(pixels, quality)))
    assert isinstance(outcome, Measured)
    return outcome.value


def test_line_work_and_noise_are_no_lattice(bench: Any) -> None:
    """The page's own waves are regular, but wide, and not everywhere."""
    assert value(bench, bench.exposed()) < ADVERSE


@pytest.mark.parametrize("period", [2.7, 3.6])
def test_the_stripes_of_a_screen_show_in_every_area(bench: Any, period: float) -> None:
    """Three colours beside one another, a little askew."""
    page = bench.exposed().astype(np.float32)
    y, x = np.mgrid[: page.shape[0], : page.shape[1]].astype(np.float32)
    phase = (x + 0.11 * y)[..., None] / period - np.arange(3) / 3
    outcome = measure(
        bench.document(
            bench.encoded(np.clip(page * (1 + 0.15 * np.cos(2 * np.pi * phase)), 0, 255).astype(np.uint8), 90)
        )
    )
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    assert outcome.regions


def test_a_lattice_in_one_corner_is_not_enough(bench: Any) -> None:
    """A genuine page may bear a raster somewhere."""
    page = bench.exposed().astype(np.float32)
    y, x = np.mgrid[:200, :300].astype(np.float32)
    page[:200, :300] *= (1 + 0.2 * np.cos(2 * np.pi * (x + 0.2 * y) / 3.1))[..., None]
    assert value(bench, np.clip(page, 0, 255).astype(np.uint8)) < ADVERSE


@pytest.mark.parametrize("quality", [30, 60, 95])
def test_the_grid_of_the_compression_is_no_lattice(bench: Any, quality: int) -> None:
    """Blocks of eight are everywhere, with all their harmonics, and left out."""
    rng = np.random.default_rng(3)
    tones = cv2.GaussianBlur(rng.normal(0, 1, bench.exposed().shape).astype(np.float32), (0, 0), 9)
    scene = 150 + 400 * tones + rng.normal(0, 0.5, tones.shape)
    assert value(bench, np.clip(scene, 0, 255).astype(np.uint8), quality) < ADVERSE


def test_a_scan_by_a_trusted_scanner_is_not_spoken_of(bench: Any) -> None:
    """What lies on its glass is another check's matter."""
    assert isinstance(measure(bench.document(bench.file(), channel=Channel.SCANNER)), Abstained)
