"""Ink of the holders' data: what is lettered in it is the holder's, also where the few holders seen share it.

One machine personalizes a document, in one ink, after everything else was printed. Six holders of one sex show one letter there,
and the next holder's is another; a heading of the series' own ink stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.occlusion import printed_depth
from docforensics.templates.masks import CUT_RIM_MM, box_mask, component_box
from docforensics.templates.model import REFERENCE_PX_PER_MM
from docforensics.templates.planes import Mask

_TEXT = 95.0
"""Grey levels below the surroundings from which print is taken for text."""
_LEAST_MM2 = 0.3
"""Text without which an ink's colour is not known. A judgement; not fitted."""
_HUE, _LIGHTNESS = 14.0, 30.0
"""CIELAB: how far two samples of one ink lie apart in a and b, and in lightness, which the strokes' width changes."""
_LETTER_MM = (1.2, 6.0)
"""Height of what is taken for letters. A judgement; not fitted."""
_ROOM_MM = 1.0
"""Around letters, for other letters. A judgement; not fitted."""
_MOST_LOOSE = 12
"""Places; more are noise. A judgement; not fitted."""
_CODE_WINDOW_MM, _CODE_DENSITY, _CODE_MM = 3.0, 0.3, 6.0
"""Share of dark print in a window this wide, and the least side of the place: headings are dense and not as high."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lettering:
    """A page's text and its colours."""

    text: Mask
    lab: NDArray[np.float32]
    """(H, W, 3) CIELAB."""

    def ink(self, boxes: Sequence[BoxMm]) -> NDArray[np.float32] | None:
        """Median colour of the text in the boxes; None where there is too little."""
        return self._colour(self.text & box_mask(boxes, self.text.shape))

    def is_of(self, ink: NDArray[np.float32] | None, box: BoxMm) -> bool:
        """Whether a box shows text of this ink."""
        own = self.ink([box])
        return ink is not None and own is not None and alike(own, ink)

    def is_not_of(self, ink: NDArray[np.float32] | None, box: BoxMm) -> bool:
        """Whether a box shows text of another ink."""
        own = self.ink([box])
        return ink is not None and own is not None and not alike(own, ink)

    def loose(self, ink: NDArray[np.float32], known: Sequence[BoxMm]) -> list[BoxMm]:
        """Letters of this ink that lie in no known box, with room for others."""
        left = self.text & ~box_mask(known, self.text.shape)
        rim = round(CUT_RIM_MM * REFERENCE_PX_PER_MM)
        left[:rim] = left[-rim:] = left[:, :rim] = left[:, -rim:] = False
        side = round(REFERENCE_PX_PER_MM) | 1
        near = cv2.morphologyEx(left.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
        found = []
        for label in range(1, count):
            _x, _y, _w, height, _area = stats[label]
            if not _LETTER_MM[0] <= height / REFERENCE_PX_PER_MM <= _LETTER_MM[1]:
                continue
            colour = self._colour(left & (labels == label))
            if colour is not None and alike(colour, ink):
                found.append(
                    (int(stats[label][cv2.CC_STAT_AREA]), component_box(stats[label]).grown(_ROOM_MM))
                )
        return [box for _, box in sorted(found, key=lambda item: -item[0])[:_MOST_LOOSE]]

    def codes(self, known: Sequence[BoxMm]) -> list[BoxMm]:
        """Two-dimensional codes: dark modules as dense over a square as over a line of type, in no known box."""
        left = self.text & ~box_mask(known, self.text.shape)
        side = round(_CODE_WINDOW_MM * REFERENCE_PX_PER_MM)
        dense = cv2.blur(left.astype(np.float32), (side, side)) > _CODE_DENSITY
        _, _, stats, _ = cv2.connectedComponentsWithStats(dense.astype(np.uint8), connectivity=8)
        boxes = [component_box(stat) for stat in stats[1:]]
        return [box.grown(_ROOM_MM) for box in boxes if min(box.width, box.height) > _CODE_MM]

    def _colour(self, where: Mask) -> NDArray[np.float32] | None:
        if float(where.sum()) / REFERENCE_PX_PER_MM**2 < _LEAST_MM2:
            return None
        return np.asarray(np.median(self.lab[where], axis=0), dtype=np.float32)


def lettering(page: Pixels) -> Lettering:
    """Find the text of a page (H, W[, 3]) at the reference's resolution."""
    colours = page if page.ndim == 3 else cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    lab = cv2.cvtColor(colours.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return Lettering(text=printed_depth(page) > _TEXT, lab=np.asarray(lab, dtype=np.float32))


def alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """Whether two colours may be one ink."""
    lightness, *hue = np.abs(one - other)
    return bool(np.hypot(*hue) < _HUE and lightness < _LIGHTNESS)
