"""The last tenths of a millimetre of a registration, tile by tile."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import project
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template
from docforensics.templates.registration import refine as refine_module
from docforensics.templates.registration.refine import (
    _ENOUGH_TILES,
    Tiles,
    enough_tiles,
    fit_correction,
    measured_tiles,
    reference_tiles,
    refine,
)

Card = Callable[..., Pixels]


def _shifted(page: Pixels, right_px: float, down_px: float) -> Pixels:
    matrix = np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]])
    moved = cv2.warpAffine(page, matrix, page.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


def test_what_the_tiles_say_after_a_small_step_is_what_would_be_measured(
    card: Card, template: Template
) -> None:
    """A step that is known need not be looked at again."""
    reference = template.references[Light.VISIBLE]
    before = measured_tiles(_shifted(card(4), 0.2, -0.2), reference)
    carried = before.carried(np.tile([-0.04, 0.03], (len(before.centres), 1)))
    again = measured_tiles(_shifted(card(4), 0.16, -0.17), reference)
    both = [
        (one, other)
        for place, one in zip(carried.centres, carried.shifts, strict=True)
        for there, other in zip(again.centres, again.shifts, strict=True)
        if np.array_equal(place, there)
    ]
    assert len(both) > 0.9 * len(again.centres)
    assert np.median([np.abs(one - other) for one, other in both], axis=0).max() < 0.1


def test_a_page_that_lies_aside_is_brought_onto_the_reference(card: Card, template: Template) -> None:
    """The matrix undoes the shift."""
    found = refine(
        _shifted(card(4), 3.0, -2.0), REFERENCE_PX_PER_MM, np.eye(3), template.references[Light.VISIBLE]
    )
    moved_mm = (found.matrix @ [40.0, 25.0, 1.0])[:2] - [40.0, 25.0]
    assert np.abs(moved_mm - [-3.0 / REFERENCE_PX_PER_MM, 2.0 / REFERENCE_PX_PER_MM]).max() < 0.1
    assert found.agreeing > 0.5


def test_a_page_without_print_stays_where_it_was(template: Template) -> None:
    """Nothing agrees, and nothing is moved."""
    blank = np.full((432, 685, 3), 200, np.uint8)
    found = refine(blank, REFERENCE_PX_PER_MM, np.eye(3), template.references[Light.VISIBLE])
    assert np.array_equal(found.matrix, np.eye(3))
    assert found.agreeing == 0.0


def test_half_of_the_tiles_is_asked_where_they_are_many(template: Template) -> None:
    """As on a chessboard: what is left out lies among four that are asked."""
    reference = template.references[Light.VISIBLE]
    every, asked = reference_tiles(reference), enough_tiles(reference)
    assert set(asked) <= set(every)
    few = len(every) < 2 * _ENOUGH_TILES
    assert (asked == every) if few else (0.4 < len(asked) / len(every) < 0.6)


def test_a_page_of_other_print_is_given_up_early(
    card: Card, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tiles are measured a few times, and nothing is moved."""
    asked: list[int] = []
    measured = refine_module._measured

    def counted(*arguments: Any) -> Tiles:
        asked.append(len(arguments[2]))
        return measured(*arguments)

    monkeypatch.setattr(refine_module, "_measured", counted)
    noise = np.random.default_rng(3).integers(0, 256, card(4).shape, dtype=np.uint8)
    reference = template.references[Light.VISIBLE]
    found = refine(noise, REFERENCE_PX_PER_MM, np.eye(3), reference)
    assert found.agreeing < 0.15
    assert np.array_equal(found.matrix, np.eye(3))
    assert len(asked) <= 3


def test_tiles_in_one_line_are_no_error() -> None:
    """They tell no correction across the line; none is made there."""
    centres = np.stack([np.linspace(50, 500, 10), np.full(10, 100.0)], axis=1)
    shifts = np.tile([2.0, 0.0], (10, 1))
    matrix = fit_correction(centres, shifts, np.ones(10), size=(600, 400))
    moved = project(matrix, centres) - centres
    assert np.abs(moved - shifts).max() < 0.05


def test_tiles_on_the_coarser_picture_say_the_same(card: Card, template: Template) -> None:
    """In pixels of the reference, to half a pixel; they cost a third."""
    reference = template.references[Light.VISIBLE]
    grey = np.asarray(cv2.cvtColor(_shifted(card(4), 2.0, -1.0), cv2.COLOR_RGB2GRAY), np.uint8)
    tiles = refine_module._coarsely(grey, REFERENCE_PX_PER_MM, np.eye(3), reference)
    assert len(tiles.centres) > 0.5 * len(enough_tiles(reference))
    assert np.abs(np.median(tiles.shifts, axis=0) - [-2.0, 1.0]).max() < 0.5


def test_what_is_left_after_refining_is_kept(card: Card, template: Template) -> None:
    """For the field of small shifts: tiles need not be measured again."""
    found = refine(
        _shifted(card(4), 3.0, -2.0), REFERENCE_PX_PER_MM, np.eye(3), template.references[Light.VISIBLE]
    )
    assert len(found.tiles.centres) > 0.5 * len(enough_tiles(template.references[Light.VISIBLE]))
    assert np.median(np.linalg.norm(found.tiles.shifts, axis=1)) < 0.3
