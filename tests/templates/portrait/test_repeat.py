"""Where the secondary portrait repeats the portrait."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.data_place import DataShift
from docforensics.templates.model import Repeat
from docforensics.templates.portrait.repeat import beside_data, learned_repeat, place
from tests.templates.repeated_portrait import (
    ASIDE,
    MIDDLE,
    PORTRAIT,
    SCALE,
    SECOND,
    beside,
    page,
    shift_of,
)


@pytest.fixture(scope="module")
def repeat() -> Repeat:
    """Learned from four holders."""
    found = learned_repeat([page(holder) for holder in (1, 2, 3, 4)], PORTRAIT, SECOND)
    assert found is not None
    return found


def test_scale_and_place_are_learned_from_holders_alike(repeat: Repeat) -> None:
    """To two percent and a tenth of a millimetre."""
    assert repeat.scale == pytest.approx(SCALE, rel=0.02)
    assert (repeat.x_mm, repeat.y_mm) == pytest.approx(MIDDLE, abs=0.15)
    assert repeat.spread_mm <= 0.1


def test_another_holders_picture_lies_where_theirs_did(repeat: Repeat) -> None:
    """To less than a tenth of a millimetre."""
    found = place(page(9), PORTRAIT, SECOND, (repeat.scale,))
    assert found is not None
    assert found.likeness > 0.8
    assert (found.x_mm, found.y_mm) == pytest.approx((repeat.x_mm, repeat.y_mm), abs=0.08)


def test_a_portrait_moved_aside_moves_the_place_the_other_way(repeat: Repeat) -> None:
    """Eight pixels are a millimetre, half of it in the second portrait."""
    there, here = (
        place(page(9, moved=moved), PORTRAIT, SECOND, (repeat.scale,)) for moved in ((0, 0), (8, 0))
    )
    assert there is not None
    assert here is not None
    assert there.x_mm - here.x_mm == pytest.approx(0.5, abs=0.1)
    assert here.y_mm == pytest.approx(there.y_mm, abs=0.1)


def test_another_picture_is_not_like(repeat: Repeat) -> None:
    """The correlation of two holders' pictures stays low."""
    found = place(page(9, other=10), PORTRAIT, SECOND, (repeat.scale,))
    assert found is not None
    assert found.likeness < 0.55


def test_one_page_teaches_the_scale(repeat: Repeat) -> None:
    """All pages of fewer than three have to repeat the portrait."""
    one = learned_repeat([page(1)], PORTRAIT, SECOND)
    assert one is not None
    assert one.scale == pytest.approx(repeat.scale, rel=0.02)
    assert learned_repeat([page(1), page(2, other=22)], PORTRAIT, SECOND) is None


def test_pages_that_repeat_nothing_teach_nothing() -> None:
    """Second pictures that show something else."""
    pages = [page(holder, other=holder + 20) for holder in (1, 2, 3, 4)]
    assert learned_repeat(pages, PORTRAIT, SECOND) is None


def test_a_place_too_small_for_the_picture_holds_none() -> None:
    """A second portrait of four millimetres."""
    tiny = BoxMm(left=70.0, top=12.0, right=70.5, bottom=12.5)
    assert place(page(9), PORTRAIT, tiny, (0.9,)) is None


def test_pages_printed_aside_lie_at_one_place_beside_their_data() -> None:
    """On the page they spread by half of what they lie aside; beside the data by no more than pages that lie in place."""
    pages = [beside(holder, moved) for holder, moved in enumerate(ASIDE)]
    alone, moved = (
        learned_repeat(pages, PORTRAIT, SECOND, given) for given in (None, [*map(shift_of, ASIDE)])
    )
    assert alone is not None
    assert moved is not None
    assert moved.beside is not None
    assert replace(moved, beside=None) == alone
    assert alone.spread_mm > 0.1
    assert moved.beside.spread_mm < 0.05
    found = place(beside(9, (7, -7)), PORTRAIT, SECOND, (moved.scale,))
    assert found is not None
    assert abs(found.x_mm - moved.x_mm) > 0.3
    there = beside_data(found, shift_of((7, -7)))
    assert there is not None
    assert (there.x_mm, there.y_mm) == pytest.approx((moved.beside.x_mm, moved.beside.y_mm), abs=0.08)
    assert beside_data(found, shift_of((9, 0))) is None  # more than a millimetre is no pass of printing


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(lambda holder, _moved: page(holder), id="neither moves with the data"),
        pytest.param(lambda holder, moved: page(holder, moved=moved), id="the portrait alone does"),
    ],
)
def test_data_of_another_pass_are_left_alone(printed: Callable[[int, tuple[int, int]], Pixels]) -> None:
    """Only where one pass explains where both pictures lie."""
    pages = [printed(holder, moved) for holder, moved in enumerate(ASIDE)]
    found = learned_repeat(pages, PORTRAIT, SECOND, [*map(shift_of, ASIDE)])
    assert found is not None
    assert found.beside is None


def test_a_copy_that_moves_alone_with_the_data_is_no_pass_of_both() -> None:
    """Half of what it lies aside would be taken for a displaced portrait."""
    pages = [
        np.concatenate([page(holder)[:, :400], beside(holder, moved)[:, 400:]], axis=1)
        for holder, moved in enumerate(ASIDE)
    ]
    found = learned_repeat(pages, PORTRAIT, SECOND, [*map(shift_of, ASIDE)])
    assert found is not None
    assert found.beside is None


def test_few_pages_whose_data_are_known_do_not_decide() -> None:
    """Five holders are needed, however many pages there are."""
    pages = [beside(holder, moved) for holder, moved in enumerate(ASIDE)]
    found = learned_repeat(pages, PORTRAIT, SECOND, [*map(shift_of, ASIDE[:4]), None, None])
    assert found is not None
    assert found.beside is None


def test_pages_that_all_lie_in_place_do_not_decide() -> None:
    """Nothing is left for the data to explain."""
    pages = [page(holder) for holder in range(6)]
    found = learned_repeat(pages, PORTRAIT, SECOND, [DataShift(x_mm=0.0, y_mm=0.0)] * 6)
    assert found is not None
    assert found.beside is None


def test_data_that_explain_a_little_do_not_decide() -> None:
    """Pages that lie half as far aside as their data: another pass, whatever it is, leaves much of the spread."""
    pages = [beside(holder, moved) for holder, moved in enumerate(ASIDE)]
    half = [DataShift(x_mm=x / 8 * 0.4, y_mm=y / 8 * 0.4) for x, y in ASIDE]
    found = learned_repeat(pages, PORTRAIT, SECOND, half)
    assert found is not None
    assert found.beside is None


def test_a_hundredth_of_a_millimetre_is_not_explained() -> None:
    """Pictures in place and data that follow their noise: nothing is left to explain."""
    pages = [page(holder) for holder in range(6)]
    alone = learned_repeat(pages, PORTRAIT, SECOND)
    assert alone is not None
    placed = [place(one, PORTRAIT, SECOND, (alone.scale,)) for one in pages]
    noise = [
        DataShift(
            x_mm=(one.x_mm - alone.x_mm) / (1 - alone.scale), y_mm=(one.y_mm - alone.y_mm) / (1 - alone.scale)
        )
        for one in placed
        if one is not None
    ]
    found = learned_repeat(pages, PORTRAIT, SECOND, noise)
    assert found is not None
    assert found.beside is None
