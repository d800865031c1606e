"""What of the holders is taken out of a reference: a template keeps constant print alone.

Print that is left out leaves a hole among the constant places, and a hole in the shape of letters can be read as well as the
letters can. Where one or two holders were seen, what is written in a field is therefore left out in blocks, a row of letters in
one, and so is whatever in a field stands out as text does on that capture, pale text on a pale page too. Elsewhere, strokes as dark as text that
nobody knows to be the series' may be a signature or a number that was not found, and go as well; solid shapes are emblems.

Other lights show the holder too: ink of personal data and the head are darker shades under UV, a number may be printed to glow there alone, and
a signature fades in infrared without vanishing. So of few holders what is left out in white light is left out there, and under UV every row
that glows as text does. What of more holders shows under UV is `under_uv`'s.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.comparison.luminescence import LUMINESCENT_LEVEL, luminescence
from docforensics.templates.comparison.occlusion import printed_depth, printed_ink
from docforensics.templates.learning.solid_shapes import solid_shapes
from docforensics.templates.learning.variable_zones import is_number, is_text
from docforensics.templates.masks import (
    PORTRAITS,
    box_mask,
    clipped,
    grown,
    in_blocks,
    ink_allowed,
    solid_allowed,
)
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind
from docforensics.templates.planes import Map, Mask, blur, blur_masked

_STROKE_PX = 2 * round(0.5 * REFERENCE_PX_PER_MM) + 1
"""Wider than strokes of a line of text."""
_STRONGEST, _SHARE = 98.0, 0.5
"""Percentile of the print in fields that is text, and the share of its depth from which print is a stroke of text: the background's lines
are paler. Judgements; not fitted."""
_STRONGEST_OF_ONE = 99.5
"""The percentile of one field: two letters of a short name are a hundredth of a place that has room for thirty. A judgement."""
_MOST_MM = (70.0, 14.0)
"""Width and height of the largest signature or line of text outside of the fields found; what is larger is a frame or an emblem. A judgement."""
_OF_THE_SERIES = frozenset({FeatureKind.FIXED_TEXT, FeatureKind.OPTICALLY_VARIABLE_DEVICE})
"""Dark print that is known to be on every document."""
_LEAST_DEPTH = 8.0
"""Grey levels of noise and compression."""
_BLUR_PX, _STROKE_DEPTH, _SAME_DEPTH = 1.0, 40.0, 0.6
"""Pixels by which pages lie beside one another; grey levels from which something is a stroke; and the share of its depth at which it is
the same one on a softer page. Judgements."""
_BESIDE_MM = 0.6
"""Blur of a stroke's edge, and half the room between two strokes of a letter."""
_OF_ITS_COLOUR, _LETTER_MM, _FILLED = 0.5, (0.8, 14.0), 0.2
"""Share of the brightest colour from which another is of a luminescent ink's own; height of the lowest letter and the most that one measures, mm; the
share of its box that a letter's strokes fill: the 31 whole letters of four drawn numbers, which are bold, fill .54 to .84, and thin ones are meant to
be found as well. It spares long slanting pieces alone: of other small pieces that glow half fill .35 or more, and go too. Judgements."""
_LIGHTS_APART_MM = 0.3
"""Millimetres by which images in two lights, laid on one another, may lie apart. A judgement."""
_FILL_PX = 10.0
"""How far constant print reaches into what is left out. A judgement; not fitted."""


def written_blocks(stack: Sequence[Pixels], features: Sequence[Feature], light: Light) -> Mask:
    """Blocks around what any of the pages (H, W[, 3]) shows written in the fields, and as dark as text elsewhere, (H, W); under UV around what glows as text does."""
    if light is Light.UV:
        return np.asarray(np.stack([_glowing_rows(page) for page in stack]).any(axis=0), np.bool_)
    shape = stack[0].shape[:2]
    return _dark_blocks(stack, features, ink_allowed(features, shape) & ~solid_allowed(features, shape))


def of_few_holders(
    stack: Sequence[Pixels], features: Sequence[Feature], light: Light, white: Mask | None
) -> Mask:
    """What is left out of few holders, (H, W): what is written; in another light what is not constant in `white` light, too, as far as lights lie apart, and the pictures of that light alone."""
    written = written_blocks(stack, features, light)
    if light is not Light.VISIBLE:
        own = (one.box for one in features if one.kind in PORTRAITS and one.light is light)
        written = written | box_mask(own, written.shape)
    return written if white is None else written | grown(~white, _LIGHTS_APART_MM)


