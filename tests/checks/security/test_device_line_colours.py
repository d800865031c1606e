"""Colours along the lines of a device, against what the template's own captures show."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.security.device_line_colours import SPEC, measure, own_facts
from docforensics.checks.spec import kept_name
from docforensics.document import Document
from docforensics.templates.shown import OwnValues
from tests.checks.security.drawn_device import BOX, rosette, shaded, with_device

KEPT = "clear@device"
GENUINE, MISSING = 0.3, 0.4
HOLDERS = (1, 2, 3, 4)


def tilted(page: Pixels, *, turn: float, strength: float = 60, right: int = 0) -> Pixels:
    """Lay the device over a page: each place of its lines in a colour that depends on the angle."""
    down, across = np.mgrid[: page.shape[0], : page.shape[1]] / 24
    phases = turn + down + 1.7 * across
    colours = np.stack([np.sin(phases + third) for third in (0, 2 * np.pi / 3, 4 * np.pi / 3)], axis=-1)
    lines = rosette(page.shape, strength=255, right=right)[..., None] / 255
    return np.clip(page + strength * lines * (colours - 0.4), 0, 255).round().astype(np.uint8)


def grainy(page: Pixels, *, blur: float = 0.8, grain: float = 3.0) -> Pixels:
    """Blurred, dimmer, of a warmer colour and with grain."""
    soft = cv2.GaussianBlur(page, (0, 0), blur) * np.array([0.9, 0.8, 0.65])
    noise = np.random.default_rng(5).normal(0, grain, page.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def value(outcome: Outcome) -> float:
    """What was measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


def in_white(series: Any, change: Any, holder: int = 12) -> Document:
    """A card whose page in white light was changed, and no other picture."""
    document: Document = series.document({Light.VISIBLE: change(series.lights(holder)[Light.VISIBLE])})
    return document


def keeping(series: Any, *values: float) -> Any:
    """The series whose template keeps these values of its captures."""
    own = (OwnValues(check=kept_name("security.device_line_colours", KEPT), values=values),) if values else ()
    return replace(series, template=replace(series.template, own=own))


@pytest.fixture(scope="module")
def bearing(lit: Any) -> Any:
    """The series whose template names a device and keeps how clearly colours follow its lines on four captures."""
    series = with_device(lit)
    values = [
        own_facts(in_white(series, lambda page, turn=turn: tilted(page, turn=turn), turn))[KEPT]
        for turn in HOLDERS
    ]
    return keeping(series, *values)


@pytest.mark.parametrize(
    "change",
    [
        lambda page: tilted(page, turn=2.5),
        lambda page: tilted(page, turn=5.5, strength=45),
        lambda page: tilted(page, turn=0.5, right=1),
        lambda page: grainy(tilted(page, turn=1.5)),
    ],
    ids=["other colours", "weaker", "aside", "photographed"],
)
def test_a_device_in_any_colours_is_in_order(bearing: Any, change: Any) -> None:
    """No capture shows those of another."""
    outcome = measure(in_white(bearing, change))
    assert value(outcome) < GENUINE
    assert isinstance(outcome, Measured)
    assert outcome.regions == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page,
        grainy,
        lambda page: shaded(page, strength=80),
        lambda page: tilted(page, turn=2.5, right=24),
    ],
    ids=["left out", "photographed", "in grey", "lines elsewhere"],
)
def test_a_device_without_its_colours_is_marked(bearing: Any, change: Any) -> None:
    """Grey lines are no device, though `security.device_print` sees them."""
    outcome = measure(in_white(bearing, change))
    assert value(outcome) > MISSING
    assert isinstance(outcome, Measured)
    assert [(region.light, region.box) for region in outcome.regions] == [(Light.VISIBLE, BOX)]
    assert [(one.claim, one.is_odd) for one in outcome.sightings] == [(ClaimId.DEVICES, True)]


