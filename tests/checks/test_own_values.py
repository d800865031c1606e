"""Values less what the captures of a template show of themselves beyond what is usual."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, Sighting
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.own_values import beyond_own, rare_value
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.spec import CheckSpec, DeclaredCheck
from docforensics.templates.model import Template
from docforensics.templates.shown import OwnValues

ASKED = DeclaredCheck(family="portrait", slug="frame", spec=CheckSpec(title="", unit="", usual=3.0))


def known(*values: float) -> Any:
    """A document on a template whose captures show these values; none of the check without any."""
    own = (OwnValues(check=ASKED.id, values=values),) if values else ()
    told = SimpleNamespace(own=own)
    told.own_values = lambda check: Template.own_values(told, check)  # type: ignore[arg-type]
    return SimpleNamespace(sides=(SimpleNamespace(match=SimpleNamespace(template=told)),))


def test_a_series_that_shows_more_is_asked_for_more() -> None:
    """Captures at 4 to 5 show that one in a hundred reaches more than 5: that is as usual as 3 elsewhere."""
    document = known(4.0, 4.5, 5.0, 4.2, 4.8, 4.5)
    own = rare_value(document.sides[0].match.template, ASKED.id)
    assert own is not None
    assert 5.0 < own < 6.0
    found = beyond_own(ASKED, Measured(value=12.0), document)
    assert isinstance(found, Measured)
    assert found.value == pytest.approx(12.0 - (own - 3.0))


@pytest.mark.parametrize("values", [(), (2.0, 1.5), (1.0, 1.2, 0.9, 1.1)])
def test_nothing_is_taken_where_captures_show_what_is_usual(values: tuple[float, ...]) -> None:
    """A template without such values is compared as ever."""
    assert beyond_own(ASKED, Measured(value=10.0), known(*values)) == Measured(value=10.0)


@pytest.mark.parametrize("values", [(9.0,), (9.0, 8.0)])
def test_few_captures_excuse_what_they_show_and_no_more(values: tuple[float, ...]) -> None:
    """One or two show no spread; genuine documents of the model show as much as they at least."""
    document = known(*values)
    assert rare_value(document.sides[0].match.template, ASKED.id) == 9.0
    assert beyond_own(ASKED, Measured(value=20.0), document) == Measured(value=20.0 - (9.0 - 3.0))
    assert isinstance(beyond_own(ASKED, Measured(value=9.0), document), Abstained)


def test_where_genuine_captures_show_far_more_silence_verifies_nothing() -> None:
    """A frame three times as clear as a cut edge hides that edge; a clearer one is still told."""
    framed = known(9.0, 10.0, 11.0, 10.0)
    assert isinstance(beyond_own(ASKED, Measured(value=10.0), framed), Abstained)
    assert isinstance(beyond_own(ASKED, Measured(value=30.0), framed), Measured)


def test_what_a_capture_showed_itself_verifies_within_twice_the_usual() -> None:
    """Two presses spread what one page in a hundred may show so far that a copy lies inside; as near as a capture lay, none does."""
    spread = known(2.0, 1.0, 5.0, 1.5, 8.0, 4.0)
    own = rare_value(spread.sides[0].match.template, ASKED.id)
    assert own is not None
    assert own > 2 * 3.0
    assert beyond_own(ASKED, Measured(value=4.9), spread) == Measured(value=3.0)
    for copied in (5.1, 7.9):  # beyond what was shown; as the odd capture, which itself lies as far as a copy
        assert isinstance(beyond_own(ASKED, Measured(value=copied), spread), Abstained)
    other = known(4.0, 1.0, 1.2, 0.9, 9.5, 1.1)
    assert isinstance(beyond_own(ASKED, Measured(value=4.9), two_sided(spread, other)), Abstained)


def test_a_value_within_the_usual_verifies_as_on_any_other_model() -> None:
    """No value becomes smaller than one that was below it, and a page without a line has none, whatever others of its model show."""
    framed, soft = known(9.0, 10.0, 11.0, 10.0), known(4.0, 4.5, 5.0, 4.2, 4.8, 4.5)
    for document in (framed, soft):
        assert beyond_own(ASKED, Measured(value=2.5), document) == Measured(value=2.5)
    values = [beyond_own(ASKED, Measured(value=value / 4), soft) for value in range(40)]
    found = [one.value for one in values if isinstance(one, Measured)]
    assert found == sorted(found)
    assert len(found) == len(values)


def test_checks_that_state_nothing_usual_keep_their_values() -> None:
    """Their references carry their spread."""
    plain = DeclaredCheck(family="portrait", slug="frame", spec=CheckSpec(title="", unit=""))
    assert beyond_own(plain, Measured(value=10.0), known(9.0, 10.0, 11.0)) == Measured(value=10.0)


@pytest.mark.parametrize(
    ("name", "values", "genuine"),
    [
        ("security.uv_print", (0.12, 0.13, 0.15, 0.15, 0.12, 0.25), 0.26),
        ("security.ir_personal_ink", (0.12, 0.14, 0.15, 0.18, 0.73, 0.75), 0.7),
        ("security.uv_device", (1.04, 1.05), 1.03),
        ("portrait.portrait_overprint", (0.21, 0.24, 0.29, 0.22), 0.26),
    ],
)
def test_what_differs_by_the_models_making_is_no_finding_there(
    name: str, values: tuple[float, ...], genuine: float
) -> None:
    """Print that luminesces elsewhere from document to document, two presses with two inks, a device that shows nothing under the lamp: of four random designs."""
    check = next(one for one in discover_checks() if one.id == name)
    own = OwnValues(check=name, values=values)
    told = SimpleNamespace(own=(own,))
    told.own_values = lambda asked: Template.own_values(told, asked)  # type: ignore[arg-type]
    document: Any = SimpleNamespace(sides=(SimpleNamespace(match=SimpleNamespace(template=told)),))
    assert isinstance(beyond_own(check, Measured(value=genuine), document), Abstained)
    much = beyond_own(check, Measured(value=3.0), document)
    assert isinstance(much, Measured)
    assert much.value > 1


def two_sided(*models: Any) -> Any:
    """A document of several sides."""
    return SimpleNamespace(sides=tuple(side for model in models for side in model.sides))


def test_what_captures_of_one_side_show_excuses_no_other() -> None:
    """The value is that of the side at which something is odd."""
    document = two_sided(known(4.0, 4.5, 5.0, 4.2, 4.8, 4.5), known(1.0, 1.2, 0.9, 1.1))

    def at(side: int) -> Measured:
        odd = (Sighting(claim=ClaimId.PORTRAIT, side=side, is_odd=True),)
        found = beyond_own(ASKED, Measured(value=12.0, sightings=odd), document)
        assert isinstance(found, Measured)
        return found

    assert at(0).value < 12.0
    assert at(1).value == 12.0


def test_sides_are_measured_apart_where_captures_of_one_show_more(series: Any) -> None:
    """Its larger value hides no smaller one of a side whose captures show none."""
    front, back = series.genuine(7).sides[0], series.genuine(8).sides[0]
    own = (OwnValues(check=ASKED.id, values=(4.0, 4.5, 5.0, 4.2, 4.8, 4.5)),)
    noisy = replace(front, match=replace(front.match, template=replace(front.match.template, own=own)))
    document = replace(series.genuine(7), sides=(noisy, back))
    values = {0: 5.0, 1: 4.9}

    def measure(document: Any) -> Outcome:
        sides = [index for index, side in enumerate(document.sides) if side.match is not None]
        worst = max(sides, key=values.__getitem__)
        stated = (Sighting(claim=ClaimId.PORTRAIT, side=index, is_odd=index == worst) for index in sides)
        return Measured(value=values[worst], sightings=tuple(stated))

    spec = CheckSpec(
        title="", unit="", usual=3.0, needs_template=True, verifies=frozenset({ClaimId.PORTRAIT})
    )
    check = Check(family="portrait", slug="frame", spec=spec, measure=measure, explanation="")
    outcome = run_check(check, document)
    assert isinstance(outcome, Measured)
    assert outcome.value == 4.9
    assert {(one.side, one.is_odd, one.value) for one in outcome.sightings} == {
        (0, True, 3.0),
        (1, True, None),
    }
    values[0] = 30.0
    outcome = run_check(check, document)
    assert isinstance(outcome, Measured)
    assert 20.0 < outcome.value < 30.0
