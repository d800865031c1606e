"""Pitch, line spacing and place of the zone."""

from collections.abc import Callable
from dataclasses import replace
from math import isnan
from types import SimpleNamespace

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.mrz import alignment
from docforensics.checks.mrz.alignment import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.formats.table import PageSize
from docforensics.page.frame import ScaleBasis
from docforensics.templates.model import Template
from docforensics.templates.shown import OwnValues

Make = Callable[..., Document]
COLUMNS = range(44)
NOMINAL = (0.37, 2.95)
"""Millimetres by which the made-up documents print their zone too far left and too high."""


def pitched(make_document: Make, pitch: float = 1.0, **options: object) -> Document:
    """Make a document on its template whose characters stand at a share of the pitch."""
    columns = {line: [pitch * column for column in COLUMNS] for line in (0, 1)}
    return on_template(make_document(columns=columns, **options))


def on_template(document: Document, shift: tuple[float, float] = (0.0, 0.0)) -> Document:
    """Give a document the frame of a template on which its zone stands at the nominal place, then moved (mm)."""
    side = document.sides[0]
    to_mm = np.array([[1 / 8, 0, NOMINAL[0] + shift[0]], [0, 1 / 8, NOMINAL[1] + shift[1]], [0, 0, 1]])
    frame = replace(side.page.frame, basis=ScaleBasis.TEMPLATE, homography=to_mm)
    page = replace(side.page, frame=frame)
    return replace(document, sides=(replace(side, page=page),))


def value(outcome: object) -> float:
    """Give the value of an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


def test_the_nominal_pitch_departs_by_nothing(make_document: Make) -> None:
    """2.54 to 6.35 is 0.400."""
    outcome = measure(pitched(make_document))
    assert value(outcome) < 0.2
    assert isinstance(outcome, Measured)
    assert outcome.facts["ratio"] == pytest.approx(0.4, abs=0.002)


@pytest.mark.parametrize("pitch", [2.40 / 2.54, 2.47 / 2.54, 1.03])
def test_a_wrong_pitch_is_told(make_document: Make, pitch: float) -> None:
    """Characters too close or too far apart."""
    outcome = measure(pitched(make_document, pitch))
    assert value(outcome) > 1.2
    assert isinstance(outcome, Measured)
    assert outcome.facts["kind"] == "its pitch"
    assert len(outcome.regions) == 1


def test_cards_of_three_lines_have_their_own_ratio(make_document: Make, td1_long: tuple[str, ...]) -> None:
    """Drawn at the spacing of two-line documents, a card's zone departs by far."""
    assert value(measure(on_template(make_document(td1_long)))) > 5


def test_the_place_is_measured_on_a_template(make_document: Make) -> None:
    """A zone 3 mm too near to the edge."""
    assert value(measure(on_template(make_document()))) < 0.3
    outcome = measure(on_template(make_document(), shift=(-3.0, 0.0)))
    assert value(outcome) > 1.2
    assert isinstance(outcome, Measured)
    assert outcome.facts["kind"] == "its left edge"


@pytest.mark.parametrize("channel", list(Channel))
def test_without_a_template_nothing_is_measured(make_document: Make, channel: Channel) -> None:
    """A file that is stated to be a scan may have been scaled in one direction, and printers differ."""
    columns = {line: [1.05 * column for column in COLUMNS] for line in (0, 1)}
    for outcome in (measure(make_document(channel=channel, columns=columns)), measure(make_document(None))):
        assert isinstance(outcome, Abstained)
    assert measure(make_document(channel=channel)).why is Why.NO_TEMPLATE  # type: ignore[union-attr]


