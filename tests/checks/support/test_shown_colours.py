"""Fine colours of a page beside the reference's."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.shown_colours import colour_octaves

PLACE = (slice(310, 380), slice(440, 560))


def side_of(series: Any, page: np.ndarray) -> RegisteredSide:
    """The side of a card with this page."""
    sides = registered_sides(series.document(page))
    assert isinstance(sides, tuple)
    return sides[0]


def test_lines_in_colour_are_more_and_a_place_in_grey_is_less(series: Any) -> None:
    """Where nothing was done it is as on the page as a whole."""
    page, grey = series.card(11).copy(), series.card(11).copy()
    for row in range(314, 380, 7):
        cv2.line(page, (444, row), (556, row), (210, 236, 180), 2, cv2.LINE_AA)
    grey[PLACE] = grey[PLACE].mean(axis=2, keepdims=True).astype(np.uint8)
    for shown, least, most in ((page, 0.3, 5.0), (grey, -5.0, -0.3), (series.card(11), -0.3, 0.3)):
        octaves = colour_octaves(side_of(series, shown))
        assert octaves is not None
        assert least < float(np.median(octaves[PLACE])) < most


def test_a_page_without_colours_tells_nothing(series: Any) -> None:
    """Nor does a reference without."""
    side = side_of(series, np.repeat(series.card(11).mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8))
    assert colour_octaves(side) is None
    document = series.document(series.card(11))
    (shown,) = document.sides
    reference = shown.match.template.references[Light.VISIBLE]
    grey = replace(reference, mean=reference.mean.mean(axis=2).astype(np.uint8))
    template = replace(shown.match.template, references={Light.VISIBLE: grey})
    of_grey = replace(shown, match=replace(shown.match, template=template))
    sides = registered_sides(replace(document, sides=(of_grey,)))
    assert isinstance(sides, tuple)
    assert colour_octaves(sides[0]) is None
