"""Manipulations of a place: glare, a flat patch of the paper's colour, blur."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.evasion.pictures import Aspect, Help, Plate, Submission, mask_of
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm

MARGIN_MM = 0.8
"""By which a patch is larger than what it hides."""
SOFT_MM = 0.6
"""Width (sigma) of the soft edge of glare and blur."""
BLUR_MM = 0.5
"""Sigma of a local blur: a stroke of 0.3 mm is gone, the paper stays."""
VEIL = 0.6
"""Share of light that a veil over the whole page adds."""
WHITE = frozenset({Light.VISIBLE})

Mask = NDArray[np.float32]
"""(H, W), 0..1: how much a place is covered."""
Cover = Callable[[Pixels, Mask, float], NDArray[np.generic]]
"""Pixels, mask with a hard edge, pixels a millimetre -> pixels."""


def glare(pixels: Pixels, mask: Mask, px_per_mm: float) -> NDArray[np.generic]:
    """Wash the place out to white, with a soft edge outside it."""
    share = np.clip(2 * _soft(mask, px_per_mm), 0, 1)
    return _blend(pixels, np.full_like(pixels, 255), share)


def flat(pixels: Pixels, mask: Mask, px_per_mm: float) -> NDArray[np.generic]:
    """Cover the place with the colour of the paper around it, with a hard edge."""
    reach = max(1, round(2.0 * px_per_mm))
    ring = (cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0) & (mask == 0)
    around = pixels[ring if ring.any() else mask == 0].reshape(-1, 1 if pixels.ndim == 2 else 3)
    if not len(around):
        around = pixels.reshape(-1, 1 if pixels.ndim == 2 else 3)
    lightness = around.mean(axis=1)
    paper = np.median(around[lightness >= np.median(lightness)], axis=0)
    covered = pixels.copy()
    covered[mask > 0] = np.round(paper).astype(np.uint8) if pixels.ndim == 3 else round(float(paper[0]))
    return covered


def blur(pixels: Pixels, mask: Mask, px_per_mm: float) -> NDArray[np.generic]:
    """Blur the place until print is gone, with a soft edge outside it."""
    share = np.clip(2 * _soft(mask, px_per_mm), 0, 1)
    return _blend(pixels, np.asarray(cv2.GaussianBlur(pixels, (0, 0), BLUR_MM * px_per_mm), np.uint8), share)


COVERS: Mapping[str, Cover] = {"glare": glare, "flat": flat, "blur": blur}


def _soft(mask: Mask, px_per_mm: float) -> Mask:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), SOFT_MM * px_per_mm), np.float32)


def _blend(below: Pixels, above: Pixels, share: Mask) -> NDArray[np.generic]:
    weight = share if below.ndim == 2 else share[..., None]
    return np.asarray(np.clip(below * (1 - weight) + above * weight + 0.5, 0, 255), np.uint8)


def over_place(cover: Cover, kind: str) -> Callable[[Submission, Help], Submission]:
    """Cover one place of a kind (`field`, `mrz`, `portrait`: the name before its colon); chance chooses place and lights."""

    def change(given: Submission, helped: Help) -> Submission:
        known = [
            (number, name)
            for number, aspect in enumerate(given.aspects)
            for name in sorted(aspect.places)
            if name.partition(":")[0] == kind
        ]
        number, name = known[int(helped.rng.integers(len(known)))]
        lights, words = _lights(given.aspects[number], helped)
        box = given.aspects[number].places[name].grown(MARGIN_MM)
        covered = given.aspects[number].each(
            lambda plate: _covered(plate, cover, box, given.aspects[number].size_mm), lights=lights
        )
        return _with(given, number, covered, f"{name}, {words}")

    return change


def over_altered(cover: Cover) -> Callable[[Submission, Help], Submission]:
    """Cover what the forger changed."""

    def change(given: Submission, helped: Help) -> Submission:
        done, words = given, ""
        for number, aspect in enumerate(given.aspects):
            if any(plate.altered is not None for plate in aspect.plates):
                lights, words = _lights(aspect, helped)
                size = aspect.size_mm
                covered = aspect.each(lambda plate, size=size: _hidden(plate, cover, size), lights=lights)  # type: ignore[misc]
                done = _with(done, number, covered, words)
        return replace(done, detail=f"altered place, {words}")

    return change


def veil(given: Submission, helped: Help) -> Submission:
    """Lay an uneven white veil over every page."""
    lights, words = _lights(given.aspects[0], helped)
    angle = float(helped.rng.uniform(0, 2 * np.pi))

    def change(plate: Plate) -> Plate:
        height, width = plate.pixels.shape[:2]
        y, x = np.mgrid[:height, :width].astype(np.float32)
        ramp = np.cos(angle) * (x / width - 0.5) + np.sin(angle) * (y / height - 0.5)
        share = np.clip(VEIL + 0.4 * ramp, 0, 1).astype(np.float32)
        return plate.changed(_blend(plate.pixels, np.full_like(plate.pixels, 255), share))

    return given.each(change, lights=lights, detail=words)


def _lights(aspect: Aspect, helped: Help) -> tuple[frozenset[Light], str]:
    """Let chance choose between white light and all lights alike."""
    if aspect.lights == WHITE:
        return WHITE, "white light"
    if helped.rng.integers(2):
        return aspect.lights, "all lights"
    return WHITE, "white light"


def _with(given: Submission, number: int, aspect: Aspect, detail: str) -> Submission:
    aspects = (*given.aspects[:number], aspect, *given.aspects[number + 1 :])
    return replace(given, aspects=aspects, detail=detail)


def _covered(plate: Plate, cover: Cover, box: BoxMm, size: tuple[float, float]) -> Plate:
    mask = mask_of(plate.pixels.shape, plate.corners(box))
    return plate.changed(cover(plate.pixels, mask, plate.px_per_mm(size)))


def _hidden(plate: Plate, cover: Cover, size: tuple[float, float]) -> Plate:
    if plate.altered is None:
        return plate
    scale = plate.px_per_mm(size)
    # Neighbouring pieces are hidden as one: a forger does not paint letter by letter.
    reach = max(1, round(MARGIN_MM * scale))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    mask = cv2.dilate(plate.altered.astype(np.uint8), kernel).astype(np.float32)
    return plate.changed(cover(plate.pixels, mask, scale))
