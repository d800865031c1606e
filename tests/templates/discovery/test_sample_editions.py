"""Editions are told in a sample where blocks of pages show two prints, and not where holders differ."""

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.discovery.sample_editions import sample_editions


def _page(holder: int, *, mark: int = 0, letter: str = "") -> Pixels:
    """A page of one model: its line work, a holder's words, and what the edition prints at one place."""
    page = np.full((432, 685, 3), 235, np.uint8)
    for row in range(10, 432, 14):
        cv2.line(page, (0, row), (685, row + 20), (150, 170, 190), 1, cv2.LINE_AA)
    rng = np.random.default_rng(holder)
    word = "".join(rng.choice(list("ABCDEFGHKLMNOPRSTUVX"), 9))
    cv2.putText(page, word, (330, 220), cv2.FONT_HERSHEY_DUPLEX, 0.9, (20, 20, 30), 2, cv2.LINE_AA)
    if mark:
        cv2.circle(page, (550, 90), 24 if mark == 1 else 10, (40, 60, 120), 4, cv2.LINE_AA)
    if letter:
        cv2.putText(page, letter, (100, 330), cv2.FONT_HERSHEY_DUPLEX, 1.6, (20, 20, 30), 3, cv2.LINE_AA)
    return np.clip(page + rng.normal(0, 2, page.shape), 0, 255).astype(np.uint8)


def test_two_editions_are_two_blocks_at_the_place_of_the_detail() -> None:
    """The larger block first."""
    found = sample_editions([_page(n, mark=2 if n % 3 == 0 else 1) for n in range(9)])
    assert found.blocks == ((1, 2, 4, 5, 7, 8), (0, 3, 6))
    (box,) = found.places
    assert box.left < 550 / 8 < box.right
    assert box.top < 90 / 8 < box.bottom


def test_holders_and_a_letter_that_is_a_known_fact_are_no_edition() -> None:
    """The sex divides any sample in two; without the fact it would pass for an edition here, drawn large."""
    sexes = ["F" if n % 2 else "M" for n in range(8)]
    pages = [_page(n, mark=1, letter=sex) for n, sex in enumerate(sexes)]
    assert len(sample_editions(pages).blocks) == 2
    assert sample_editions(pages, [sexes]).blocks == (tuple(range(8)),)


def test_one_page_that_differs_from_all_others_is_odd_and_no_edition() -> None:
    """It is no good to learn from."""
    found = sample_editions([_page(n, mark=2 if n == 4 else 1) for n in range(8)])
    assert (found.blocks, found.odd) == ((tuple(range(8)),), (4,))


def test_a_sample_of_few_pages_is_one_block() -> None:
    """Two of five may have been forged alike."""
    assert sample_editions([_page(n, mark=1 + n % 2) for n in range(5)]).blocks == (tuple(range(5)),)


def test_three_editions_are_three_blocks() -> None:
    """Each differs from the one before at a place of its own."""
    shown = [(1, ""), *[(1, "")] * 2, *[(2, "")] * 4, *[(2, "W")] * 5]
    found = sample_editions([_page(n, mark=mark, letter=letter) for n, (mark, letter) in enumerate(shown)])
    assert found.blocks == ((7, 8, 9, 10, 11), (3, 4, 5, 6), (0, 1, 2))


def test_a_field_of_few_values_of_which_one_ends_in_a_word_of_its_own_is_no_edition() -> None:
    """At that word alone the pages show two prints; beside it those without it show several."""
    values = ["OFFICE OF TRAVEL, NORTHTOWN", "BUREAU AT HOME", "COUNTER OF CASTLE", "HARBOUR DESK"]
    pages = []
    for number in range(16):
        page = _page(number, mark=1)
        word, at = values[0 if number % 2 else 1 + number // 2 % 3], (60, 340)
        cv2.putText(page, word, at, cv2.FONT_HERSHEY_DUPLEX, 0.9, (20, 20, 30), 2, cv2.LINE_AA)
        pages.append(page)
    assert sample_editions(pages).blocks == (tuple(range(16)),)


def test_one_of_six_pages_that_differs_from_the_others_is_odd_and_one_of_five_is_not() -> None:
    """Four captures of one document would agree where another holder's differs."""
    pages = [_page(n, mark=2 if n == 1 else 1) for n in range(6)]
    assert sample_editions(pages).odd == (1,)
    assert sample_editions(pages[:5]).odd == ()
