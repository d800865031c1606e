"""Fine structure of the portrait, on a made-up series whose background runs through it."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait.portrait_fineness import SPEC, measure, own_facts
from docforensics.templates.comparison.sharpness import SIGMAS_PX
from docforensics.templates.shown import OwnValues

PLACE = (slice(96, 336), slice(48, 240))


def smoothed(lights: Any, sigma: float) -> Any:
    """A card whose portrait shows none of the lines any more."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].copy()
    page[PLACE] = cv2.GaussianBlur(page, (0, 0), sigma)[PLACE]
    return lights.document({**pages, Light.VISIBLE: page})


@pytest.mark.parametrize("holder", [11, 12, 13])
def test_genuine_portraits_show_the_print_of_the_page(lights: Any, holder: int) -> None:
    """As those of the holders that the template was learned from."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.3


def test_a_portrait_without_the_lines_is_smoother_than_expected(lights: Any) -> None:
    """By more than an octave, and it is marked."""
    outcome = measure(smoothed(lights, 6.0))
    assert isinstance(outcome, Measured)
    assert outcome.value > 1
    assert outcome.regions[0].box.centre == pytest.approx((18.0, 27.0))


def test_more_blur_measures_more(lights: Any) -> None:
    """The value follows what is missing."""
    little, more = (measure(smoothed(lights, sigma)) for sigma in (2.0, 6.0))
    assert isinstance(little, Measured)
    assert isinstance(more, Measured)
    assert little.value < more.value


def test_a_soft_capture_of_the_whole_page_is_no_smooth_portrait(lights: Any) -> None:
    """What is soft everywhere is the capture's."""
    pages = lights.pages(11)
    soft = cv2.GaussianBlur(pages[Light.VISIBLE], (0, 0), 1.0)
    outcome = measure(lights.document({**pages, Light.VISIBLE: soft}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.4


def blurred(document: Any, soft_px: float, own: tuple[float, ...]) -> Any:
    """A document whose page is so soft, and whose template keeps what any blur makes of its portraits' fine structure."""
    (side,) = document.sides
    kept = tuple(
        OwnValues(
            check=f"portrait.portrait_fineness:octaves@portrait-{sigma}",
            values=own if sigma else (0.0,) * len(own),
        )
        for sigma in SIGMAS_PX
        if own
    )
    seen = replace(side.match.residuals[Light.VISIBLE], soft_px=soft_px)
    template = replace(side.match.template, own=kept)
    match = replace(side.match, template=template, residuals={Light.VISIBLE: seen})
    return replace(document, sides=(replace(side, match=match),))


@pytest.mark.parametrize(
    ("soft_px", "own", "less"),
    [
        (1.0, (-0.6, -0.5, -0.1), 0.5),
        (1.0, (-0.6, -0.5), 0.0),
        (0.0, (-0.6, -0.5, -0.1), 0.0),
        (1.0, (), 0.0),
        (1.0, (0.4, 0.5, 0.6), 0.0),
    ],
    ids=["as the captures", "few captures", "sharp", "nothing kept", "no more than of a sharp page"],
)
def test_blur_takes_what_it_takes_of_genuine_portraits(
    lights: Any, soft_px: float, own: tuple[float, ...], less: float
) -> None:
    """In the middle of the captures of the template."""
    seen = smoothed(lights, 6.0)
    without, kept = measure(seen), measure(blurred(seen, soft_px, own))
    assert isinstance(without, Measured)
    assert isinstance(kept, Measured)
    assert kept.value == pytest.approx(without.value - less)


def test_a_template_keeps_what_each_blur_takes(lights: Any) -> None:
    """Under the fact that is declared, of each portrait."""
    found = own_facts(lights.genuine(11))
    assert set(found) == {f"octaves@portrait-{sigma}" for sigma in SIGMAS_PX}
    assert all(map(SPEC.keeps, found))
    assert len(set(found.values())) == len(found)


def test_a_rougher_portrait_says_nothing(lights: Any) -> None:
    """Grain, hair and cloth are no lack of lines."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].astype(np.float32)
    page[PLACE] += np.random.default_rng(1).normal(0, 12, page[PLACE].shape)
    outcome = measure(lights.document({**pages, Light.VISIBLE: page.clip(0, 255).astype(np.uint8)}))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert outcome.regions == ()


def test_a_template_that_knows_no_fineness_leaves_it_undetermined(lights: Any) -> None:
    """Learned from fewer than three captures."""
    bare = replace(lights.template.features[0], fineness=None)
    outcome = measure(lights.told_otherwise(lights.genuine(11), portrait=bare))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED
    assert "three" in outcome.needs


def test_without_a_template_it_is_undetermined(make_document: Any) -> None:
    """No template is no failure."""
    assert isinstance(measure(make_document()), Abstained)
