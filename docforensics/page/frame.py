"""Where the page lies in the capture: found by outline and bands, refined by the MRZ and by a template. No pixels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.formats.free_size import AnySize
from docforensics.page.geometry import Matrix, Points, project


class ScaleBasis(StrEnum):
    """What the scale in px per mm rests on, best first."""

    TEMPLATE = "template"
    """The page was registered to a reference template: its millimetres are the template's."""
    MRZ = "mrz"
    """The MRZ was read: its pitch of 2.54 mm and its format fix scale and frame."""
    OUTLINE = "outline"
    """The document's edges were found and their ratio fits one size."""
    ASSUMED = "assumed"
    """The whole image was taken for a document of the nearest size: no check of absolute size may rest on it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One page's place in its capture: x to the right and y down from the page's top left corner, the text upright."""

    size: AnySize | None
    """None when nothing tells: the frame then is the image, at an assumed scale."""
    size_mm: tuple[float, float]
    """Width and height in millimetres."""
    basis: ScaleBasis
    homography: Matrix
    """(3, 3): pixels of the primary capture image (EXIF orientation applied) -> page millimetres."""
    outline: Points | None = None
    """(4, 2) capture pixels: the document's corners where its edges were seen, clockwise from the page's top left."""
    light_frames: Mapping[Light, Matrix] = field(default_factory=lambda: MappingProxyType({}))
    """For each light the homography from its own image to the primary image, pixels to pixels; identity where none is given."""
    capture_size: tuple[int, int] | None = None
    """Width and height of the primary image in pixels."""

    def __post_init__(self) -> None:
        if self.homography.shape != (3, 3):
            raise UsageError(f"Frame.homography: expected (3, 3), got {self.homography.shape}")
        if self.outline is not None:
            if self.outline.shape != (4, 2):
                raise UsageError(f"Frame.outline: expected (4, 2), got {self.outline.shape}")
            self.outline.setflags(write=False)
        for array in (self.homography, *self.light_frames.values()):
            array.setflags(write=False)
        object.__setattr__(self, "light_frames", MappingProxyType(dict(self.light_frames)))

    def to_mm(self, capture_points: ArrayLike) -> Points:
        """Capture pixels (N, 2) -> page millimetres (N, 2)."""
        return project(self.homography, capture_points)

    def to_capture(self, points_mm: ArrayLike) -> Points:
        """Page millimetres (N, 2) -> capture pixels (N, 2)."""
        return project(np.asarray(np.linalg.inv(self.homography), dtype=np.float64), points_mm)
