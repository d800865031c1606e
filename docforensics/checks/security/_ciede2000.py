"""Colour difference as people see it: CIEDE2000 (CIE 142:2001; the formula as in Sharma, Wu and Dalal 2005)."""

import cv2
import numpy as np
from numpy.typing import NDArray

Lab = NDArray[np.float32]
"""(..., 3): lightness 0..100, a* and b*, under D65."""


def lab_of(levels: NDArray[np.float32]) -> Lab:
    """Convert (H, W, 3) sRGB levels 0..255 to CIE L*a*b*."""
    scaled = np.clip(levels, 0, 255).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2LAB), dtype=np.float32)


def ciede2000(first: Lab, second: Lab) -> NDArray[np.float32]:
    """Difference of two colours (..., 3), place by place; about 1 can just be seen, 10 at a glance."""
    light = (first[..., 0] + second[..., 0]) / 2
    chroma, hue = _chroma_and_hue(first, second)
    d_light, d_chroma = second[..., 0] - first[..., 0], chroma[1] - chroma[0]
    d_hue = _turn(hue[1] - hue[0])
    grey = chroma[0] * chroma[1] == 0
    d_hue = np.where(grey, 0, d_hue)
    d_tint = 2 * np.sqrt(chroma[0] * chroma[1]) * np.sin(np.radians(d_hue) / 2)
    mean_chroma = (chroma[0] + chroma[1]) / 2
    mean_hue = np.where(grey, hue[0] + hue[1], np.mod(hue[0] + d_hue / 2, 360))
    weight = _hue_weight(mean_hue)
    s_light = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_tint = 1 + 0.045 * mean_chroma, 1 + 0.015 * mean_chroma * weight
    turning = 30 * np.exp(-(((mean_hue - 275) / 25) ** 2))
    rotation = -np.sin(np.radians(2 * turning)) * 2 * _saturation(mean_chroma)
    light_term, chroma_term, tint_term = d_light / s_light, d_chroma / s_chroma, d_tint / s_tint
    squares = light_term**2 + chroma_term**2 + tint_term**2 + rotation * chroma_term * tint_term
    return np.asarray(np.sqrt(np.maximum(squares, 0)), dtype=np.float32)


def _chroma_and_hue(first: Lab, second: Lab) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Chroma and hue (degrees) of both, with a* stretched near grey."""
    mean = (np.hypot(first[..., 1], first[..., 2]) + np.hypot(second[..., 1], second[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - _saturation(mean))
    stretched = [(colour[..., 1] * stretch, colour[..., 2]) for colour in (first, second)]
    chroma = [np.hypot(a, b) for a, b in stretched]
    return chroma, [np.mod(np.degrees(np.arctan2(b, a)), 360) for a, b in stretched]


def _saturation(chroma: NDArray[np.floating]) -> NDArray[np.float32]:
    # A general power takes ten times as long as the products.
    own = chroma.astype(np.float64)
    third = own * own * own
    seventh = third * third * own
    return np.asarray(np.sqrt(seventh / (seventh + 25.0**7)), dtype=np.float32)


def _turn(degrees: NDArray[np.float32]) -> NDArray[np.float32]:
    """The shorter way round, -180..180."""
    return np.asarray(np.where(np.abs(degrees) > 180, degrees - 360 * np.sign(degrees), degrees), np.float32)


def _hue_weight(hue: NDArray[np.float32]) -> NDArray[np.float32]:
    terms = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    total = sum(share * np.cos(np.radians(times * hue + offset)) for share, times, offset in terms)
    return np.asarray(1 + total, dtype=np.float32)
