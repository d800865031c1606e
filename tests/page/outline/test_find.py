"""The document's outline; none is an answer."""

import warnings
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.errors import UsageError
from docforensics.formats.table import FORMATS, MrzFormat, MrzPlace
from docforensics.page.band.find import MrzBand
from docforensics.page.geometry import Points
from docforensics.page.outline import find as stage
from docforensics.page.outline.find import Outline, find_outline
from docforensics.page.quad import holds, rectangle

TD1 = FORMATS[MrzFormat.TD1].place
TD3 = FORMATS[MrzFormat.TD3].place


def test_a_page_on_a_table_is_found_to_a_pixel(scene: Pixels, corners: Points) -> None:
    """In perspective and turned, without any help from an MRZ."""
    outline = find_outline(scene)
    assert outline is not None
    assert np.abs(outline.corners - corners).max() < 1.0
    assert 0.5 < outline.score <= 1.0


def test_a_grey_image_has_the_same_outline(scene: Pixels, corners: Points) -> None:
    """One channel is enough."""
    outline = find_outline(np.asarray(cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    assert outline is not None
    assert np.abs(outline.corners - corners).max() < 1.0


def test_a_cropped_page_has_no_outline(page_td3: Pixels) -> None:
    """Neither its portrait nor its MRZ is taken for the document."""
    assert find_outline(page_td3) is None


@pytest.mark.parametrize("shape", [(1, 1), (31, 400), (300, 300)])
def test_an_empty_or_tiny_image_has_no_outline(shape: tuple[int, int]) -> None:
    """And is no error."""
    assert find_outline(np.zeros(shape, np.uint8)) is None


def test_two_cards_are_told_apart_by_the_mrz_only(
    page_of: Callable[[MrzPlace], Pixels], laid: Callable[..., Pixels], band_of: Callable[..., MrzBand]
) -> None:
    """Without a band neither card is preferred; with it, the card that carries it is the document."""
    card = page_of(TD1)
    upper = rectangle(856, 540) * 0.8 + np.array([80, 60])
    lower = upper + np.array([0, 500])
    picture = np.minimum(
        laid(card, upper, (850, 1060), (250, 250, 250)), laid(card, lower, (850, 1060), (250, 250, 250))
    )
    alone = find_outline(picture)
    assert alone is None or holds(alone.corners, np.concatenate([upper, lower]), slack=4.0)
    outline = find_outline(picture, [band_of(lower, TD1)])
    assert outline is not None
    assert np.abs(outline.corners - lower).max() < 2.0


def test_the_outline_holds_the_mrz(scene: Pixels, corners: Points, band_of: Callable[..., MrzBand]) -> None:
    """A band that lies elsewhere rules the outline out."""
    elsewhere = band_of(rectangle(250, 176) + np.array([900, 10]), TD3)
    assert find_outline(scene, [band_of(corners, TD3)]) is not None
    assert find_outline(scene, [elsewhere]) is None


def test_an_outline_has_four_corners() -> None:
    """Anything else is refused."""
    with pytest.raises(UsageError, match=r"\(4, 2\)"):
        Outline(corners=np.zeros((3, 2)), score=1.0)


def test_a_rating_by_the_mrz_is_worked_out_for_those_alone_that_it_may_decide(
    band_of: Callable[..., MrzBand], corners: Points, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The likeliest ones have it, and of the others those whose rating reaches the least of them without it."""
    rated: list[int] = []

    def by_band(quads: Points, *_: object) -> Points:
        rated.append(len(quads))
        return np.full(len(quads), -0.1)

    monkeypatch.setattr(stage, "_band_rating", by_band)
    rating = np.concatenate([np.full(400, 1.0), np.full(50, 0.95), np.full(5000, 0.5)])
    stage._take_off_misfits(
        rating,
        np.repeat(corners[None], len(rating), axis=0),
        [band_of(corners, TD3)],
        1.0,
        always=np.array([5449]),
    )
    assert sum(rated) < 1000
    assert np.allclose(rating[:450], [0.9] * 400 + [0.85] * 50)
    assert rating[5449] == pytest.approx(0.4)


def test_the_filters_of_warnings_are_left_alone(scene: Pixels, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are the whole process's, and examinations run in threads."""

    def changed(**_: object) -> None:
        raise AssertionError("the filters of warnings were changed")

    with monkeypatch.context() as watched:
        watched.setattr(warnings, "catch_warnings", changed)
        found = find_outline(scene)
    assert found is not None
