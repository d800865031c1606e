"""Grey copies before a colour camera."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.digital.grey_copy import chroma_spread, measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document


@pytest.fixture
def shown(series: Any) -> Callable[[np.ndarray], Document]:
    """A document on the template whose page shows these pixels, with a reference in colour."""
    base = series.genuine(11)
    (side,) = base.sides
    reference = side.match.template.references[Light.VISIBLE]
    coloured = replace(
        side.match.template, references={Light.VISIBLE: replace(reference, mean=tinted(reference.mean))}
    )

    def show(pixels: np.ndarray) -> Document:
        match = replace(side.match, template=coloured, pages=MappingProxyType({Light.VISIBLE: pixels}))
        capture = replace(side.capture, channel=Channel.UPLOAD)
        return replace(base, sides=(replace(side, capture=capture, match=match),))

    return show


def tinted(pixels: np.ndarray) -> np.ndarray:
    """Give a page a red and a green half."""
    rgb = np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels.copy()
    half = rgb.shape[1] // 2
    rgb[:, :half, 0] = np.minimum(rgb[:, :half, 0].astype(int) + 40, 255)
    rgb[:, half:, 1] = np.minimum(rgb[:, half:, 1].astype(int) + 40, 255)
    return rgb


def page(series: Any) -> np.ndarray:
    """A genuine card's pixels on the template's frame."""
    (side,) = series.genuine(11).sides
    return np.asarray(side.match.pages[Light.VISIBLE])


def test_a_page_in_its_colours_loses_little(shown: Callable[[np.ndarray], Document], series: Any) -> None:
    """As the reference has them, also under a warm light."""
    warm = np.clip(tinted(page(series)) * np.array([1.0, 0.93, 0.85]), 0, 255).astype(np.uint8)
    for pixels in (tinted(page(series)), warm):
        outcome = measure(shown(pixels))
        assert isinstance(outcome, Measured)
        assert outcome.value < 0.4


def test_a_grey_copy_under_a_warm_light_has_lost_them(
    shown: Callable[[np.ndarray], Document], series: Any
) -> None:
    """One tint over everything is no colour of the page."""
    grey = tinted(page(series)).mean(axis=2, keepdims=True)
    noise = np.random.default_rng(1).normal(0, 3, (*grey.shape[:2], 3))
    outcome = measure(shown(np.clip(grey * np.array([1.0, 0.95, 0.88]) + noise, 0, 255).astype(np.uint8)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.7
    assert outcome.regions


def test_a_file_in_grey_is_no_copy(shown: Callable[[np.ndarray], Document], series: Any) -> None:
    """A scanner may be set to grey: it abstains."""
    grey = tinted(page(series)).mean(axis=2).astype(np.uint8)
    assert isinstance(measure(shown(np.repeat(grey[..., None], 3, axis=2))), Abstained)
    assert chroma_spread(grey) == 0.0


def test_without_a_template_nothing_can_be_missed(series: Any) -> None:
    """No template is no failure."""
    base = series.genuine(11)
    assert isinstance(
        measure(replace(base, sides=tuple(replace(side, match=None) for side in base.sides))), Abstained
    )
