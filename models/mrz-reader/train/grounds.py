"""Grounds that an MRZ stands on: plain, paper, guilloche-like lines, microprint-like texture. All drawn here."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_SIDE = 1024


class Grounds:
    """A pool of textures from which crops are taken."""

    def __init__(self, seed: int, count: int = 48) -> None:
        """Draw `count` textures."""
        rng = np.random.default_rng(seed)
        self._pool = [_texture(rng) for _ in range(count)]

    def crop(self, rng: np.random.Generator, height: int, width: int) -> Floats:
        """(height, width) grey levels: a level, and in most crops a texture of some contrast."""
        level = float(rng.uniform(110, 255))
        if rng.random() < 0.2:
            return np.full((height, width), level, np.float32)
        texture = self._pool[int(rng.integers(len(self._pool)))]
        zoom = float(rng.uniform(0.9, 2.2)) if width < _SIDE * 0.45 else 1.0
        h, w = int(height / zoom), int(width / zoom)
        y, x = int(rng.integers(0, _SIDE - h + 1)), int(rng.integers(0, _SIDE - w + 1))
        part = cv2.resize(texture[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_LINEAR)
        part = part[:: int(rng.choice((-1, 1))), :: int(rng.choice((-1, 1)))]
        return np.asarray(level + part * float(rng.exponential(14.0)), np.float32)


def _texture(rng: np.random.Generator) -> Floats:
    kind = rng.integers(4)
    texture = (_paper, _waves, _waves, _dots)[kind](rng)
    texture = texture - texture.mean()
    return np.asarray(texture / (texture.std() + 1e-6), np.float32)


def _paper(rng: np.random.Generator) -> Floats:
    total = np.zeros((_SIDE, _SIDE), np.float32)
    for octave in range(1, 7):
        side = 2**octave * 4
        noise = rng.normal(0, 1, (side, side)).astype(np.float32)
        total += cv2.resize(noise, (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC) * float(rng.uniform(0, 1))
    return total


def _waves(rng: np.random.Generator) -> Floats:
    """Families of fine wavy lines, as guilloches are."""
    canvas = np.zeros((_SIDE, _SIDE), np.float32)
    t = np.linspace(-200, _SIDE + 200, 400)
    for _ in range(int(rng.integers(1, 4))):
        gap, thick = float(rng.uniform(6, 26)), int(rng.integers(1, 4))
        waves = [(rng.uniform(2, 30), rng.uniform(40, 400), rng.uniform(0, 6.3)) for _ in range(3)]
        turn = rng.uniform(0, np.pi)
        for n, offset in enumerate(np.arange(-600, _SIDE + 600, gap)):
            swing = sum(a * np.sin(6.283 * t / length + phase + 0.05 * n) for a, length, phase in waves)
            x, y = t - _SIDE / 2, offset + swing - _SIDE / 2
            points = np.stack(
                [x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], axis=1
            )
            cv2.polylines(canvas, [(points + _SIDE / 2).astype(np.int32)], False, -1.0, thick, cv2.LINE_AA)
    return cv2.GaussianBlur(canvas, (0, 0), float(rng.uniform(0.5, 1.5)))


def _dots(rng: np.random.Generator) -> Floats:
    """Screens of dots or letters far too small to read."""
    canvas = np.zeros((_SIDE, _SIDE), np.float32)
    step, radius = int(rng.integers(5, 16)), int(rng.integers(1, 4))
    for y in range(0, _SIDE, step):
        for x in range((y // step % 2) * step // 2, _SIDE, step):
            cv2.circle(canvas, (x, y), radius, -float(rng.uniform(0.3, 1.0)), -1, cv2.LINE_AA)
    return canvas
