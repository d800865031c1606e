"""Maps of a reference as 8-bit pictures: whole numbers of steps, where they vary over millimetres at a fraction of the resolution."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.errors import TemplateError
from docforensics.templates.planes import Map

TOLERANCE_STEPS, COLOUR_STEPS, ENERGY_STEPS, FADED_STEPS = 200.0, 8.0, 64.0, 40.0
"""Steps a unit in which tolerances, colours, energies and octaves of fading are stored as whole numbers. Judgements; not fitted."""
_LINES_MIDDLE, _LINES_STEPS = 128.0, 4.0
"""What no line is stored as, and steps a grey level. Judgements; not fitted."""
GLOW_STEPS = 28.0
"""Steps a square millimetre: a whole cell of 3 mm is 252."""
_COARSE = 4
"""Spreads are kept at this fraction of the resolution: they vary over millimetres."""
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
"""How a PNG begins: its signature, and the head of the chunk that states the size."""


def coarse(spread: Map, steps: float) -> Pixels:
    """A map that varies over millimetres, at a quarter of the resolution, 8 bit."""
    size = coarse_size(spread.shape[1], spread.shape[0])
    small = cv2.resize(np.ascontiguousarray(spread), size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * steps, 0, 255).round(), dtype=np.uint8)


def fine(stored: Pixels, steps: float, size: tuple[int, int]) -> Map:
    """Give a map that was kept coarse, at its full size (width, height)."""
    return np.asarray(cv2.resize(stored.astype(np.float32) / steps, size), dtype=np.float32)


def lines_as_levels(lines: Map) -> Pixels:
    """Lines of devices (H, W), grey levels, NaN where not known, as whole steps around a middle; 0 where not known."""
    levels = np.clip(_LINES_MIDDLE + _LINES_STEPS * lines, 1, 255).round()
    return np.where(np.isfinite(lines), levels, 0).astype(np.uint8)


def lines_of_levels(stored: Pixels) -> Map:
    """Give back the lines of `lines_as_levels`."""
    levels = (stored.astype(np.float32) - _LINES_MIDDLE) / _LINES_STEPS
    return np.where(stored > 0, levels, np.nan).astype(np.float32)


def side_by_side(areas: Map) -> Pixels:
    """Areas of cells (rows, columns, layers), mm2, as whole steps (rows, layers x columns): one layer to the right of the other."""
    rows, columns, layers = areas.shape
    steps = np.clip(areas * GLOW_STEPS, 0, 255).round().astype(np.uint8)
    return np.ascontiguousarray(steps.transpose(0, 2, 1).reshape(rows, layers * columns))


def of_side_by_side(stored: Pixels, layers: int) -> Map:
    """Give back the areas of `side_by_side`."""
    steps = stored.reshape(len(stored), layers, -1).transpose(0, 2, 1)
    return np.ascontiguousarray(steps, np.float32) / np.float32(GLOW_STEPS)


def coarse_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of a map that is kept coarse."""
    return -(-width // _COARSE), -(-height // _COARSE)


def png_pixels(data: Pixels) -> int:
    """Width x height from the IHDR chunk."""
    return int.from_bytes(data[16:20].tobytes(), "big") * int.from_bytes(data[20:24].tobytes(), "big")


def png(pixels: Pixels) -> bytes:
    """Encode pixels (H, W[, 3])."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    done, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    if not done:
        raise TemplateError("cannot encode PNG")
    return data.tobytes()
