"""Whether the pictures that are given as the lights of a capture can be learned from."""

import math
from itertools import combinations

import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.side import Capture
from docforensics.formats.free_size import AnySize
from docforensics.page.rectify import native_px_per_mm
from docforensics.templates.learning.aligned_stack import AlignedSheet
from docforensics.templates.registration.placing import LEAST_PX_PER_MM


def fault_of_lights(sheet: AlignedSheet, size: AnySize) -> str:
    """Why a capture cannot be learned from, as what follows its name in a sentence; empty where it can.

    One picture cannot show the page in two lights. The least resolution is that of a page which can be laid on a template (`LEAST_PX_PER_MM`):
    of a coarser light the reference would show nothing that a page is compared with.
    """
    return _of_one_picture(sheet.capture) or _of_resolution(sheet, size)


def _of_one_picture(capture: Capture) -> str:
    for one, other in combinations(capture.images, 2):
        pairs = ((a.pixels, b.pixels) for a in capture.images[one] for b in capture.images[other])
        if any(np.array_equal(a, b) for a, b in pairs):
            return f"gives one picture as {one.facts.words} and as {other.facts.words}: give each light its own picture, or leave one out"
    return ""


def _of_resolution(sheet: AlignedSheet, size: AnySize) -> str:
    for light in sheet.capture.images:
        scale = _px_per_mm(sheet, light, size)
        if scale < LEAST_PX_PER_MM:
            return (
                f"has {scale:.2f} px per mm in {light.facts.words}, and {LEAST_PX_PER_MM:g} are needed: give a finer picture of the page, "
                "or leave this light out"
            )
    return ""


def _px_per_mm(sheet: AlignedSheet, light: Light, size: AnySize) -> float:
    """Pixels of a light's own picture a millimetre of a page of this size, which its frame need not have yet."""
    frame = sheet.page.frame
    own = native_px_per_mm(frame.homography @ frame.light_frames.get(light, np.eye(3)), frame.size_mm)
    return own * math.sqrt(math.prod(frame.size_mm) / math.prod(size.millimetres))
