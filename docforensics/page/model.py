"""The rectified page: its frame, its pixels in every light, how well it can be seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.formats.free_size import AnySize
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm, BoxPx, Points
from docforensics.page.greys import Greys
from docforensics.page.visibility import Surroundings, Visibility

ORDINARY_EDGE_PX = 1.8
"""Pixels that an edge takes on a capture in focus: 1.2 to 1.9 on scans, photos and published images. Beyond it the
pixels are finer than what they show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Facts about how well the page can be seen. None of them is evidence."""

    sharpness: float
    """Width of a sharp edge as a share of a pixel, 0 (blurred beyond 4 px) .. 1 (one pixel)."""
    glare_share: float
    """Share of the page that is burnt out, 0..1."""
    px_per_mm: float
    """Resolution of the capture on the page, pixels of the capture per millimetre (median over the page)."""
    contrast: float
    """Spread between the 1st and 99th percentile of luminance, 0..1."""
    edge_mm: float = 0.0
    """Millimetres that a clear edge takes; 0 where too few edges tell."""

    @property
    def resolved_px_per_mm(self) -> float:
        """Resolution of an ordinarily sharp capture that would show as much: `px_per_mm`, less what blur takes of it."""
        return min(self.px_per_mm, ORDINARY_EDGE_PX / self.edge_mm) if self.edge_mm else self.px_per_mm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """One rectified side: a frame drawn, `px_per_mm` pixels a millimetre, every light in the same place."""

    frame: Frame
    px_per_mm: float
    pixels: Mapping[Light, Pixels]
    """Rectified pixels a light, (H, W, 3) or (H, W), read-only."""
    measured: Callable[[], Quality] = field(repr=False)
    """Measures how well it can be seen; see `quality`."""
    pictures: tuple[BoxMm, ...] = ()
    """Where portraits stand, if a template tells; empty where nobody knows."""
    beside: Callable[[], Surroundings] | None = field(default=None, repr=False)
    """Draws the page and what surrounds it on the capture; None where nobody can."""
    greys: Greys | None = field(default=None, repr=False)
    """The page in grey, where its picture was turned grey before; see `grey`."""
    visibility: Visibility = field(init=False, repr=False)
    """Which places could not be seen; found when somebody asks."""

    def __post_init__(self) -> None:
        if not self.px_per_mm > 0:
            raise UsageError(f"Page.px_per_mm: expected > 0, got {self.px_per_mm}")
        if not self.pixels:
            raise UsageError("Page.pixels: expected at least one light, got none")
        for array in self.pixels.values():
            array.setflags(write=False)
        object.__setattr__(self, "pixels", MappingProxyType(dict(self.pixels)))
        greys = self.greys if self.greys and self.greys.shows(self.pixels) else Greys(self.pixels)
        object.__setattr__(self, "greys", greys)
        object.__setattr__(
            self,
            "visibility",
            Visibility(
                self.pixels, self.px_per_mm, self.frame, self.pictures, greys=greys, beside=self.beside
            ),
        )

    @property
    def quality(self) -> Quality:
        """How well it can be seen; measured when somebody asks, which nobody does of a sketch that a template puts right."""
        return self.measured()

    @property
    def size(self) -> AnySize | None:
        """The size of its frame; None when unknown."""
        return self.frame.size

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of its frame in millimetres."""
        return self.frame.size_mm

    @property
    def basis(self) -> ScaleBasis:
        """What its millimetres rest on."""
        return self.frame.basis

    @property
    def visible(self) -> Pixels | None:
        """The page in white light, or None."""
        return self.pixels.get(Light.VISIBLE)

    def grey(self, light: Light = Light.VISIBLE) -> Pixels:
        """The page in grey (H, W) in a light in which it was captured, turned so once."""
        return (self.greys or Greys(self.pixels)).of(light)

    def to_mm(self, capture_points: ArrayLike) -> Points:
        """Capture pixels (N, 2) -> page millimetres (N, 2)."""
        return self.frame.to_mm(capture_points)

    def to_capture(self, points_mm: ArrayLike) -> Points:
        """Page millimetres (N, 2) -> capture pixels (N, 2)."""
        return self.frame.to_capture(points_mm)

    def shows(self, box: BoxMm) -> bool:
        """Whether the capture reaches over the whole box; beyond it, `pixels` only repeat the capture's border."""
        if self.frame.capture_size is None:
            return True
        corners = self.to_capture(box.corners)
        return bool(np.all((corners >= 0) & (corners <= np.array(self.frame.capture_size))))

    def box_px(self, box: BoxMm) -> BoxPx:
        """The box in pixels of the rectified page (may reach beyond it)."""
        return box.to_px(self.px_per_mm)
