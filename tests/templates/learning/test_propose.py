"""Places that are proposed from what captures show."""

from collections.abc import Callable

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.propose import components, same_ink

CardMaker = Callable[..., Pixels]
NAME = BoxMm(left=36, top=20, right=76, bottom=25)
TITLE_FREE = BoxMm(left=60, top=45, right=80, bottom=50)


def test_the_same_text_is_the_same_ink_and_another_name_is_not(card: CardMaker) -> None:
    """Two captures of one holder's card agree; those of two holders differ where the name stands."""
    assert same_ink(NAME, card(1), card(1))
    assert not same_ink(NAME, card(1), card(2))


def test_a_place_without_text_is_the_same_on_all(card: CardMaker) -> None:
    """Background print is no ink."""
    assert same_ink(TITLE_FREE, card(1), card(2))


def test_connected_places_are_boxed_largest_first() -> None:
    """Pieces near one another are one place; specks are none."""
    mask = np.zeros((200, 300), bool)
    mask[10:30, 10:60] = True
    mask[100:180, 100:200] = True
    mask[100:180, 204:240] = True
    mask[5, 290] = True
    large, small = components(mask, join_mm=1.0, least_mm2=2.0)
    assert (large.left, large.right) == (100 / 8, 240 / 8)
    assert (small.top, small.bottom) == (10 / 8, 30 / 8)
