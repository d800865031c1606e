"""The other page of a picture that shows two: the front of a card above its back, the upper page of an opened passport.

The page that is found is the one with the machine readable zone. Where the largest face of the picture lies beyond it, the portrait is on
the other page; that one is cut out along the page that was found, and its own frame is found in the cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Image, Pixels
from docforensics.capture.side import Capture
from docforensics.page.geometry import BoxPx, Matrix, Points, project
from docforensics.page.model import Page
from docforensics.viz.faces import find_faces

_LEAST_MM = 20.0
"""Side of a strip that holds a page with a portrait: a third of a card's height is less. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OtherPage:
    """The part of an image that holds another page than the one that was found."""

    capture: Capture
    """That part of the picture, turned as the page is, in the lights that have the same pixels as white light."""
    to_part: Matrix
    """(3, 3): pixels of the picture to pixels of the part."""


def other_page(capture: Capture, page: Page) -> OtherPage | None:
    """Find the part of an image outside of its page that holds the largest face; None where that face is on the page, and without one."""
    if Light.VISIBLE not in capture.images:
        return None
    pixels = capture.primary.pixels
    turns, turn = _upright(page, pixels)
    upright = np.ascontiguousarray(np.rot90(pixels, turns))
    corners = project(turn, page.to_capture(_corners(page)))
    scale = float(np.linalg.norm(corners[1] - corners[0])) / page.size_mm[0]
    for face in find_faces(upright, scale)[:1]:
        centre = np.array(face.box.centre) * scale
        held = [part for part in _strips(corners, upright.shape) if _holds(part, centre)]
        part = max(held, key=lambda one: one.width * one.height, default=None)
        if part is not None and min(part.width, part.height) >= _LEAST_MM * scale:
            moved = np.array([[1.0, 0, -part.left], [0, 1.0, -part.top], [0, 0, 1.0]])
            return OtherPage(capture=_cut(capture, turns, part), to_part=moved @ turn)
    return None


def _corners(page: Page) -> Points:
    width, height = page.size_mm
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def _upright(page: Page, pixels: Pixels) -> tuple[int, Matrix]:
    """By how many quarters to the left the picture is turned for the page to be upright, and what that does to its pixels' places."""
    first, second = page.to_capture(_corners(page))[:2]
    turns = round(float(np.degrees(np.arctan2(second[1] - first[1], second[0] - first[0]))) / 90) % 4
    height, width = pixels.shape[:2]
    moved = (
        [[1, 0, 0], [0, 1, 0]],
        [[0, 1, 0], [-1, 0, width]],
        [[-1, 0, width], [0, -1, height]],
        [[0, -1, height], [1, 0, 0]],
    )[turns]
    return turns, np.array([*moved, [0, 0, 1]], dtype=np.float64)


def _strips(corners: Points, shape: tuple[int, ...]) -> Iterator[BoxPx]:
    """Yield what lies left of, right of, above and below a page."""
    height, width = shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, (width, height)).astype(int).tolist()
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), 0, (width, height)).astype(int).tolist()
    sides = (
        (0, 0, left, height),
        (right, 0, width, height),
        (0, 0, width, top),
        (0, bottom, width, height),
    )
    for first, upper, last, lower in sides:
        if last > first and lower > upper:
            yield BoxPx(left=first, top=upper, right=last, bottom=lower)


def _holds(part: BoxPx, point: Points) -> bool:
    return bool(part.left <= point[0] < part.right and part.top <= point[1] < part.bottom)


def _cut(capture: Capture, turns: int, part: BoxPx) -> Capture:
    """The part of every light that has the pixels of white light."""
    shape = capture.primary.pixels.shape[:2]
    images = {
        light: tuple(_part_of(frame, turns, part) for frame in frames)
        for light, frames in capture.images.items()
        if all(frame.pixels.shape[:2] == shape for frame in frames)
    }
    return replace(capture, images=images)


def _part_of(image: Image, turns: int, part: BoxPx) -> Image:
    rows, columns = part.slices
    (found,) = load_images(np.ascontiguousarray(np.rot90(image.pixels, turns)[rows, columns]))
    return found
