"""Shifts of a fraction of a line, told by all constant print."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.model import Template
from docforensics.templates.registration.print_slope import Field, carried, followed, grid_of

Card = Callable[..., Pixels]


def _even(page: Pixels, right_px: float, down_px: float) -> Field:
    columns, rows = grid_of(page.shape)
    return np.full((len(rows), len(columns), 2), (right_px, down_px), np.float32)


def _grey(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)


def test_a_shift_is_found_to_a_tenth_of_a_pixel(card: Card, template: Template) -> None:
    """Where all of the page was moved alike."""
    page = _grey(card(4))
    moved = carried(page, _even(page, -0.7, 0.5), cv2.INTER_CUBIC)
    reference = template.references[Light.VISIBLE]
    flat, found = (followed(picture, reference, _even(page, 0, 0)) for picture in (page, moved))
    # A page that lies s pixels to the right is sampled s pixels to the right.
    middle = np.median((found - flat).reshape(-1, 2), axis=0)
    assert np.abs(middle - [0.7, -0.5]).max() < 0.1


@pytest.mark.parametrize("begun", [(0.3, 0.0), (-0.25, 0.25), (0.0, -0.35)])
def test_where_the_field_begins_makes_no_difference(
    card: Card, template: Template, begun: tuple[float, float]
) -> None:
    """It ends at the same place; a corner without print is where it may take longest."""
    page, reference = _grey(card(4)), template.references[Light.VISIBLE]
    one = followed(page, reference, _even(page, 0, 0))
    other = followed(page, reference, _even(page, *begun))
    apart = np.abs(one - other)
    assert np.quantile(apart, 0.95) < 0.08
    assert apart.max() < 0.3


def test_ink_of_the_holder_pulls_nothing(card: Card, template: Template) -> None:
    """Black strokes beside the print are no displaced line."""
    page, reference = _grey(card(4)), template.references[Light.VISIBLE]
    written = page.copy()
    for row in range(300, 400, 12):
        cv2.line(written, (300, row), (600, row + 3), 30, 2, cv2.LINE_AA)
    fields = [followed(picture, reference, _even(page, 0, 0)) for picture in (page, written)]
    assert np.abs(fields[0] - fields[1]).max() < 0.25


def test_a_reference_without_constant_print_moves_nothing(card: Card, template: Template) -> None:
    """Nothing is divided by nothing."""
    page, reference = _grey(card(4)), template.references[Light.VISIBLE]
    bare = replace(reference, constant=np.zeros_like(reference.constant))
    assert np.abs(followed(page, bare, _even(page, 0, 0))).max() == 0


def test_a_field_that_grows_towards_the_rim_is_followed_there(card: Card, template: Template) -> None:
    """Windows at the rim have their middle inside the page, where such a field is smaller."""
    page, reference = _grey(card(4)), template.references[Light.VISIBLE]
    columns, rows = grid_of(page.shape)
    x, y = np.meshgrid(np.linspace(-1, 1, len(columns)), np.linspace(-1, 1, len(rows)))
    bend = np.dstack([0.8 * x * x - 0.3, 0.5 * y - 0.4 * x * y]).astype(np.float32)
    flat = followed(page, reference, _even(page, 0, 0))
    found = followed(carried(page, -bend, cv2.INTER_CUBIC), reference, _even(page, 0, 0)) - flat
    rim = np.ones(found.shape[:2], dtype=bool)
    rim[4:-4, 4:-4] = False
    assert np.abs(found - bend)[rim].mean() < 0.12
