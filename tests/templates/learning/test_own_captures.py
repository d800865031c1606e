"""What captures show of one another: places without a cause, and elements that fade."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.templates.learning.differences import LEAST_DOCUMENTS
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import Feature, LightReference

Card = Callable[..., Pixels]
TITLE = (slice(24, 72), slice(30, 250))
"""Rows and columns of an element that all cards share."""
BESIDE = (slice(280, 400), slice(330, 560))


def _displaced(page: Pixels) -> Pixels:
    """A pass of the press that lies half a millimetre lower on a part of one page."""
    page = page.copy()
    page[BESIDE] = np.roll(page, 4, axis=0)[BESIDE]
    return page


def _faded(page: Pixels, share: float) -> Pixels:
    page = page.copy()
    paper = cv2.GaussianBlur(page[TITLE], (0, 0), 12).astype(np.float32)
    page[TITLE] = np.clip(paper + share * (page[TITLE] - paper), 0, 255).astype(np.uint8)
    return page


@pytest.fixture(name="seen", scope="module")
def fixture_seen(card: Card, features: Sequence[Feature]) -> LightReference:
    """Five documents, one displaced in part and two with a title that is worn."""
    pages = [card(holder) for holder in range(1, LEAST_DOCUMENTS + 1)]
    pages[1] = _displaced(pages[1])
    pages[2], pages[3] = (_faded(page, share) for page, share in zip(pages[2:4], (0.4, 0.6), strict=True))
    return build_reference(pages, features)


def test_a_document_that_differs_in_a_place_tells_how_heavy_one_may_be(seen: LightReference) -> None:
    """Each is held against the others alone."""
    assert len(seen.own_places) == LEAST_DOCUMENTS
    heaviest = int(np.argmax(seen.own_places))
    assert heaviest in (1, 2)
    assert seen.own_places[1] > 10 * max(seen.own_places[0], seen.own_places[4], 0.05)


def test_each_tells_how_far_faint_print_departs(seen: LightReference) -> None:
    """Of the others as well: a print that is worn over an area reaches more of it."""
    assert len(seen.own_faint) == LEAST_DOCUMENTS
    assert max(seen.own_faint[number] for number in (1, 2, 3)) > max(seen.own_faint[0], seen.own_faint[4])


def test_where_genuine_elements_fade_they_may_fade_again(seen: LightReference) -> None:
    """More than where all show them alike."""
    assert float(seen.faded[TITLE].max()) > 0.8
    assert float(seen.faded[100:160, 380:500].max()) < 0.5


def test_few_documents_and_several_captures_of_one_tell_nothing(
    card: Card, features: Sequence[Feature]
) -> None:
    """One left out of few leaves too few; the rest would hold the same document again. A corner of the pages shows it."""
    few = [card(holder)[:216, :344] for holder in range(1, LEAST_DOCUMENTS)]
    many = [*few, few[0]]
    for pages, holders in ((few, None), (many, LEAST_DOCUMENTS - 1)):
        reference = build_reference(pages, features, n_holders=holders)
        assert reference.own_places == reference.own_faint == ()
        assert not reference.faded.any()
