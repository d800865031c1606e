"""A page compared with a template at low resolution, after a small correction of its frame."""

from collections.abc import Callable

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.formats.table import PageSize
from docforensics.templates.model import Template
from docforensics.templates.retrieval.verification import (
    CoarseView,
    fit,
    fit_whole,
    moved,
    view_of,
    view_shape,
)

CardMaker = Callable[..., Pixels]


def test_a_view_holds_colour_and_where_print_is_constant(template: Template) -> None:
    """At 4 px/mm; the holder's name is left out."""
    view = view_of(template.references[Light.VISIBLE], PageSize.ID1)
    assert view.pixels.shape == view_shape(PageSize.ID1) == (216, 342, 4)
    assert view.colour.shape == (216, 342, 3)
    name = view.constant[80:100, 144:304]
    assert name.mean() < view.constant.mean()


def test_a_page_of_the_model_fits_and_another_does_not(card: CardMaker, template: Template) -> None:
    """Of another holder of the series; against noise as strong as its print."""
    view = view_of(template.references[Light.VISIBLE], PageSize.ID1)
    noise = np.random.default_rng(1).integers(100, 255, card(9).shape).astype(np.uint8)
    assert fit(card(9), view).score > 0.8
    assert fit(noise, view).score < 0.3


def test_a_page_a_little_off_is_brought_onto_the_frame() -> None:
    """By half a millimetre; print that repeats nowhere shows by how much."""
    rows, columns, _ = view_shape(PageSize.ID1)
    blots = cv2.GaussianBlur(
        np.random.default_rng(4).normal(0, 1, (rows, columns)).astype(np.float32), (0, 0), 3
    )
    print_ = np.clip(170 + 250 * blots, 0, 255).astype(np.uint8)
    view = CoarseView(
        size=PageSize.ID1, pixels=np.dstack([print_, print_, print_, np.full_like(print_, 255)])
    )
    shift = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]])
    off = cv2.warpAffine(view.colour, shift, (columns, rows), borderMode=cv2.BORDER_REPLICATE)
    found = fit(off, view)
    assert found.score > 0.9
    assert abs(found.matrix[0, 2] + 2.0) < 0.4


def test_the_identity_moves_nothing(card: CardMaker) -> None:
    """Pixels are kept."""
    page = card(1)
    assert np.array_equal(moved(page, np.eye(3)), page)


def test_a_page_whose_frame_lies_millimetres_off_is_laid_on_the_view_as_a_whole(
    card: CardMaker, template: Template
) -> None:
    """Four millimetres of lid beside the page, and two below: tiles alone do not reach so far."""
    view = view_of(template.references[Light.VISIBLE], PageSize.ID1)
    beside = cv2.copyMakeBorder(card(9), 0, 16, 32, 0, cv2.BORDER_CONSTANT, value=(60, 60, 60))
    found = fit_whole(np.asarray(beside, np.uint8), view)
    assert found is not None
    assert found.score > 0.6
    assert found.score > fit(np.asarray(beside, np.uint8), view).score + 0.3


def test_a_view_without_constant_print_shows_nothing_as_a_whole() -> None:
    """There is nothing to lay a page on."""
    rows, columns, planes = view_shape(PageSize.ID1)
    view = CoarseView(size=PageSize.ID1, pixels=np.zeros((rows, columns, planes), np.uint8))
    assert fit_whole(np.full((rows, columns, 3), 200, np.uint8), view) is None
