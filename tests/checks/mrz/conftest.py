"""Zones drawn in type faces, on the places of the made-up documents."""

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np
import pytest

from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.drawn_faces import HEIGHT, WIDTH, faces

PX, PITCH, SPACING, LEFT, TOP = 8.0, 2.54, 6.35, 6.9, 69.3
"""As tests/checks/conftest.py has them; LEFT and TOP are the middle of the first character."""
DrawZone = Callable[..., np.ndarray]


def draw_zone(
    lines: Sequence[str],
    face: str = "ocrb",
    *,
    odd: Mapping[tuple[int, int], Mapping[str, object]] | None = None,
    blur: float = 0.6,
    noise: float = 3.0,
    ink: float = 0.85,
    pitch: float = PITCH,
    size: float = 1.0,
) -> np.ndarray:
    """Draw a zone on light paper, (704, 1000) grey, its characters at a share of their size; `odd` gives some characters another face, ink or shift (pixels)."""
    dark = np.zeros((704, 1000), np.float32)
    for row, line in enumerate(lines):
        for column, symbol in enumerate(line):
            special = dict((odd or {}).get((row, column), {}))
            glyph = faces()[str(special.get("face", face))][SYMBOLS.index(symbol)].astype(np.float32) / 255
            scale = size * PITCH * PX / WIDTH
            x, y = (LEFT + pitch * column) * PX, (TOP + SPACING * row) * PX + float(special.get("down", 0.0))  # type: ignore[arg-type]
            corner_x, corner_y = int(x) - 24, int(y) - 24
            place = np.array(
                [[scale, 0, x - corner_x - scale * WIDTH / 2], [0, scale, y - corner_y - scale * HEIGHT / 2]]
            )
            drawn = cv2.warpAffine(glyph, place, (48, 48), flags=cv2.INTER_AREA)
            part = dark[corner_y : corner_y + 48, corner_x : corner_x + 48]
            np.maximum(part, drawn[:, : part.shape[1]] * float(special.get("ink", ink)), out=part)  # type: ignore[arg-type]
    soft = cv2.GaussianBlur(dark, (0, 0), blur)
    grain = np.random.default_rng(7).normal(0, noise, soft.shape)
    return np.clip(225 * (1 - soft) + grain, 0, 255).astype(np.uint8)


@pytest.fixture
def drawn_zone() -> DrawZone:
    """Draw zones in faces of the shipped drawings."""
    return draw_zone
