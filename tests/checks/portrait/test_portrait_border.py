"""Straight lines along the portrait, on a made-up series whose portraits melt into the page."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait.portrait_border import measure
from docforensics.templates.model import PageSide
from docforensics.templates.shown import OwnValues

CORNERS = ((46, 94), (242, 94), (242, 338), (46, 338))
"""Of a photo's edge round the portrait, px at 8 px/mm."""


def framed(lights: Any, sides: str = "trbl", *, level: int = 110, askew: int = 0) -> Any:
    """A card with a thin dark edge along some sides of the portrait, perhaps a little askew."""
    pages = lights.pages(11)
    page: Pixels = pages[Light.VISIBLE].copy()
    ends = {"t": (0, 1), "r": (1, 2), "b": (2, 3), "l": (3, 0)}
    for side in sides:
        first, last = (CORNERS[corner] for corner in ends[side])
        cv2.line(page, (first[0] + askew, first[1]), (last[0], last[1] + askew), (level,) * 3, 1, cv2.LINE_AA)
    return lights.document({**pages, Light.VISIBLE: page})


@pytest.mark.parametrize("holder", [11, 12, 13])
def test_genuine_portraits_have_no_border(lights: Any, holder: int) -> None:
    """Shoulders all end in one straight line at the foot, as the template knows."""
    outcome = measure(lights.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 3
    assert outcome.facts["sides"] == 0
    assert outcome.regions == ()


def test_a_series_of_rectangles_leaves_it_undetermined(lights: Any) -> None:
    """Where all genuine portraits end on three sides, straight lines are what one expects."""
    portrait = lights.template.features[0]
    (foot,) = portrait.edges
    edges = tuple(replace(foot, side=side) for side in (PageSide.BOTTOM, PageSide.LEFT, PageSide.RIGHT))
    outcome = measure(lights.told_otherwise(framed(lights), portrait=replace(portrait, edges=edges)))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def _with_own(document: Any, **levels: tuple[float, ...]) -> Any:
    """A document whose template keeps what its captures show on some sides."""
    (side,) = document.sides
    own = tuple(
        OwnValues(check=f"portrait.portrait_border:{name}", values=values) for name, values in levels.items()
    )
    match = replace(side.match, template=replace(side.match.template, own=own))
    return replace(document, sides=(replace(side, match=match),))


def test_a_side_on_which_genuine_documents_show_a_line_is_asked_for_more(lights: Any) -> None:
    """The foot of a coloured field above the portrait and hair on one side are no frame; two lines beside it are."""
    field = (60.0, 66.0, 63.0, 61.0)
    plain = measure(framed(lights, "tl"))
    assert isinstance(plain, Measured)
    assert plain.value > 3
    assert plain.facts["top"] > 3
    genuine = measure(_with_own(framed(lights, "t"), top=field, left=(0.4, 0.6, 0.5, 0.4)))
    assert isinstance(genuine, Measured)
    assert genuine.value < 3
    assert genuine.facts["top"] > 3
    forged = measure(_with_own(framed(lights, "trl"), top=field))
    assert isinstance(forged, Measured)
    assert forged.value > 3
    assert forged.facts["sides"] == 2


def test_a_line_beside_a_side_that_is_left_out_verifies_nothing(lights: Any) -> None:
    """Hair, or a photo that is cut along the foot of the field as well."""
    outcome = measure(_with_own(framed(lights, "tl"), top=(60.0, 66.0, 63.0, 61.0)))
    assert isinstance(outcome, Abstained)
    assert outcome.expected
    field = (60.0, 66.0, 63.0, 61.0)
    alone = measure(_with_own(framed(lights, "trl"), top=field, right=field))
    assert isinstance(alone, Abstained)
    assert alone.expected


def test_hair_of_one_of_the_templates_captures_excuses_no_other(lights: Any) -> None:
    """A line on all of them does."""
    hair = (0.5, 0.5, 0.4, 9.0, 0.6, 0.5)
    outcome = measure(_with_own(framed(lights, "tl"), top=hair, left=hair))
    assert isinstance(outcome, Measured)
    assert outcome.value > 3


def test_sides_on_which_genuine_documents_show_lines_say_nothing_in_favour(lights: Any) -> None:
    """Two of three asked: one is left."""
    outcome = measure(_with_own(lights.genuine(11), top=(9.0, 11.0, 10.0), left=(9.0, 11.0, 10.0)))
    assert isinstance(outcome, Abstained)


def test_a_template_of_few_holders_leaves_it_undetermined(lights: Any) -> None:
    """One holder's portrait does not tell how the series ends its portraits."""
    document = framed(lights)
    (side,) = document.sides
    few = replace(side.match, template=replace(lights.template, n_holders=1))
    outcome = measure(replace(document, sides=(replace(side, match=few),)))
    assert isinstance(outcome, Abstained)
    assert "three or more holders" in outcome.needs


def test_a_cut_edge_on_all_sides_is_measured_and_marked(lights: Any) -> None:
    """A tenth of a millimetre wide, and only half as dark as ink."""
    outcome = measure(framed(lights))
    assert isinstance(outcome, Measured)
    assert outcome.value > 8
    assert outcome.facts["sides"] == 3


def test_an_edge_a_little_askew_is_followed(lights: Any) -> None:
    """Three pixels over the length of the portrait: photos are cut by hand."""
    outcome = measure(framed(lights, askew=3))
    assert isinstance(outcome, Measured)
    assert outcome.value > 5


def test_one_straight_line_alone_is_no_border(lights: Any) -> None:
    """A crease, or the edge of a reflection."""
    one, two = measure(framed(lights, "l")), measure(framed(lights, "lt"))
    assert isinstance(one, Measured)
    assert isinstance(two, Measured)
    assert one.value < 5 < two.value


def test_a_rectangle_with_a_backdrop_of_its_own_has_a_border(lights: Any) -> None:
    """Steps count as lines do."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].copy()
    photo = page[94:338, 46:242].astype(np.int16)
    page[94:338, 46:242] = np.where(photo.min(axis=2, keepdims=True) > 180, 170, photo)
    outcome = measure(lights.document({**pages, Light.VISIBLE: page}))
    assert isinstance(outcome, Measured)
    assert outcome.value > 8


def test_a_fade_is_no_edge(lights: Any) -> None:
    """Pictures of other series fade over a millimetre and more."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].astype(np.float32)
    shade = np.zeros(page.shape[:2], np.float32)
    shade[100:332, 52:236] = 1
    soft = cv2.GaussianBlur(shade, (0, 0), 6.0)[..., None]
    outcome = measure(
        lights.document({**pages, Light.VISIBLE: (page - 50 * soft).clip(0, 255).astype(np.uint8)})
    )
    assert isinstance(outcome, Measured)
    assert outcome.value < 4


def test_without_a_template_it_is_undetermined(make_document: Any) -> None:
    """No template is no failure."""
    assert isinstance(measure(make_document()), Abstained)


def ruled(page: Pixels, level: int) -> None:
    """Draw a pattern of straight lines, a millimetre apart, above and on the right of the portrait."""
    for at in range(76, 150, 8):
        cv2.line(page, (46, at), (242, at), (level,) * 3, 1, cv2.LINE_AA)
    for at in range(188, 262, 8):
        cv2.line(page, (at, 94), (at, 338), (level,) * 3, 1, cv2.LINE_AA)


def knowing_lines(lights: Any, document: Any, *, pattern: int = 0, frame: bool = True) -> Any:
    """The document on a template that knows lines above and on the right of the portrait, and half of either side alone; or a pattern of lines."""
    (side,) = document.sides
    reference = lights.template.references[Light.VISIBLE]
    mean, constant = reference.mean.copy(), reference.constant.copy()
    if pattern:
        ruled(mean, pattern)
    if frame:
        for first, last in (((46, 94), (150, 94)), ((242, 94), (242, 220))):
            cv2.line(mean, first, last, (110,) * 3, 1, cv2.LINE_AA)
        constant[80:108, 150:256] = constant[220:340, 228:256] = False
    known = replace(reference, mean=mean, constant=constant)
    references = {**lights.template.references, Light.VISIBLE: known}
    match = replace(side.match, template=replace(lights.template, references=references))
    return replace(document, sides=(replace(side, match=match),))


@pytest.mark.parametrize("pattern", [0, 195])
def test_a_printed_line_that_another_press_sets_aside_is_no_cut_edge(lights: Any, pattern: int) -> None:
    """Two pixels off, and over all of its side, of which the reference knows half, on a plain page or a ruled one; a cut edge a millimetre within is told all the same."""
    pages = lights.pages(11)
    page: Pixels = pages[Light.VISIBLE].copy()
    if pattern:
        ruled(page, pattern)
    for first, last in (((46, 96), (242, 96)), ((244, 94), (244, 338))):
        cv2.line(page, first, last, (110,) * 3, 1, cv2.LINE_AA)
    aside = lights.document({**pages, Light.VISIBLE: page})
    unknown = measure(knowing_lines(lights, aside, pattern=pattern, frame=False))
    known = measure(knowing_lines(lights, aside, pattern=pattern))
    assert isinstance(unknown, Measured)
    assert isinstance(known, Measured)
    assert unknown.value > 8
    assert known.value < 4
    for first, last in (((52, 104), (234, 104)), ((234, 104), (234, 330))):
        cv2.line(page, first, last, (80,) * 3, 1, cv2.LINE_AA)
    cut = measure(knowing_lines(lights, lights.document({**pages, Light.VISIBLE: page}), pattern=pattern))
    assert isinstance(cut, Measured)
    assert cut.value > 5


def test_a_cut_edge_is_told_in_a_pattern_of_straight_lines(lights: Any) -> None:
    """As many as that are no frame."""
    pages = lights.pages(11)
    page: Pixels = pages[Light.VISIBLE].copy()
    ruled(page, 150)
    for first, last in (((52, 104), (234, 104)), ((234, 104), (234, 330))):
        cv2.line(page, first, last, (80,) * 3, 1, cv2.LINE_AA)
    document = lights.document({**pages, Light.VISIBLE: page})
    outcome = measure(knowing_lines(lights, document, pattern=150, frame=False))
    assert isinstance(outcome, Measured)
    assert outcome.value > 5
