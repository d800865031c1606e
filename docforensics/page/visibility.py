"""Which places of a page could not be seen, and why: glare, a cover, blur, a missing part. Facts, and never a finding.

A sensor leaves its noise on everything that it sees. So a place is *seen* where the page's own noise stands on it, or print as
sharp as the rest of the page; a patch that holds neither was covered, burnt out or blurred, whoever did it. Every measure is
held against the page's other places, because noise differs from device to device; a page that is smooth all over (a drawing, a
coarse JPEG file) shows no such place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm, project
from docforensics.page.glare import glare
from docforensics.page.greys import Greys
from docforensics.page.over_edge import over_edge
from docforensics.page.quad import rectangle
from docforensics.page.smooth import smooth_places
from docforensics.page.softened import softened_places

MASK_PX_PER_MM = 4.0
"""Resolution of the masks: a character of an MRZ is 7 by 10 pixels."""
_BLIND_SHARE = 0.1
"""Share of a box from which it was not seen: of a line of 30 mm, a letter and a half. A judgement; not fitted."""

Mask = NDArray[np.bool_]
"""(H, W) at `MASK_PX_PER_MM`."""


class Blindness(StrEnum):
    """Why a place could not be seen."""

    GLARE = "glare"
    """Burnt out in every colour, or under its rim."""
    OCCLUDED = "occluded"
    """A patch without noise and print: a cover; something that lies over the edge of the page; or a stamp (`Visibility.cover`)."""
    BLURRED = "blurred"
    """Tone without noise and edges, although the page around is sharp."""
    CROPPED = "cropped"
    """Beyond the rim of the capture."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surroundings:
    """A page and what surrounds it on the capture."""

    pixels: Pixels
    """At `MASK_PX_PER_MM`, with `over_edge.MARGIN_MM` around the page."""
    reached: NDArray[np.bool_]
    """Whether the capture reaches there, (H, W) of the same."""


