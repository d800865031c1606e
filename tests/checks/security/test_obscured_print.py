"""Print hidden under ink."""

from dataclasses import replace
from typing import Any

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.security.obscured_print import measure


def test_names_and_dates_hide_little(lit: Any) -> None:
    """Another holder's card."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.06
    assert outcome.regions == ()


def test_ink_that_runs_over_the_fields_hides_much(lit: Any) -> None:
    """Rows of strokes between and over all data, as a copy whose tones ran full."""
    pages = lit.lights()
    white = pages[Light.VISIBLE]
    for top in range(86, 400, 11):
        white[top : top + 7, 284:680] = 20
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.1


def test_glare_is_masked_and_not_accused(lit: Any) -> None:
    """A burnt-out patch over the fields is brighter than the page."""
    pages = lit.lights()
    pages[Light.VISIBLE][90:200, 290:600] = 255
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.06


def test_without_a_template_it_is_undetermined(lit: Any) -> None:
    """No template is no failure."""
    document = lit.genuine(11)
    sides = tuple(replace(side, match=None) for side in document.sides)
    assert isinstance(measure(replace(document, sides=sides)), Abstained)


def test_a_template_of_one_holder_does_not_know_how_much_data_hide(lit: Any) -> None:
    """The next name may be longer."""
    document = lit.genuine(11)
    (side,) = document.sides
    template = replace(side.match.template, n_holders=1)
    outcome = measure(replace(document, sides=(replace(side, match=replace(side.match, template=template)),)))
    assert isinstance(outcome, Abstained)
