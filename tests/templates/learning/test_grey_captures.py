"""Captures without colour among coloured ones."""

from collections.abc import Callable

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.learning.grey_captures import coloured, with_colour
from docforensics.templates.learning.reference import build_reference

Card = Callable[..., Pixels]


def _grey(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _tinted(page: Pixels) -> Pixels:
    return np.clip(page * np.array([1.0, 0.8, 0.6]), 0, 255).astype(np.uint8)


def test_captures_of_one_kind_stay_as_they_are(card: Card) -> None:
    """All in colour, or all in grey."""
    for stack in ([card(1), card(2)], [_grey(card(1)), _grey(card(2))]):
        assert all(one is other for one, other in zip(with_colour(stack), stack, strict=True))
        assert len(coloured(stack)) == 2


def test_grey_captures_do_not_fade_the_colours_of_the_reference(card: Card) -> None:
    """Three of five are grey, as files of one plane and of three alike; the mean has the colours of the two. A piece of the page shows it."""
    pages = [_tinted(card(holder)[150:370, 250:600]) for holder in range(5)]
    stack = [pages[0], _grey(pages[1]), cv2.merge([_grey(pages[2])] * 3), pages[3], _grey(pages[4])]
    # As of four documents: what five show of one another is not asked for here.
    learned, whole = (build_reference(five, (), n_holders=4) for five in (stack, pages))
    apart = np.abs(learned.mean.astype(int) - whole.mean)[whole.constant & learned.constant]
    assert learned.mean.shape == whole.mean.shape
    assert float(apart.mean()) < 4
    assert float(np.median(learned.colour_spread)) >= float(np.median(whole.colour_spread)) - 0.1