def test_no_more_is_asked_than_a_device_that_shows_has(bearing: Any) -> None:
    """A photo of a device shows it less clearly than the captures of a template that is very clear."""
    clear = keeping(bearing, 2.4, 2.5, 2.6)
    assert value(measure(in_white(clear, lambda page: grainy(tilted(page, turn=1.5))))) < GENUINE
    assert value(measure(in_white(clear, grainy))) > MISSING


def test_a_print_of_the_lines_in_a_coloured_ink_looks_like_the_device(bearing: Any) -> None:
    """As the docstring states: one picture shows no change."""
    printed = in_white(bearing, lambda page: shaded(page, strength=80, colours=(0.3, 1.0, 0.6)))
    assert value(measure(printed)) < GENUINE


def test_a_page_in_grey_shows_no_colours(bearing: Any) -> None:
    """It was captured so."""
    document = in_white(bearing, lambda page: cv2.cvtColor(tilted(page, turn=2.5), cv2.COLOR_RGB2GRAY))
    outcome = measure(document)
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_COLOUR
    assert own_facts(document) == {}


def test_ink_over_half_of_the_lines_leaves_too_little(bearing: Any) -> None:
    """Whoever put it there."""

    def covered(page: Pixels) -> Pixels:
        page, (rows, columns) = tilted(page, turn=2.5), BOX.to_px(8.0).slices
        for row in range(rows.start, rows.stop, 10):
            page[row : row + 4, columns] = 20
        return page

    outcome = measure(in_white(bearing, covered))
    assert isinstance(outcome, Abstained)
    assert "too little" in outcome.reason
    assert own_facts(in_white(bearing, covered)) == {}


def test_a_strip_of_lines_is_too_small_to_measure(bearing: Any) -> None:
    """Chance follows so few lines as clearly as a device does; a template keeps nothing of them either."""
    under_uv = bearing.template.references[Light.UV]
    lines = under_uv.lines.copy()
    lines[: round(BOX.centre[1] * 8) + 20] = np.nan
    references = {**bearing.template.references, Light.UV: replace(under_uv, lines=lines)}
    strip = replace(bearing, template=replace(bearing.template, references=references))
    document = in_white(strip, lambda page: tilted(page, turn=2.5))
    outcome = measure(document)
    assert isinstance(outcome, Abstained)
    assert "too little" in outcome.reason
    assert own_facts(document) == {}


def test_few_documents_separate_no_device_from_other_print(bearing: Any) -> None:
    """Two captures' fibres are structure that no third one shows."""
    few = replace(bearing, template=replace(bearing.template, n_holders=2))
    outcome = measure(in_white(few, lambda page: tilted(page, turn=2.5)))
    assert isinstance(outcome, Abstained)
    assert "too few" in outcome.reason


@pytest.mark.parametrize("values", [(), (0.9, 0.8), (0.2, 0.25, 0.29)], ids=["none", "of two", "hardly any"])
def test_nothing_is_asked_where_the_captures_show_no_colours(bearing: Any, values: tuple[float, ...]) -> None:
    """Nor where they are too few."""
    outcome = measure(in_white(keeping(bearing, *values), lambda page: page))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_REFERENCE_HERE
    assert not outcome.expected


def test_a_reference_in_grey_keeps_nothing(bearing: Any) -> None:
    """It has no colours to take off."""
    white = bearing.template.references[Light.VISIBLE]
    grey = replace(white, mean=white.mean.mean(axis=2))
    references = {**bearing.template.references, Light.VISIBLE: grey}
    without = replace(bearing, template=replace(bearing.template, references=references))
    document = in_white(without, lambda page: tilted(page, turn=2.5))
    assert own_facts(document) == {}
    assert isinstance(measure(document), Abstained)


def test_a_template_keeps_how_clear_the_colours_of_each_device_are(bearing: Any) -> None:
    """Under the fact that is declared."""
    facts = own_facts(in_white(bearing, lambda page: tilted(page, turn=0.3)))
    assert list(facts) == [KEPT]
    assert all(map(SPEC.keeps, facts))
