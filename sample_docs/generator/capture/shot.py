"""A shot: every choice of one exposure, drawn before anything is known of the page but its size.

Genuine and forged pages go through the same shots; nothing in here may look at the label.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.lights import View

from .processing import Processing


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """How pixels become a file. AVIF is what a phone keeps before it hands out a JPEG; no file of it is written."""

    format: str = "JPEG"
    quality: int = 92
    subsampling: str = "4:2:0"
    dpi: int | None = None

    @property
    def suffix(self) -> str:
        """File name ending."""
        return {"JPEG": ".jpg", "PNG": ".png", "AVIF": ".avif"}[self.format]


@dataclass(frozen=True, slots=True, kw_only=True)
class Optics:
    """Lens and sensor."""

    blur: float = 0.6
    """Sigma of the lens and scanning blur, output px."""
    motion: tuple[float, float] = (0.0, 0.0)
    """Length (px) and direction (radians) of motion blur."""
    sharpen: float = 0.0
    """Strength of the device's unsharp mask."""
    shot_noise: float = 0.02
    """Variance of the sensor noise per unit of signal (signal on 0..255)."""
    read_noise: float = 0.8
    """Sigma of the noise that does not depend on the signal, grey levels."""
    chroma_noise: float = 0.5
    """Sigma of coloured, blotchy noise relative to the luminance noise."""
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """White balance and exposure, per channel."""
    contrast: float = 1.0
    """Exponent of the tone curve."""
    vignette: float = 0.0
    """Light lost at the corners, 0..1."""
    processing: Processing | None = None
    """Spectra and software of one device; None for those of the channels as they were first modelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is round the page and how light falls on it."""

    ground: tuple[int, int, int] = (240, 240, 238)
    ground_texture: float = 0.0
    """Contrast of the ground's pattern, grey levels."""
    page_shadow: float = 0.25
    """Darkness of the shadow the page's edge casts on the ground, 0..1."""
    shade: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """A soft shadow over the page: depth 0..1, direction (radians), position -1..1."""
    glares: tuple[tuple[float, float, float, float], ...] = ()
    """Reflections: centre x, y and radius as shares of the image width, strength 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One exposure of one side in one light."""

    view: View
    size: tuple[int, int]
    """Width and height of the image, px."""
    homography: NDArray[np.float64]
    """Page millimetres to image pixels, 3x3."""
    page: tuple[float, float]
    """Width and height of the page, mm."""
    px_per_mm: float
    """Scale at which the page is rendered before it is warped."""
    cut: tuple[float, float] = (0.0, 0.0)
    """Where the page's top left corner lies in the print's millimetres."""
    corner: float = 3.18
    """Radius of the page's corners, mm."""
    optics: Optics = field(default_factory=Optics)
    scene: Scene = field(default_factory=Scene)
    first_codec: Codec | None = None
    """The compression a file has gone through before anybody could edit it."""
    shrink: float = 1.0
    """Resampling by a messenger, after editing."""
    resent: Codec | None = None
    """A compression on the way, after the resampling and before the last."""
    codec: Codec = field(default_factory=Codec)
    seed: int = 0


def similarity(
    px_per_mm: float, degrees: float, page: tuple[float, float], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Homography that puts a page of ``page`` mm in the middle of an image, turned and scaled."""
    angle = np.radians(degrees)
    turn = px_per_mm * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    offset = np.array(size) / 2 - turn @ (np.array(page) / 2)
    return np.array([[*turn[0], offset[0]], [*turn[1], offset[1]], [0.0, 0.0, 1.0]])


def raster_scale(px_per_mm: float, margin: float = 1.0) -> float:
    """A scale to render at, from a short list so that backgrounds are drawn once: at least ``margin`` times the image's."""
    return next((s for s in (8.0, 12.0, 16.0, 20.0) if s >= margin * px_per_mm), 24.0)
