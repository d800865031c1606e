"""The rectified page: where the document lies in the capture, how large it is, how well it can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from docforensics.capture.model import Light, Pixels
from docforensics.errors import UsageError
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm, BoxPx, Matrix, Points, project


class ScaleBasis(StrEnum):
    """What the scale in px per mm rests on, best first."""

    TEMPLATE = "template"
    """The page was registered to a reference template: its millimetres are the template's."""
    MRZ = "mrz"
    """The MRZ was read: its pitch of 2.54 mm and its format fix scale and frame."""
    OUTLINE = "outline"
    """The document's edges were found and their ratio fits one nominal size."""
    ASSUMED = "assumed"
    """The whole image was taken for a document of the nearest size: no check of absolute size may rest on it."""


ORDINARY_EDGE_PX = 1.8
"""Pixels that an edge takes on a capture in focus: 1.2 to 1.9 on scans, photos and published images. Beyond it the
pixels are finer than what they show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Facts about how well the page can be seen. No one of them speaks for or against the document."""

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
    """One rectified side.

    `pixels` of every light share one frame: x to the right and y down from the top left corner, `px_per_mm`
    pixels a millimetre, the text upright.
    """

    size: PageSize | None
    """None when nothing tells: the frame then is the image, at an assumed scale."""
    size_mm: tuple[float, float]
    """Width and height of the frame in millimetres."""
    px_per_mm: float
    basis: ScaleBasis
    homography: Matrix
    """Pixels of the primary capture image (EXIF orientation applied) -> page millimetres."""
    pixels: Mapping[Light, Pixels]
    """Rectified pixels a light, (H, W, 3) or (H, W), read-only."""
    quality: Quality
    outline: Points | None = None
    """(4, 2) capture pixels: the document's corners where its edges were seen, clockwise from the page's top left."""
    light_frames: Mapping[Light, Matrix] = field(default_factory=lambda: MappingProxyType({}))
    """For each light the homography from its own image to the primary image, pixels to pixels."""
    capture_size: tuple[int, int] | None = None
    """Width and height of the primary image in pixels."""

    def __post_init__(self) -> None:
        if self.homography.shape != (3, 3):
            raise UsageError(f"Page.homography: expected (3, 3), got {self.homography.shape}")
        if not self.px_per_mm > 0:
            raise UsageError(f"Page.px_per_mm: expected > 0, got {self.px_per_mm}")
        if not self.pixels:
            raise UsageError("Page.pixels: expected at least one light, got none")
        if self.outline is not None and self.outline.shape != (4, 2):
            raise UsageError(f"Page.outline: expected (4, 2), got {self.outline.shape}")
        arrays = (self.homography, *self.pixels.values(), *self.light_frames.values())
        for array in (*arrays, *(() if self.outline is None else (self.outline,))):
            array.setflags(write=False)
        object.__setattr__(self, "pixels", MappingProxyType(dict(self.pixels)))
        object.__setattr__(self, "light_frames", MappingProxyType(dict(self.light_frames)))

    @property
    def visible(self) -> Pixels | None:
        """The page in white light, or None."""
        return self.pixels.get(Light.VISIBLE)

    def to_mm(self, capture_points: ArrayLike) -> Points:
        """Capture pixels (N, 2) -> page millimetres (N, 2)."""
        return project(self.homography, capture_points)

    def to_capture(self, points_mm: ArrayLike) -> Points:
        """Page millimetres (N, 2) -> capture pixels (N, 2)."""
        return project(np.asarray(np.linalg.inv(self.homography), dtype=np.float64), points_mm)

    def shows(self, box: BoxMm) -> bool:
        """Whether the capture reaches over the whole box; beyond it, `pixels` only repeat the capture's border."""
        if self.capture_size is None:
            return True
        corners = self.to_capture(box.corners)
        return bool(np.all((corners >= 0) & (corners <= np.array(self.capture_size))))

    def box_px(self, box: BoxMm) -> BoxPx:
        """The box in pixels of the rectified page (may reach beyond it)."""
        return box.to_px(self.px_per_mm)
