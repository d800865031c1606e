"""Lines that may be sides of a document."""

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points
from docforensics.page.outline.scene import make_scene
from docforensics.page.outline.sides import border_lines, find_lines


def test_all_four_sides_of_a_page_are_among_the_lines(scene: Pixels, corners: Points) -> None:
    """Within two working pixels at both ends."""
    work = make_scene(scene)
    lines = find_lines(work)
    for k in range(4):
        ends = np.array([corners[k], corners[(k + 1) % 4]]) * work.scale
        assert min(np.abs(ends @ line.normal - line.offset).max() for line in lines) < 2.0


def test_a_white_page_on_a_white_lid_shows_its_sides() -> None:
    """The edges are a few grey levels, too faint for straight segments: the even ground tells them."""
    picture = np.full((420, 600, 3), 244, np.uint8)
    picture[60:360, 80:520] = 236
    picture[60:360:4, 80:520] = 214
    lines = find_lines(make_scene(picture))
    upright = [abs(line.offset) for line in lines if abs(line.normal[0]) > 0.99]
    assert min(abs(offset - 80) for offset in upright) < 3
    assert min(abs(offset - 520) for offset in upright) < 3


def test_an_empty_image_has_no_lines() -> None:
    """Nothing is made up."""
    assert find_lines(make_scene(np.full((300, 400, 3), 128, np.uint8))) == ()


def test_the_borders_of_the_image_are_marked_as_such() -> None:
    """They are no edges that were seen."""
    lines = border_lines((400, 300))
    assert [line.offset for line in lines] == [0.0, 400.0, 0.0, 300.0]
    assert all(line.border for line in lines)
