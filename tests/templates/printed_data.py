"""Made-up pages with printed data: five values of one strip of letters each, which begin at known places, at 8 px/mm."""

from dataclasses import replace

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind, LightReference, PageSide, PortraitEdge

SHAPE = (400, 640)
PLACES = ((10.0, 10.0), (10.0, 18.0), (10.0, 26.0), (52.0, 18.0), (52.0, 34.0))
"""Left and top of the letters of each value, mm."""
HEIGHT_MM = 2.0
BOXES = [BoxMm(left=x - 0.3, top=y - 0.3, right=x + 24.0, bottom=y + HEIGHT_MM + 0.3) for x, y in PLACES]
REFERENCE = LightReference(
    mean=np.full(SHAPE, 225, np.uint8),
    tolerance=np.full(SHAPE, 0.1, np.float32),
    constant=np.ones(SHAPE, np.bool_),
)


def _features() -> list[Feature]:
    ends = (
        (PageSide.LEFT, lambda x, _y: x),
        (PageSide.TOP, lambda _x, y: y),
        (PageSide.BOTTOM, lambda _x, y: y + HEIGHT_MM),
    )
    return [
        Feature(
            name=f"value-{number}",
            kind=FeatureKind.PERSONAL_DATA,
            box=box,
            edges=tuple(PortraitEdge(side=side, at_mm=at(x, y), spread_mm=0.05) for side, at in ends),
        )
        for number, (box, (x, y)) in enumerate(zip(BOXES, PLACES, strict=True))
    ]


FEATURES = _features()
BARE = [replace(one, edges=()) for one in FEATURES]
MOVES = ((0.0, 0.0), (0.2, -0.1), (-0.15, 0.25), (0.1, 0.1), (-0.25, -0.2), (0.05, 0.0))
"""Millimetres by which the personalization of six captures lies aside."""


def printed(
    holder: int,
    *,
    moved_mm: tuple[float, float] = (0.0, 0.0),
    value_moved: tuple[int, float, float] | None = None,
    captions: bool = False,
) -> Pixels:
    """A page (H, W) of a holder, all of whose values lie aside by `moved_mm`, and one (its number, mm, mm) further; captions lie still."""
    random = np.random.default_rng(holder)
    pixels = np.full(SHAPE, 225.0, np.float32)
    for number, (x, y) in enumerate(PLACES):
        dx, dy = moved_mm
        if value_moved is not None and value_moved[0] == number:
            dx, dy = dx + value_moved[1], dy + value_moved[2]
        _print(pixels, x + dx, y + dy, letters=random.integers(3, 9), random=random)
        if captions:
            _print(pixels, x, y - 2.0, letters=6, random=np.random.default_rng(number), height_mm=1.0)
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.7) + random.normal(0, 2, SHAPE)
    return np.asarray(np.clip(pixels, 0, 255), np.uint8)


def _print(
    pixels: np.ndarray,
    x_mm: float,
    y_mm: float,
    *,
    letters: int,
    random: np.random.Generator,
    height_mm: float = HEIGHT_MM,
) -> None:
    """Letters of an upright and two or three bars, drawn sixteen times as fine and put down by means."""
    width = letters * 1.6
    fine = np.zeros((round(height_mm * 128), round(width * 128)), np.float32)
    for number in range(letters):
        left = round(number * 1.6 * 128)
        fine[:, left : left + 38] = 1
        for bar in random.permutation(3)[: random.integers(2, 4)]:
            top = round(bar * (fine.shape[0] - 38) / 2)
            fine[top : top + 38, left : left + 140] = 1
    canvas = np.zeros_like(pixels)
    matrix = np.array([[1 / 16, 0, x_mm * 8 - 0.5], [0, 1 / 16, y_mm * 8 - 0.5]], np.float32)
    small = cv2.GaussianBlur(fine, (0, 0), 6)
    cv2.warpAffine(
        small, matrix, (pixels.shape[1], pixels.shape[0]), dst=canvas, borderMode=cv2.BORDER_TRANSPARENT
    )
    pixels -= 170 * canvas
