"""Where the portrait ends, against where genuine ones do, on a made-up series of cards."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.portrait.portrait_position import measure
from docforensics.document import Document
from docforensics.templates.model import Feature, FeatureKind, PageSide, Template

BOTTOM_MM = 42.0


def against(document: Document, template: Template) -> Document:
    """The same registered document, had its template known this."""
    (side,) = document.sides
    assert side.match is not None
    return replace(document, sides=(replace(side, match=replace(side.match, template=template)),))


def without_edges(template: Template) -> Template:
    """As learned from fewer than three holders."""
    bare = tuple(replace(feature, edges=()) for feature in template.features)
    return replace(template, features=bare)


def portrait_of(template: Template) -> Feature:
    """The holder's portrait."""
    return template.of_kind(FeatureKind.PORTRAIT)[0]


def test_the_series_has_its_lower_edge_in_common(series: Any) -> None:
    """Heads differ in size; shoulders all end at the portrait's lower edge."""
    edges = {edge.side: edge.at_mm for edge in portrait_of(series.template).edges}
    assert edges[PageSide.BOTTOM] == pytest.approx(BOTTOM_MM, abs=0.4)


@pytest.mark.parametrize("holder", [11, 12])
def test_another_holders_portrait_stands_in_its_place(series: Any, holder: int) -> None:
    """Within what genuine ones spread; nothing is marked."""
    outcome = measure(series.genuine(holder))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.1
    assert outcome.regions == ()


@pytest.mark.parametrize("down_mm", [1.0, -1.0])
def test_a_portrait_moved_by_a_millimetre_is_measured_and_marked(series: Any, down_mm: float) -> None:
    """The offset is told to a quarter of a millimetre, and the edge is marked."""
    outcome = measure(series.document(series.card(11, moved_mm=(0.0, down_mm))))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4
    assert outcome.facts["side"] == "bottom"
    assert outcome.facts["offset"] == pytest.approx(1.0, abs=0.25)
    box = outcome.regions[0].box
    assert box.top < BOTTOM_MM + down_mm < box.bottom + 0.5


def test_a_larger_offset_measures_more(series: Any) -> None:
    """Two millimetres weigh more than one."""
    one, two = (
        measure(series.document(series.card(11, moved_mm=(0.0, -distance)))) for distance in (1.0, 2.0)
    )
    assert isinstance(one, Measured)
    assert isinstance(two, Measured)
    assert two.value > one.value + 0.5


def test_a_template_of_few_holders_leaves_it_undetermined(series: Any) -> None:
    """Without edges in common there is nothing to measure against."""
    document = against(series.genuine(11), without_edges(series.template))
    outcome = measure(document)
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_a_portrait_too_pale_to_see_leaves_it_undetermined(series: Any) -> None:
    """A card on which no portrait can be told from the page is not called out of place."""
    reference = next(iter(series.template.references.values()))
    blank = series.card(11).copy()
    window = (slice(60, 370), slice(10, 275))
    blank[window] = np.asarray(reference.mean)[window]
    outcome = measure(series.document(blank))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED


def test_a_picture_cut_off_by_glare_has_no_edge_there(series: Any) -> None:
    """What would lie centimetres from its place is no edge: its lower third was washed out, and nothing was moved."""
    page = series.card(11).astype(np.float32)
    page[250:345, 10:275] = 0.02 * page[250:345, 10:275] + 0.98 * 222
    assert isinstance(measure(series.document(page.astype(np.uint8))), Abstained)