@pytest.mark.parametrize(("captures", "known"), [(2, False), (3, True)])
def test_the_shape_of_one_or_two_captures_is_not_that_of_the_page(
    make_document: Make, captures: int, known: bool
) -> None:
    """The ratio is asked of a template's frame, which is no truer than its captures."""
    document = on_template(make_document())
    (side,) = document.sides
    template = Template(model=None, size=PageSize.ID3, features=(), references={}, n_captures=captures)
    match = SimpleNamespace(template=template)
    outcome = measure(replace(document, sides=(replace(side, match=match),)))  # type: ignore[arg-type]
    assert isinstance(outcome, Measured) is known
    assert known or outcome.why is Why.FEW_HOLDERS  # type: ignore[union-attr]


def of_model(document: Document, **own: tuple[float, ...]) -> Document:
    """The document on a template whose own captures show these facts."""
    (side,) = document.sides
    kept = tuple(OwnValues(check=f"mrz.alignment:{fact}", values=values) for fact, values in own.items())
    template = Template(model=None, size=PageSize.ID3, features=(), references={}, n_captures=6, own=kept)
    match = SimpleNamespace(template=template)
    return replace(document, sides=(replace(side, match=match),))  # type: ignore[arg-type]


OWN_PITCH = (2.541, 2.54, 2.539, 2.54, 2.542, 2.538)


@pytest.mark.parametrize("pitch", [2.51 / 2.54, 2.57 / 2.54])
def test_a_pitch_within_the_tolerance_of_the_standard_is_told_from_the_models(
    make_document: Make, pitch: float
) -> None:
    """One printer keeps its pitch far better than a standard asks: a hundredth is much."""
    document = pitched(make_document, pitch)
    assert value(measure(document)) < 0.8
    assert value(measure(of_model(document, pitch=OWN_PITCH[:2]))) < 0.8
    outcome = measure(of_model(document, pitch=OWN_PITCH))
    assert value(outcome) > 1.6
    assert isinstance(outcome, Measured)
    assert outcome.facts["kind"] == "its pitch"
    assert "2.54 on genuine documents" in str(outcome.facts["said"])


def test_the_pitch_of_a_model_is_no_departure_there(make_document: Make) -> None:
    """A printer that keeps 2.57 mm, and one whose pitch differs from document to document."""
    document = pitched(make_document, 2.57 / 2.54)
    own = tuple(one + 0.03 for one in OWN_PITCH)
    for values in (own, (2.50, 2.60, 2.52, 2.58, 2.55, 2.53)):
        assert value(measure(of_model(document, pitch=values))) < 0.8


def test_the_pitch_of_a_bent_page_is_not_compared_with_the_models(make_document: Make) -> None:
    """Towards the spine of a booklet its characters stand closer."""
    closer = [2.51 / 2.54 * column - 0.0006 * column**2 for column in COLUMNS]
    document = on_template(make_document(columns={0: closer, 1: closer}))
    outcome = measure(of_model(document, pitch=OWN_PITCH))
    assert isinstance(outcome, Measured)
    assert "genuine documents" not in str(outcome.facts["said"])


@pytest.mark.parametrize(("size", "odd"), [(0.94, True), (0.99, False), (1.06, True)])
def test_the_size_of_the_characters_is_told_from_the_models(
    make_document: Make, monkeypatch: pytest.MonkeyPatch, size: float, odd: bool
) -> None:
    """In the right cells; printers differ, so without captures of the model no size is asked."""
    monkeypatch.setattr(alignment, "size_of", lambda _zone: size)
    document = pitched(make_document)
    assert value(measure(document)) < 0.8
    outcome = measure(of_model(document, size=(1.0, 1.005, 0.998, 1.002)))
    assert isinstance(outcome, Measured)
    assert outcome.facts["size"] == size
    assert (outcome.value > 1.6) is odd
    assert (outcome.value < 0.8) is not odd
    assert outcome.facts["kind"] == "the size of its characters"


def test_without_a_size_none_is_compared(make_document: Make) -> None:
    """Characters that no glyphs could be cut from, as on a blank page."""
    outcome = measure(of_model(pitched(make_document), size=(1.0, 1.005, 0.998, 1.002)))
    assert isinstance(outcome, Measured)
    assert isnan(float(outcome.facts["size"]))
    assert outcome.value < 0.8
