"""Rows of text on captures, and whether they show the same strokes."""

from collections.abc import Callable

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.text_rows import same_ink

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
