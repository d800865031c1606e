"""Where the secondary portrait repeats the portrait."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.data_place import DataShift
from docforensics.templates.model import Repeat
from docforensics.templates.portrait.repeat import beside_data, learned_repeat, place

PORTRAIT = BoxMm(left=6.0, top=10.0, right=30.0, bottom=42.0)
SECOND = BoxMm(left=66.0, top=12.0, right=80.0, bottom=29.0)
MIDDLE = (73.0, 20.5)
SCALE = 0.5


def page(
    holder: int, *, moved: tuple[int, int] = (0, 0), other: int | None = None, pale: float = 0.6
) -> Pixels:
    """A page at 8 px/mm whose second picture, at half size, shows the first one's; the first stands aside by pixels."""
    random = np.random.default_rng(holder)
    pixels = np.full((432, 685), 225.0, np.float32)
    pixels[80 + moved[1] : 336 + moved[1], 48 + moved[0] : 240 + moved[0]] -= picture(holder)
    second = cv2.resize(picture(holder if other is None else other), (96, 128), interpolation=cv2.INTER_AREA)
    top, left = round(MIDDLE[1] * 8) - 64, round(MIDDLE[0] * 8) - 48
    pixels[top : top + 128, left : left + 96] -= pale * second
    return np.asarray(np.clip(pixels + random.normal(0, 2, pixels.shape), 0, 255), dtype=np.uint8)


def picture(holder: int) -> np.ndarray:
    """Broad and finer tones, fading at the rim: (256, 192), how much darker than the page."""
    random = np.random.default_rng(900 + holder)
    broad = cv2.resize(
        random.normal(0, 1, (12, 9)).astype(np.float32), (192, 256), interpolation=cv2.INTER_CUBIC
    )
    finer = cv2.resize(
        random.normal(0, 1, (40, 30)).astype(np.float32), (192, 256), interpolation=cv2.INTER_CUBIC
    )
    rim = np.ones((256, 192), np.float32)
    rim[:16] = rim[-16:] = rim[:, :16] = rim[:, -16:] = 0
    return np.clip(70 + 35 * broad + 25 * finer, 0, 200) * cv2.GaussianBlur(rim, (0, 0), 6)


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


ASIDE = ((4, 0), (-4, 2), (0, -5), (3, 3), (-2, -2), (0, 4))
"""Pixels by which the personalization of six captures lies aside."""


def beside(holder: int, moved: tuple[int, int]) -> Pixels:
    """A page on which both pictures are printed aside, by pixels."""
    return np.roll(page(holder), (moved[1], moved[0]), (0, 1))


def shift_of(moved: tuple[int, int]) -> DataShift:
    """What its data lie aside."""
    return DataShift(x_mm=moved[0] / 8, y_mm=moved[1] / 8)


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
