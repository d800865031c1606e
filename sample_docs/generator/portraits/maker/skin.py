"""Skin texture of a person: MakeHuman's colour relief on the person's own tone, with detail of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

    from .person import Person

Picture = NDArray[np.floating[Any] | np.integer[Any]]
SIZE = 2048
_FACE = (slice(int(0.42 * SIZE), int(0.62 * SIZE)), slice(int(0.80 * SIZE), int(0.94 * SIZE)))
_SCALP_LIMIT = 0.80  # texture x beyond which no hair is painted on the head


def skin_picture(person: Person, source: Path, masks: Path) -> NDArray[np.uint8]:
    """Texture (2048, 2048, 3), BGR: the relief of `source` on the tone of `person`, lips, pores, moles, freckles."""
    rng = np.random.default_rng((person.seed, 7))
    relief = _read(source, cv2.IMREAD_COLOR)
    ratio = relief / np.median(relief[_FACE].reshape(-1, 3), axis=0)
    tone = np.array(person.tone[::-1], dtype=np.float32)
    skin: Picture = tone * np.clip(ratio, 0.05, 1.6) ** 0.9
    skin = _scalp(skin, ratio, person)
    skin = _lips(skin, _mask(masks, "lips"), person, rng)
    skin = _flush(skin, rng)
    skin = skin * (1 + _mottle(rng)[:, :, None] * np.array([1.0, 0.95, 0.6], dtype=np.float32))
    skin = _spots(skin, rng, count=int(rng.integers(2, 9)), radius=(2.0, 4.5), depth=0.5)
    skin = _spots(skin, rng, count=int(260 * person.freckles), radius=(1.5, 3.2), depth=0.16)
    return np.clip(skin, 0, 255).astype(np.uint8)


def _mask(folder: Path, name: str) -> Picture:
    mask: Picture = _read(folder / f"mpfb_{name}.jpg", cv2.IMREAD_GRAYSCALE) / 255
    return mask


def _read(path: Path, flags: int) -> Picture:
    """A picture file at the size of the texture, as floats."""
    picture = cv2.imread(str(path), flags)
    if picture is None:
        raise FileNotFoundError(path)
    return cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _scalp(skin: Picture, ratio: Picture, person: Person) -> Picture:
    """The hair painted on the scalp, taken away from the bald and given its owner's colour on the rest."""
    dark: Picture = np.clip((0.72 - ratio.mean(axis=2)) / 0.3, 0, 1)
    dark[:, int(_SCALP_LIMIT * SIZE) :] = 0
    dark = cv2.GaussianBlur(dark, (0, 0), 2)[:, :, None]
    tone = np.array(person.tone[::-1], dtype=np.float32)
    bare: Picture = skin * (1 - dark) + tone * dark
    if person.hair == "bald":
        return bare
    hair = np.array(person.hair_colour[::-1], dtype=np.float32) * 0.6 + tone * 0.25
    grown: Picture = bare * (1 - 0.8 * dark) + hair * 0.8 * dark
    return grown


def _lips(skin: Picture, mask: Picture, person: Person, rng: np.random.Generator) -> Picture:
    soft = cv2.GaussianBlur(mask, (0, 0), 4)[:, :, None]
    strength = rng.uniform(0.2, 0.5) if person.sex == "male" else rng.uniform(0.35, 0.8)
    red = np.array(person.tone[::-1], dtype=np.float32) * np.array([0.78, 0.68, 0.90], dtype=np.float32)
    made_up: Picture = skin * (1 - strength * soft) + red * strength * soft
    return made_up


def _flush(skin: Picture, rng: np.random.Generator) -> Picture:
    """Blood in cheeks and nose: large soft spots which take green and blue away."""
    height, width = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
    amount = np.zeros((SIZE, SIZE), dtype=np.float32)
    for x, y, radius in ((0.885, 0.455, 0.030), (0.885, 0.575, 0.030), (0.885, 0.515, 0.014)):
        amount += np.exp(-(((width - x) ** 2 + (height - y) ** 2) / (2 * radius**2))) * rng.uniform(
            0.02, 0.10
        )
    flushed: Picture = skin * (1 - amount[:, :, None] * np.array([1.0, 1.0, 0.1], dtype=np.float32))
    return flushed


def _mottle(rng: np.random.Generator) -> Picture:
    total = np.zeros((SIZE, SIZE), dtype=np.float32)
    for sigma, amplitude in ((0.8, 0.030), (3.0, 0.016), (14.0, 0.020), (50.0, 0.025)):
        small = max(1, int(sigma / 2))
        field: Picture = rng.standard_normal((SIZE // small, SIZE // small)).astype(np.float32)
        field = cv2.GaussianBlur(
            cv2.resize(field, (SIZE, SIZE), interpolation=cv2.INTER_LINEAR), (0, 0), sigma
        )
        total += field / field.std() * amplitude
    return total


def _spots(
    skin: Picture, rng: np.random.Generator, *, count: int, radius: tuple[float, float], depth: float
) -> Picture:
    mark: Picture = np.zeros((SIZE, SIZE), dtype=np.float32)
    for _ in range(count):
        centre = (int(rng.uniform(0.80, 0.97) * SIZE), int(rng.uniform(0.40, 0.64) * SIZE))
        cv2.circle(
            mark, centre, max(1, round(rng.uniform(*radius))), float(rng.uniform(0.4, 1)), -1, cv2.LINE_AA
        )
    mark = cv2.GaussianBlur(mark, (0, 0), 1.2)[:, :, None]
    spotted: Picture = skin * (1 - depth * mark * np.array([1.1, 1.0, 0.8], dtype=np.float32))
    return spotted
