"""Fine structure of portraits, against the page's."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Template
from docforensics.templates.portrait.fineness import fineness, learned_fineness

Card = Callable[..., Pixels]


def test_halving_the_portraits_structure_takes_an_octave(card: Card, template: Template) -> None:
    """Half of the contrast, at the same tone, is one octave less."""
    reference, box = template.references[Light.VISIBLE], template.features[0].box
    page = card(9)
    rows, columns = box.to_px(8.0).slices
    calm = page.copy()
    patch = page[rows, columns].astype(np.float32)
    tone = cv2.GaussianBlur(patch, (0, 0), 10.0)
    calm[rows, columns] = np.clip(tone + (patch - tone) / 2, 0, 255).astype(np.uint8)
    whole, half = (fineness(pixels, reference, box) for pixels in (page, calm))
    assert whole is not None
    assert half is not None
    assert whole - half == pytest.approx(1.0, abs=0.25)


def test_contrast_of_the_whole_page_does_not_count(card: Card, template: Template) -> None:
    """A pale capture is pale in both."""
    reference, box = template.references[Light.VISIBLE], template.features[0].box
    page = card(9)
    pale = (128 + (page.astype(np.float32) - 128) * 0.6).astype(np.uint8)
    strong, weak = (fineness(pixels, reference, box) for pixels in (page, pale))
    assert weak == pytest.approx(strong, abs=0.1)


def test_three_captures_teach_what_others_have(card: Card, template: Template) -> None:
    """Within three standard deviations; two captures teach nothing."""
    reference, box = template.references[Light.VISIBLE], template.features[0].box
    learned = learned_fineness([card(holder) for holder in (1, 2, 3)], reference, box)
    assert learned is not None
    assert learned.spread >= 0.15
    other = fineness(card(9), reference, box)
    assert other == pytest.approx(learned.octaves, abs=3 * learned.spread)
    assert learned_fineness([card(1), card(2)], reference, box) is None


def test_a_portrait_of_a_few_millimetres_tells_nothing(card: Card, template: Template) -> None:
    """Too few squares to take a median of."""
    tiny = BoxMm(left=10.0, top=10.0, right=14.0, bottom=15.0)
    assert fineness(card(9), template.references[Light.VISIBLE], tiny) is None
