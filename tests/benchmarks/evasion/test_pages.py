"""Two documents in one picture, and sides of different documents."""

import numpy as np
import pytest

from benchmarks.evasion.opened import less, opened
from benchmarks.evasion.pages import beside
from benchmarks.evasion.pictures import Aspect, Plate, Submission
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.page.geometry import BoxMm
from docforensics.scoring.calibration import load_calibration
from docforensics.templates.store import TemplateStore

SIZE = (30.0, 20.0)


def given(grey: int, px_per_mm: float, sides: tuple[SideKind, ...] = (SideKind.DATA_PAGE,)) -> Submission:
    """Make pages of one grey, 3 mm within a black picture."""
    pixels = np.zeros((round(26 * px_per_mm), round(36 * px_per_mm), 3), np.uint8)
    near, right, bottom = (round(at * px_per_mm) for at in (3, 33, 23))
    pixels[near:bottom, near:right] = grey
    to_pixels = np.array([[px_per_mm, 0.0, near], [0.0, px_per_mm, near], [0.0, 0.0, 1.0]])
    plate = Plate(light=Light.VISIBLE, pixels=pixels, to_pixels=to_pixels)
    aspects = tuple(Aspect(side=side, plates=(plate,), places={}, size_mm=SIZE) for side in sides)
    return Submission(aspects=aspects, channel=Channel.PHOTO)


@pytest.mark.parametrize("other_scale", [10.0, 5.0])
def test_two_pages_lie_below_one_another_at_one_scale(other_scale: float) -> None:
    """The first stays where it is told to be; both are whole."""
    (aspect,) = beside(given(200, 10.0), given(120, other_scale)).aspects
    plate = aspect.visible
    assert plate.px_per_mm(SIZE) == pytest.approx(10.0)
    (left, top), (right, bottom) = (plate.corners(BoxMm.of_size(SIZE))[at].astype(int) for at in (0, 2))
    assert (plate.pixels[top + 2 : bottom - 2, left + 2 : right - 2] == 200).all()
    below = (plate.pixels[bottom + 40 :] == 120).all(axis=2).sum()
    assert below == pytest.approx(30 * 20 * 100, rel=0.05)


def test_of_a_card_the_front_of_one_and_the_back_of_another_are_given() -> None:
    """Each picture is left as it is."""
    sides = (SideKind.FRONT, SideKind.BACK)
    front, back = beside(given(200, 10.0, sides), given(120, 10.0, sides)).aspects
    assert (front.side, front.visible.pixels.max()) == (SideKind.FRONT, 200)
    assert (back.side, back.visible.pixels.max()) == (SideKind.BACK, 120)


def test_an_opened_calibration_verifies_at_any_quality_where_it_verifies_at_all() -> None:
    """Channels stay, and rows that can only contradict."""
    shipped = load_calibration()
    free = opened(shipped)
    assert not free.powers
    for check, row in shipped.rows.items():
        found = free.rows[check].verifies_from
        assert (found is None) is (row.verifies_from is None)
        if found is not None and row.verifies_from is not None:
            assert found.px_per_mm == found.contrast == found.holders == 0
            assert found.channels == row.verifies_from.channels


def test_a_store_without_a_model_holds_the_others() -> None:
    """By country, type, number and year."""
    shipped = TemplateStore.shipped()
    models = [one.model for one in shipped.templates if one.model is not None]
    first = models[0]
    left = less(shipped, (first.country, first.type, first.number, first.year))
    assert len(left) == sum(model != first for model in models)