def _glowing_rows(page: Pixels) -> Mask:
    """Blocks (H, W) around rows of what glows in one colour and is as large and as full as letters: lines are not, nor the pieces that other lines cut of them."""
    above = np.stack([luminescence(plane) for plane in np.moveaxis(np.atleast_3d(page), 2, 0)], axis=2)
    most = above.max(axis=2)
    colours = (above > _OF_ITS_COLOUR * most[..., None]) @ (1 << np.arange(above.shape[2]))
    letters = np.zeros(most.shape, dtype=np.bool_)
    for colour in np.unique(colours):
        letters |= as_letters((colours == colour) & (most > LUMINESCENT_LEVEL))
    return grown(in_blocks(letters, most_mm=_MOST_MM), _BESIDE_MM)


def as_letters(glows: Mask) -> Mask:
    """Pieces (H, W) that are as large and as full as letters: lines are not."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(glows.astype(np.uint8), connectivity=8)
    width, height = (stats[:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    low, high = (mm * REFERENCE_PX_PER_MM for mm in _LETTER_MM)
    letters = (height > low) & (np.maximum(width, height) < high)
    letters &= stats[:, cv2.CC_STAT_AREA] > _FILLED * width * height
    letters[0] = False
    return np.asarray(letters[labels], np.bool_)


def _dark_blocks(stack: Sequence[Pixels], features: Sequence[Feature], fields: Mask) -> Mask:
    written = np.zeros(fields.shape, dtype=np.bool_)
    for page in stack:
        strokes = printed_ink(page)
        if fields.any():
            depth = _depth(page)
            strokes |= fields & (depth > _text_depths(depth, features, fields))
        written |= strokes & ~solid_shapes(page)
    series = box_mask((one.box for one in features if one.kind in _OF_THE_SERIES), fields.shape)
    numbers = box_mask((one.box for one in features if is_number(one)), fields.shape)
    blocks = in_blocks(written & ~fields & ~series, most_mm=_MOST_MM)
    return (in_blocks(written & fields) & fields) | numbers | blocks


def _text_depths(depth: Pixels, features: Sequence[Feature], fields: Mask) -> Map:
    """From which depth on print in the fields is a stroke of text, (H, W): in a field whose text is paler than a stroke of the others is, a share of its own."""
    strongest = _SHARE * float(np.percentile(depth[fields], _STRONGEST))
    least = np.full(depth.shape, max(strongest, _LEAST_DEPTH), np.float32)
    for one in features:
        place = clipped(one.box, depth.shape)
        if one.variable and is_text(one) and depth[place].size:
            own = float(np.percentile(depth[place], _STRONGEST_OF_ONE))
            if own < strongest:
                least[place] = np.minimum(least[place], max(_SHARE * own, _LEAST_DEPTH))
    return least


def strokes_differ(stack: Sequence[Pixels]) -> Mask:
    """(H, W): near strokes of some page (H, W[, 3]) that another does not show. Lines of the background cross at one place on all."""
    depths = np.stack([blur(printed_depth(page), _BLUR_PX) for page in stack])
    deepest = depths.max(axis=0)
    differ = (deepest > _STROKE_DEPTH) & (depths.min(axis=0) < _SAME_DEPTH * deepest)
    return grown(differ, _BESIDE_MM)


def _depth(page: Pixels) -> Pixels:
    """Grey levels by which thin print is darker than the ground beside it, (H, W)."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page
    return np.asarray(
        cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((_STROKE_PX, _STROKE_PX), np.uint8)), np.uint8
    )


def without_holder(typical: Pixels, constant: Mask) -> Pixels:
    """The reference (H, W[, 3]) with everything that is not constant blurred out of recognition."""
    pixels = typical.astype(np.float32).reshape(*typical.shape[:2], -1)
    page = pixels[constant].mean(axis=0) if constant.any() else np.full(pixels.shape[2], 128.0)
    near = blur_masked(pixels - page, constant, sigma_px=_FILL_PX) + page
    filled = np.where(constant[..., None], pixels, np.clip(near, 0, 255))
    return filled.astype(np.uint8).reshape(typical.shape)


def of_print_alone(tolerance: Map, constant: Mask) -> Map:
    """A tolerance (H, W) that is the usual one wherever nothing is compared: holders differ in the shape of their heads."""
    usual = float(np.median(tolerance[constant])) if constant.any() else float(np.median(tolerance))
    return np.where(constant, tolerance, usual).astype(np.float32)
