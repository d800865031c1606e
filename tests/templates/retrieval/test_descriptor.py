"""The vector of a page's looks."""

from collections.abc import Callable

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.retrieval.descriptor import LENGTH, likeness, looks_of, prepared, turned

Card = Callable[..., Pixels]


def _likeness(page: Pixels, template: Pixels, where: np.ndarray | None = None) -> float:
    vector, weight = prepared(looks_of(template, where))
    return float(likeness([looks_of(page)], vector[None], weight[None])[0, 0])


def test_a_page_is_like_itself_and_like_another_holders(card: Card) -> None:
    """Brightness and cast do not matter; what varies weighs nothing."""
    assert _likeness(card(1), card(1)) > 0.99
    darker = np.clip(card(2) * [0.8, 0.75, 0.7], 0, 255).astype(np.uint8)
    where = np.ones((432, 685), dtype=bool)
    where[90:340, 40:235] = False
    assert _likeness(darker, card(1), where) > 0.8


def test_another_design_is_unlike(card: Card) -> None:
    """Colours and lines elsewhere."""
    other = np.ascontiguousarray(card(1)[::-1, :, ::-1])
    assert _likeness(other, card(1)) < 0.5


def test_a_page_on_its_head_is_the_vector_reversed(card: Card) -> None:
    """So that both ways up cost one look."""
    over = looks_of(np.ascontiguousarray(card(1)[::-1, ::-1]))
    assert over.vector.shape == (LENGTH,)
    assert float(np.corrcoef(over.vector, turned(looks_of(card(1))).vector)[0, 1]) > 0.98
