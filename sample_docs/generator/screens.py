"""Screens: how a press makes tones of dots or lines.

Clustered dots are the lattice of offset and laser printing (amplitude modulation), dispersed dots the blue noise of ink jets
(frequency modulation, Ulichney 1988 and 1993); lines, waves and rings are engraved portraits, whose strokes swell with the tone.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]


class ScreenKind(StrEnum):
    """What the tone is made of."""

    DOTS = "dots"
    NOISE = "noise"
    LINES = "lines"
    WAVES = "waves"
    RINGS = "rings"


FINE_PX_PER_MM = 20.0
"""Resolution at which a picture is screened: that of the largest page raster but one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A screen and its ruling; in colour each printing colour has an angle of its own."""

    kind: ScreenKind
    lines_per_mm: float
    degrees: float = 45.0
    gain: float = 0.0
    """Tone value increase at the midtone, 0..1."""
    depth: float = 1.0
    """Share of the tone that is screened; the rest stays continuous, as in a dot that bleeds into the paper."""

    def printed(self, pixels: Plane, width_mm: float) -> Plane:
        """Screen a picture, (H, W, 3), that is printed ``width_mm`` wide."""
        scale = FINE_PX_PER_MM * width_mm / pixels.shape[1]
        size = (max(8, round(pixels.shape[1] * scale)), max(8, round(pixels.shape[0] * scale)))
        fine = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
        grey = bool((pixels[::8, ::8] == pixels[::8, ::8, :1]).all())
        planes = [fine[..., 0]] if grey else list(cv2.split(fine))
        done = [self._plane(np.asarray(plane, np.uint8), number) for number, plane in enumerate(planes)]
        return np.asarray(cv2.merge(done * 3 if grey else done), np.uint8)

    def _plane(self, plane: Plane, number: int) -> Plane:
        """One printing colour: paper where the tone stays below the threshold."""
        tone = 255.0 - np.arange(256)
        grown = np.clip(tone + 4 * self.gain * tone * (255 - tone) / 255, 0, 255).astype(np.uint8)
        ink = np.asarray(cv2.LUT(plane, grown), np.uint8)
        height, width = plane.shape
        threshold = self._threshold(height, width, number)
        sharpness = 6.0 * max(0.18, 1.0 - 2.0 * self.lines_per_mm / FINE_PX_PER_MM)
        hard = cv2.addWeighted(ink, sharpness, threshold, -sharpness, 127.5, dtype=cv2.CV_8U)
        hard[ink < 6] = 0
        hard = np.asarray(cv2.addWeighted(hard, self.depth, ink, 1 - self.depth, 0), np.uint8)
        return np.asarray(255 - hard, np.uint8)

    def _threshold(self, height: int, width: int, number: int) -> Plane:
        if self.kind is ScreenKind.NOISE:
            return dispersed(height, width, number, max(1, round(FINE_PX_PER_MM / self.lines_per_mm)))
        angle = self.degrees + 30.0 * number
        if self.kind is ScreenKind.DOTS:
            return clustered(height, width, angle, self.lines_per_mm, FINE_PX_PER_MM)
        return engraved(height, width, angle, self.lines_per_mm, str(self.kind))


@lru_cache(maxsize=16)
def engraved(height: int, width: int, degrees: float, lines_per_mm: float, kind: str) -> Plane:
    """Threshold array of strokes: straight, wavy or in rings, their levels equalised."""
    x = np.arange(width, dtype=np.float32)[None, :] - np.float32(width / 2)
    y = np.arange(height, dtype=np.float32)[:, None] - np.float32(0.4 * height)
    angle, turn = np.radians(degrees), 2 * np.pi * lines_per_mm / FINE_PX_PER_MM
    along = (x * np.cos(angle) + y * np.sin(angle)).astype(np.float32)
    across = (y * np.cos(angle) - x * np.sin(angle)).astype(np.float32)
    if kind == ScreenKind.RINGS:
        across = np.hypot(x, y).astype(np.float32)
    elif kind == ScreenKind.WAVES:
        across = across + np.float32(0.055 * width) * np.sin(2 * np.pi * along / np.float32(0.5 * width))
    level = (np.cos(np.float32(turn) * across) * 127.0 + 127.5).astype(np.uint8)
    return _equalised(level)


def _equalised(level: Plane) -> Plane:
    """The array with its levels spread evenly, so that coverage follows tone."""
    histogram = np.bincount(level.ravel()[::7], minlength=256)
    equal = (255 * np.cumsum(histogram) / histogram.sum()).astype(np.uint8)
    return np.asarray(cv2.LUT(level, equal), np.uint8)


@lru_cache(maxsize=10)
def clustered(height: int, width: int, degrees: float, lines_per_mm: float, px_per_mm: float) -> Plane:
    """Threshold array of a round-dot lattice, its levels equalised so that coverage follows tone."""
    angle = np.radians(degrees)
    turn = 2 * np.pi * lines_per_mm / px_per_mm
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    u = np.cos(turn * (x * np.cos(angle) + y * np.sin(angle)), dtype=np.float32)
    v = np.cos(turn * (y * np.cos(angle) - x * np.sin(angle)), dtype=np.float32)
    level = ((u + v) * np.float32(63.5) + np.float32(127.5)).astype(np.uint8)
    return _equalised(level)


@lru_cache(maxsize=10)
def dispersed(height: int, width: int, number: int, cell: int) -> Plane:
    """Blue-noise threshold array, ``cell`` pixels a dot."""
    tile = np.roll(_blue_noise(), (37 * number, 53 * number), axis=(0, 1)).repeat(cell, 0).repeat(cell, 1)
    rows, columns = height // tile.shape[0] + 1, width // tile.shape[1] + 1
    return np.ascontiguousarray(np.tile(tile, (rows, columns))[:height, :width])


@lru_cache(maxsize=1)
def _blue_noise(size: int = 128) -> Plane:
    """A threshold tile without low frequencies: white noise, high-passed and re-ranked until it settles."""
    field = np.random.default_rng(20260).random((size, size))
    for _ in range(24):
        low = cv2.GaussianBlur(np.tile(field, (3, 3)), (0, 0), 1.6)[size : 2 * size, size : 2 * size]
        ranks = np.argsort(np.argsort((field - low).ravel())).reshape(size, size)
        field = ranks / ranks.size
    return (field * 255).astype(np.uint8)
