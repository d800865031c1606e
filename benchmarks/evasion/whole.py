"""Manipulations of whole pictures: resolution, blur, compression, colour, turns, margins."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from benchmarks.evasion.pictures import Help, Plate, Submission
from docforensics.capture.model import Pixels
from docforensics.page.geometry import MM_PER_INCH, BoxMm, Matrix, project

Change = Callable[[Submission, Help], Submission]
ROOM_MM = 1.0
"""Left beside the page where a margin outside it is cropped."""


def scaled(share: float) -> Change:
    """Make every picture smaller by this share of its sides."""
    return lambda given, _helped: given.each(lambda plate: _scaled(plate, share))


def scaled_to(dpi: float) -> Change:
    """Make every picture smaller so that the page has this resolution."""

    def change(plate: Plate, size_mm: tuple[float, float]) -> Plate:
        return _scaled(plate, dpi / MM_PER_INCH / plate.px_per_mm(size_mm))

    return lambda given, _helped: given.on_page(change)


def _scaled(plate: Plate, share: float) -> Plate:
    height, width = plate.pixels.shape[:2]
    size = (max(1, round(width * share)), max(1, round(height * share)))
    pixels = np.asarray(cv2.resize(plate.pixels, size, interpolation=cv2.INTER_AREA))
    across, down = size[0] / width, size[1] / height
    # Pixels are counted at their middles, of which the first lies half a pixel from the edge.
    by = np.array([[across, 0.0, (across - 1) / 2], [0.0, down, (down - 1) / 2], [0.0, 0.0, 1.0]])
    return replace(plate.moved(pixels, by), dpi=None if plate.dpi is None else plate.dpi * share)


def blurred(sigma: float) -> Change:
    """Blur every picture; sigma in pixels."""
    return lambda given, _helped: given.each(
        lambda plate: plate.changed(np.asarray(cv2.GaussianBlur(plate.pixels, (0, 0), sigma)))
    )


def saved(quality: int | None) -> Change:
    """Save every picture anew, as JPEG of this quality or as PNG."""
    return lambda given, _helped: given.each(lambda plate: plate.saved(quality))


def greyed(given: Submission, _helped: Help) -> Submission:
    """Take the colour away."""
    return given.each(lambda plate: plate.changed(_grey(plate.pixels)))


def binarised(given: Submission, _helped: Help) -> Submission:
    """Leave black and white (Otsu's threshold)."""

    def change(plate: Plate) -> Plate:
        return plate.changed(
            np.asarray(cv2.threshold(_grey(plate.pixels), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1])
        )

    return given.each(change)


def _grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def mirrored(given: Submission, _helped: Help) -> Submission:
    """Mirror left and right."""

    def change(plate: Plate) -> Plate:
        width = plate.pixels.shape[1]
        by = np.array([[-1.0, 0.0, width - 1], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
        return plate.moved(plate.pixels[:, ::-1], by)

    return given.each(change)


def turned(quarters: int) -> Change:
    """Turn by quarters, counter-clockwise."""

    def change(plate: Plate) -> Plate:
        by = np.eye(3)
        height, width = plate.pixels.shape[:2]
        for _ in range(quarters):
            by = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width - 1], [0.0, 0.0, 1.0]]) @ by
            height, width = width, height
        return plate.moved(np.rot90(plate.pixels, quarters), by)

    return lambda given, _helped: given.each(change)


def cropped_into(side: str, millimetres: float) -> Change:
    """Cut this much of the page off at one side."""
    return lambda given, _helped: given.on_page(
        lambda plate, size_mm: _cut(plate, size_mm, side, millimetres)
    )


def _cut(plate: Plate, size_mm: tuple[float, float], side: str, millimetres: float) -> Plate:
    width, height = size_mm
    inner = {
        "left": (millimetres, height / 2),
        "right": (width - millimetres, height / 2),
        "top": (width / 2, millimetres),
        "bottom": (width / 2, height - millimetres),
    }[side]
    x, y = project(plate.to_pixels, np.array([inner]))[0]
    rows, columns = plate.pixels.shape[:2]
    bounds = {
        "left": (x, 0, columns, rows),
        "right": (0, 0, x, rows),
        "top": (0, y, columns, rows),
        "bottom": (0, 0, columns, y),
    }[side]
    return _window(plate, *bounds)


def cropped_outside(given: Submission, _helped: Help) -> Submission:
    """Cut the margin beside the page off, but for a millimetre."""

    def change(plate: Plate, size_mm: tuple[float, float]) -> Plate:
        corners = plate.corners(BoxMm.of_size(size_mm).grown(ROOM_MM))
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return _window(plate, left, top, right, bottom)

    return given.on_page(change)


def _window(plate: Plate, left: float, top: float, right: float, bottom: float) -> Plate:
    height, width = plate.pixels.shape[:2]
    x0, y0 = max(0, round(left)), max(0, round(top))
    x1, y1 = min(width, round(right)), min(height, round(bottom))
    return plate.moved(plate.pixels[y0:y1, x0:x1], _shift(-x0, -y0))


def larger_page(given: Submission, helped: Help) -> Submission:
    """Lay the picture on a larger one, of its own ground or white, at a place that chance chooses."""
    share = float(helped.rng.uniform(1.25, 1.6))
    across, down = (float(value) for value in helped.rng.uniform(0.2, 0.8, 2))
    white = bool(helped.rng.integers(2))

    def change(plate: Plate) -> Plate:
        height, width = plate.pixels.shape[:2]
        more = round(height * (share - 1)), round(width * (share - 1))
        top, left = round(more[0] * down), round(more[1] * across)
        ground = np.full(plate.pixels.shape[2:], 255) if white else _ground(plate.pixels)
        shape = (height + more[0], width + more[1], *plate.pixels.shape[2:])
        larger = np.broadcast_to(ground.astype(np.uint8), shape).copy()
        larger[top : top + height, left : left + width] = plate.pixels
        return plate.moved(larger, _shift(left, top))

    return given.each(change, detail="white ground" if white else "the picture's own ground")


def _ground(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Median colour of the outermost pixels."""
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return np.asarray(np.median(border, axis=0))


def _shift(x: int, y: int) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])