def test_a_shade_of_the_ground_is_no_end_where_the_picture_is_cut_in_its_place(series: Any) -> None:
    """A shadow begins at the foot of the picture and goes off over three millimetres; the picture lies where it should."""
    page = series.card(11).astype(np.float32)
    foot = round(BOTTOM_MM * 8)
    shade = np.interp(np.arange(page.shape[0]), [foot, foot + 1, foot + 26], [0, 60, 0])
    shade[:foot] = 0
    page[:, 40:250] -= shade.reshape(-1, *[1] * (page.ndim - 1))
    outcome = measure(series.document(np.clip(page, 0, 255).astype(np.uint8)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert outcome.regions == ()


def test_a_printed_frame_is_no_cut_of_a_picture_that_was_moved(series: Any) -> None:
    """A line that all documents bear where the picture ends stays there when the picture is moved."""
    frame = (slice(round(BOTTOM_MM * 8) - 2, round(BOTTOM_MM * 8) + 2), slice(40, 250))
    moved = series.card(11, moved_mm=(0.0, -1.0)).copy()
    moved[frame] = 20
    reference = series.template.references[Light.VISIBLE]
    mean = reference.mean.copy()
    mean[frame] = 20
    framed = replace(series.template, references={Light.VISIBLE: replace(reference, mean=mean)})
    outcome = measure(against(series.document(moved), framed))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4


@pytest.mark.parametrize("down_mm", [0.6, 0.7])
def test_the_flank_of_the_one_cut_is_no_second_one(series: Any, down_mm: float) -> None:
    """A picture that ends just beyond what is tolerated: its cut reaches into where genuine ones may end, and is still where it ends."""
    outcome = measure(series.document(series.card(11, moved_mm=(0.0, down_mm))))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.05
    assert outcome.regions


@pytest.mark.parametrize(("bare", "shade"), [(0, (-20, 4, 28)), (8, (-34, 6, 22))], ids=["alike", "faster"])
def test_a_picture_that_fades_ends_nowhere(series: Any, bare: int, shade: tuple[int, int, int]) -> None:
    """It fades before its foot, and a shade lies behind it, that may end faster than it begins: no cut is seen where genuine ones are cut, nor where its ink ends."""
    page = series.card(11).astype(np.float32)
    foot, paper = round(BOTTOM_MM * 8), np.median(page[:, 40:250], axis=(0, 1))
    fades = 1 - np.linspace(1, 0, 40)[:, None, None] ** 2
    page[foot - 40 : foot, 40:250] += fades * (paper - page[foot - 40 : foot, 40:250])
    page[foot - bare : foot + 28 * bool(bare), 40:250] = paper
    rows = np.arange(page.shape[0]) - foot
    page[:, 40:250] -= np.interp(rows, shade, [0, 40, 0])[:, None, None]
    outcome = measure(series.document(np.clip(page, 0, 255).astype(np.uint8)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert [one.why for one in outcome.sightings] == [Why.TOO_NOISY]


def test_a_line_drawn_where_the_picture_should_end_verifies_nothing(series: Any) -> None:
    """It hides that the picture was moved; with two edges the portrait was not seen."""
    moved = series.card(11, moved_mm=(0.0, -1.0)).astype(np.float32)
    foot = round(BOTTOM_MM * 8)
    moved[foot - 2 : foot + 2, 40:250] -= 130
    outcome = measure(series.document(np.clip(moved, 0, 255).astype(np.uint8)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0
    assert [one.why for one in outcome.sightings] == [Why.TOO_NOISY]
    genuine = measure(series.genuine(11))
    assert isinstance(genuine, Measured)
    assert [one.why for one in genuine.sightings] == [None]


def test_without_a_template_it_is_undetermined(series: Any) -> None:
    """No template is no failure."""
    document = series.genuine(11)
    bare = replace(document, sides=tuple(replace(side, match=None) for side in document.sides))
    assert isinstance(measure(bare), Abstained)


def test_an_edge_in_glare_is_no_offset_where_the_picture_lies_in_place(lights: Any) -> None:
    """The foot of the portrait is washed out; the secondary portrait shows that the picture did not move."""
    pages = lights.pages(11)
    page = pages[Light.VISIBLE].astype(np.float32)
    page[322:345, 30:260] = 0.05 * page[322:345, 30:260] + 0.95 * 222
    washed = {**pages, Light.VISIBLE: page.astype(np.uint8)}
    second = lights.template.features[1]
    blind = lights.told_otherwise(lights.document(washed), second=replace(second, repeat=None))
    alone, together = measure(blind), measure(lights.document(washed))
    assert isinstance(alone, Measured)
    assert isinstance(together, Measured)
    assert alone.value > 0.5
    assert together.value == 0
    assert together.regions == ()