class Visibility:
    """What could not be seen of one page; found when somebody asks, once a light."""

    def __init__(
        self,
        pixels: Mapping[Light, Pixels],
        px_per_mm: float,
        frame: Frame,
        pictures: tuple[BoxMm, ...] = (),
        *,
        greys: Greys,
        beside: Callable[[], Surroundings] | None = None,
    ) -> None:
        self._pictures, self._greys, self._beside = pictures, greys, beside
        self._pixels, self._px_per_mm, self._frame = pixels, px_per_mm, frame
        self._found: dict[Light, Mapping[Blindness, Mask]] = {}
        self._soft: Mask | None = None
        self._lock = Lock()

    def masks(self, light: Light = Light.VISIBLE) -> Mapping[Blindness, Mask]:
        """By cause, the places (H, W) at `MASK_PX_PER_MM` that could not be seen; only causes that there are.

        Raises UsageError for a light in which the page was not captured.
        """
        if light not in self._pixels:
            raise UsageError(f"Visibility: the page has no image in {light}")
        with self._lock:
            if light not in self._found:
                self._found[light] = MappingProxyType(self._find(light))
            return self._found[light]

    def cover(self, light: Light, places: NDArray[np.bool_]) -> None:
        """Count places, (H, W) of the whole page at any resolution, as covered too: what a template shows to lie on the page."""
        size = mask_size(self._pixels[light], self._px_per_mm)
        over = cv2.resize(places.view(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
        found = dict(self.masks(light))
        known = found.get(Blindness.OCCLUDED)
        found[Blindness.OCCLUDED] = over if known is None else known | over
        found[Blindness.OCCLUDED].setflags(write=False)
        with self._lock:
            self._found[light] = MappingProxyType(found)

    def blind(self, light: Light = Light.VISIBLE) -> Mask | None:
        """Give all places that could not be seen, as `masks`; None when there are none."""
        found = list(self.masks(light).values())
        return np.asarray(np.logical_or.reduce(found), np.bool_) if found else None

    def unseen(self, box: BoxMm, light: Light = Light.VISIBLE) -> tuple[Blindness, float] | None:
        """Give the cause that hides most of a box, and the share 0..1 of it that all causes hide; None where it was seen."""
        shares = {cause: _share(mask, box) for cause, mask in self.masks(light).items()}
        hidden = {cause: share for cause, share in shares.items() if share > 0}
        if not hidden:
            return None
        whole = self.blind(light)
        return max(hidden, key=lambda cause: hidden[cause]), 0.0 if whole is None else _share(whole, box)

    def cause(
        self, box: BoxMm, light: Light = Light.VISIBLE, *, most: float = _BLIND_SHARE
    ) -> Blindness | None:
        """State why a box could not be seen; None where no more than the share `most` of it is hidden."""
        found = self.unseen(box, light)
        return found[0] if found is not None and found[1] > most else None

    def _find(self, light: Light) -> dict[Blindness, Mask]:
        pixels = self._pixels[light]
        size = mask_size(pixels, self._px_per_mm)
        burnt = glare(pixels, size, MASK_PX_PER_MM)
        flat, blurred = smooth_places(self._greys.of(light), size, MASK_PX_PER_MM, apart_from=burnt)
        if light is Light.VISIBLE and self._beside is not None and self._frame.basis is ScaleBasis.TEMPLATE:
            flat |= self._over_edge(self._beside(), size)
        blurred |= self._softened(size) & ~burnt & ~flat
        found = {
            Blindness.CROPPED: self._beyond(size),
            Blindness.GLARE: burnt,
            Blindness.OCCLUDED: flat,
            Blindness.BLURRED: blurred,
        }
        for mask in found.values():
            mask.setflags(write=False)
        return {cause: mask for cause, mask in found.items() if mask.any()}

    def _softened(self, size: tuple[int, int]) -> Mask:
        """Where print was blurred, as white light shows it.

        In other lights there is too little print to tell, and what was smeared in one was so in all.
        """
        white = self._pixels.get(Light.VISIBLE)
        if white is None:
            return np.zeros((size[1], size[0]), np.bool_)
        if self._soft is None:
            self._soft = softened_places(
                self._greys.of(Light.VISIBLE),
                mask_size(white, self._px_per_mm),
                MASK_PX_PER_MM,
                self._pictures,
            )
        return self._soft

    @staticmethod
    def _over_edge(beside: Surroundings, size: tuple[int, int]) -> Mask:
        """Where something lies over the edge of the page, in the masks' own size, from which rounding may differ by a pixel.

        Asked on a template's frame alone: others do not run along the edge truly enough.
        """
        found = over_edge(beside.pixels, beside.reached, MASK_PX_PER_MM).view(np.uint8)
        if found.shape[::-1] != size:
            found = np.asarray(cv2.resize(found, size, interpolation=cv2.INTER_NEAREST), np.uint8)
        return found > 0

    def _beyond(self, size: tuple[int, int]) -> Mask:
        """Where the capture does not reach: `pixels` only repeat its border there."""
        inside = np.zeros((size[1], size[0]), np.uint8)
        if self._frame.capture_size is None:
            return np.zeros(inside.shape, np.bool_)
        width, height = self._frame.capture_size
        rim = project(self._frame.homography, rectangle(float(width), float(height))) * MASK_PX_PER_MM
        cv2.fillConvexPoly(inside, np.round(np.clip(rim, -1e4, 1e4)).astype(np.int32), 1)
        return np.asarray(inside == 0, dtype=np.bool_)


def mask_size(pixels: Pixels, px_per_mm: float) -> tuple[int, int]:
    """Width and height of the masks of a page (H, W[, C]) at `px_per_mm`."""
    height, width = (max(round(side * MASK_PX_PER_MM / px_per_mm), 1) for side in pixels.shape[:2])
    return width, height


def _share(mask: Mask, box: BoxMm) -> float:
    """Share of a box that a mask covers; what lies off the page counts as covered by nothing."""
    place = box.to_px(MASK_PX_PER_MM)
    rows, columns = place.slices
    part = mask[max(rows.start, 0) : max(rows.stop, 0), max(columns.start, 0) : max(columns.stop, 0)]
    return np.count_nonzero(part) / (place.width * place.height)
