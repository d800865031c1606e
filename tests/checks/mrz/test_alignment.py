"""Pitch, line spacing and place of the zone."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.mrz.alignment import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.formats.table import PageSize
from docforensics.page.frame import ScaleBasis
from docforensics.templates.model import Template

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
