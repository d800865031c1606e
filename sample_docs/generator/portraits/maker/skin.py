"""Skin texture of a person: MakeHuman's colour relief on the person's own tone, with detail of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from .person import Person

SIZE = 2048
_FACE = (slice(int(0.42 * SIZE), int(0.62 * SIZE)), slice(int(0.80 * SIZE), int(0.94 * SIZE)))
_SCALP_LIMIT = 0.80  # texture x beyond which no hair is painted on the head


def skin_picture(person: Person, source: Path, masks: Path) -> NDArray[np.uint8]:
    """Texture (2048, 2048, 3), BGR: the relief of `source` on the tone of `person`, lips, pores, moles, freckles."""
    rng = np.random.default_rng((person.seed, 7))
    relief = cv2.resize(cv2.imread(str(source)), (SIZE, SIZE), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    ratio = relief / np.median(relief[_FACE].reshape(-1, 3), axis=0)
    tone = np.array(person.tone[::-1], dtype=np.float32)
    skin = tone * np.clip(ratio, 0.05, 1.6) ** 0.9
    skin = _scalp(skin, ratio, person)
    skin = _lips(skin, _mask(masks, "lips"), person, rng)
    skin = _flush(skin, rng)
    skin *= 1 + _mottle(rng)[:, :, None] * np.array([1.0, 0.95, 0.6], dtype=np.float32)
    skin = _spots(skin, rng, count=int(rng.integers(2, 9)), radius=(2.0, 4.5), depth=0.5)
    skin = _spots(skin, rng, count=int(260 * person.freckles), radius=(1.5, 3.2), depth=0.16)
    return np.clip(skin, 0, 255).astype(np.uint8)


def _mask(folder: Path, name: str) -> NDArray[np.float32]:
    mask = cv2.imread(str(folder / f"mpfb_{name}.jpg"), cv2.IMREAD_GRAYSCALE)
    return cv2.resize(mask, (SIZE, SIZE)).astype(np.float32) / 255


def _scalp(skin: NDArray[np.float32], ratio: NDArray[np.float32], person: Person) -> NDArray[np.float32]:
    """The hair painted on the scalp, taken away from the bald and given its owner's colour on the rest."""
    dark = np.clip((0.72 - ratio.mean(axis=2)) / 0.3, 0, 1)
    dark[:, int(_SCALP_LIMIT * SIZE) :] = 0
    dark = cv2.GaussianBlur(dark, (0, 0), 2)[:, :, None]
    tone = np.array(person.tone[::-1], dtype=np.float32)
    bare = skin * (1 - dark) + tone * dark
    if person.hair == "bald":
        return bare
    hair = np.array(person.hair_colour[::-1], dtype=np.float32) * 0.6 + tone * 0.25
    return bare * (1 - 0.8 * dark) + hair * 0.8 * dark


def _lips(
    skin: NDArray[np.float32], mask: NDArray[np.float32], person: Person, rng: np.random.Generator
) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(mask, (0, 0), 4)[:, :, None]
    strength = rng.uniform(0.2, 0.5) if person.sex == "male" else rng.uniform(0.35, 0.8)
    red = np.array(person.tone[::-1], dtype=np.float32) * np.array([0.78, 0.68, 0.90], dtype=np.float32)
    return skin * (1 - strength * soft) + red * strength * soft


def _flush(skin: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Blood in cheeks and nose: large soft spots which take green and blue away."""
    height, width = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
    amount = np.zeros((SIZE, SIZE), dtype=np.float32)
    for x, y, radius in ((0.885, 0.455, 0.030), (0.885, 0.575, 0.030), (0.885, 0.515, 0.014)):
        amount += np.exp(-(((width - x) ** 2 + (height - y) ** 2) / (2 * radius**2))) * rng.uniform(0.02, 0.10)
    return skin * (1 - amount[:, :, None] * np.array([1.0, 1.0, 0.1], dtype=np.float32))


def _mottle(rng: np.random.Generator) -> NDArray[np.float32]:
    total = np.zeros((SIZE, SIZE), dtype=np.float32)
    for sigma, amplitude in ((0.8, 0.030), (3.0, 0.016), (14.0, 0.020), (50.0, 0.025)):
        small = max(1, int(sigma / 2))
        field = rng.standard_normal((SIZE // small, SIZE // small)).astype(np.float32)
        field = cv2.GaussianBlur(cv2.resize(field, (SIZE, SIZE), interpolation=cv2.INTER_LINEAR), (0, 0), sigma)
        total += field / field.std() * amplitude
    return total


def _spots(
    skin: NDArray[np.float32], rng: np.random.Generator, *, count: int, radius: tuple[float, float], depth: float
) -> NDArray[np.float32]:
    mark = np.zeros((SIZE, SIZE), dtype=np.float32)
    for _ in range(count):
        centre = (int(rng.uniform(0.80, 0.97) * SIZE), int(rng.uniform(0.40, 0.64) * SIZE))
        cv2.circle(mark, centre, max(1, round(rng.uniform(*radius))), float(rng.uniform(0.4, 1)), -1, cv2.LINE_AA)
    mark = cv2.GaussianBlur(mark, (0, 0), 1.2)[:, :, None]
    return skin * (1 - depth * mark * np.array([1.1, 1.0, 0.8], dtype=np.float32))
