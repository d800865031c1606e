"""What of several holders would show in a reference under UV, and is left out of it.

Personal ink and the head only absorb there, on a page so dark that the shades of one face hardly differ from the next one's: their median would be
a face, and digits that most dates share could be read. So a place of holders' data shows what glows, and in place of all else the ground
around it; its tolerance is one, for heads shape it as well. What differs in a picture, as lines below somebody's hair do, or glows as the
letters of a number, is left out in cells, from whose shape nothing can be read.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.cells import CELL_MM2, cell_areas
from docforensics.templates.comparison.luminescence import luminescence, luminescent
from docforensics.templates.learning.hidden import as_letters
from docforensics.templates.masks import PORTRAITS, box_mask, clipped, grown, ink_allowed
from docforensics.templates.model import CELL_MM, REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Map, Mask, blur_masked

_UV_SPREAD = 14.0
"""Grey levels of spread between captures under UV that are not yet other print."""
_UV_SPREAD_SHARE = 0.5
"""The same as a share of the glow."""
_CELL_SHARE = 0.1
"""Share of a cell that differs from capture to capture from which all of it is left out: one fibre across a cell is less. A judgement."""
_GROUND_MM = 4.0
"""Blur with which the ground around places of holders' data is carried below them: it reaches the middle of a portrait. A judgement."""
_GLOW_MM = 0.3
"""How far light spreads around what glows, in the paper and in the lens. A judgement."""
_HARDEST = 95.0
"""Percentile of the tolerance in a place of holders' data that stands for all of it: its shape would be that of their heads. A judgement."""


def comes_and_goes(stacked: NDArray[np.float32], typical: Pixels) -> Mask:
    """Where captures glow or absorb differently: the holder's number, another name."""
    spread = stacked.std(axis=0, ddof=1).max(axis=2)
    smooth = cv2.GaussianBlur(spread.astype(np.float32), (0, 0), 0.15 * REFERENCE_PX_PER_MM)
    # Lines that glow on all differ at their edges, where one capture lies a fraction of a pixel off.
    edges = cv2.GaussianBlur(np.abs(luminescence(typical)), (0, 0), 0.3 * REFERENCE_PX_PER_MM)
    return np.asarray(smooth > np.maximum(_UV_SPREAD, _UV_SPREAD_SHARE * edges), dtype=bool)


def of_holders(differs: Mask, features: Sequence[Feature], stack: Sequence[Pixels]) -> Mask:
    """The cells (H, W) that are left out of what differs from one page (H, W[, 3]) to the next: in pictures, and where it glows as letters do.

    Text and lines that cross print of the series differ, too; of those the strokes alone are left out.
    """
    near = grown(differs, _GLOW_MM)
    letters = np.any([as_letters(luminescent(page) & near) for page in stack], axis=0)
    pictures = box_mask((one.box for one in features if one.kind in PORTRAITS), differs.shape)
    return in_cells(differs) & (pictures | in_cells(letters))


def in_cells(differs: Mask) -> Mask:
    """The cells (H, W) of which a share differs from one capture to the next."""
    side, (height, width) = round(CELL_MM * REFERENCE_PX_PER_MM), differs.shape
    taken = cell_areas(differs) > _CELL_SHARE * CELL_MM2
    return np.asarray(np.kron(taken, np.ones((side, side), np.bool_))[:height, :width], np.bool_)


def glow_alone(typical: Pixels, constant: Mask, features: Sequence[Feature]) -> Pixels:
    """A page (H, W[, 3]) under UV whose places of holders' data show what glows, and in place of all else the ground around."""
    data, glows = _data(features, typical.shape), luminescent(typical)
    around = constant & ~data & ~glows
    if not around.any():
        return typical
    pixels = typical.astype(np.float32).reshape(*typical.shape[:2], -1)
    level = np.median(pixels[around], axis=0)
    ground = blur_masked(pixels - level, around, sigma_px=_GROUND_MM * REFERENCE_PX_PER_MM) + level
    # Light spreads from what glows: there alone a page is brighter than its ground.
    near = grown(glows, _GLOW_MM)[..., None]
    shown = np.where((data & ~glows)[..., None], np.where(near, np.maximum(pixels, ground), ground), pixels)
    return np.clip(shown, 0, 255).astype(np.uint8).reshape(typical.shape)


def without_heads(tolerance: Map, features: Sequence[Feature]) -> Map:
    """A tolerance (H, W) that is one in each place of holders' data."""
    found = tolerance.copy()
    for one in features:
        if one.variable:
            place = clipped(one.box, tolerance.shape)
            found[place] = np.percentile(tolerance[place], _HARDEST) if tolerance[place].size else 0
    return found


def _data(features: Sequence[Feature], shape: tuple[int, ...]) -> Mask:
    """Where data of holders may stand, (H, W), but for devices, whose own lines are seen under UV."""
    devices = (one.box for one in features if one.kind is FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    return np.asarray(ink_allowed(features, shape) & ~box_mask(devices, shape), np.bool_)
