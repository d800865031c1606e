"""Faces for holders: the rendered portraits of people who do not exist, or a plain drawing where they are absent."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from . import portraits

_RENDERED = (Path(portraits.__file__).parent / "portraits.toml").is_file()
_PLACEHOLDERS = 24


@cache
def face_names() -> tuple[str, ...]:
    """Every identity that can be drawn, in a fixed order."""
    if not _RENDERED:
        return tuple(f"drawn-{k:02d}" for k in range(_PLACEHOLDERS))
    return tuple(r.identity for r in portraits.portrait_records() if r.files)


def face(identity: str, rendering: int = 0) -> NDArray[np.uint8]:
    """Portrait of ``identity``, (H, W, 3) RGB."""
    if not _RENDERED:
        return _drawn_face(face_names().index(identity), rendering)
    return portraits.load_portrait(identity, rendering)


def sex_of(identity: str) -> str:
    """F or M as recorded for the identity."""
    if not _RENDERED:
        return "FM"[face_names().index(identity) % 2]
    return portraits.portrait_record(identity).sex


def age_of(identity: str) -> int:
    """Apparent age in years as recorded for the identity."""
    if not _RENDERED:
        return 30 + face_names().index(identity) % 30
    return portraits.portrait_record(identity).age


def _drawn_face(number: int, rendering: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng([771, number])
    skin = tuple(int(v) for v in np.array([236, 196, 168]) * rng.uniform(0.45, 1.02))
    hair = tuple(int(v) for v in np.array([60, 42, 30]) * rng.uniform(0.3, 2.2))
    page = np.full((540, 420, 3), 222, np.uint8)
    cx, wide = 210 + 4 * rendering, int(rng.integers(88, 112))
    cv2.ellipse(
        page,
        (cx, 560),
        (190, 150),
        0,
        0,
        360,
        tuple(int(v) for v in rng.integers(30, 140, 3)),
        -1,
        cv2.LINE_AA,
    )
    cv2.rectangle(page, (cx - 45, 360), (cx + 45, 470), skin, -1)
    cv2.ellipse(page, (cx, 235), (wide + 16, 160), 0, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.ellipse(page, (cx, 265), (wide, 140), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for side in (-1, 1):
        eye = (cx + side * 42, 250)
        cv2.ellipse(page, eye, (18, 9), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
        cv2.circle(page, eye, 8, tuple(int(v) for v in rng.integers(20, 120, 3)), -1, cv2.LINE_AA)
        cv2.ellipse(page, (eye[0], 226), (24, 6), 0, 180, 360, hair, 4, cv2.LINE_AA)
    cv2.ellipse(page, (cx, 300), (14, 24), 0, 20, 160, tuple(int(0.8 * v) for v in skin), 3, cv2.LINE_AA)
    cv2.ellipse(page, (cx, 348), (34, 9), 0, 0, 360, (168, 84, 80), -1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 1.6), np.uint8)
