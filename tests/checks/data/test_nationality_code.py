"""The code of the nationality: any code of the table weighs alike, whichever it is."""

from collections.abc import Callable

import pytest

from docforensics.checks.data.nationality_code import SPEC, measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document

Make = Callable[..., Document]
Lines = tuple[str, ...]


def national_of(lines: Lines, code: str) -> Lines:
    """Put another nationality into a TD3 zone."""
    return (lines[0], lines[1][:10] + code + lines[1][13:])


@pytest.mark.parametrize("code", ["UTO", "D<<", "XXA", "XXB", "XXC", "XXX", "UNK"])
def test_every_code_of_the_table_weighs_alike(make_document: Make, td3: Lines, code: str) -> None:
    """Stateless persons and refugees are no more suspect than anybody, and differing from the issuer is none."""
    outcome = measure(make_document(national_of(td3, code)))
    reference = measure(make_document(td3))
    assert isinstance(outcome, Measured)
    assert isinstance(reference, Measured)
    assert outcome.value == pytest.approx(reference.value, abs=1e-4)


def test_a_code_outside_the_table_is_adverse(make_document: Make, td3: Lines) -> None:
    """An invented code is a finding when the reader is sure."""
    outcome = measure(make_document(national_of(td3, "QQQ"), certainty=0.999999))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.301


def test_an_empty_field_is_not_judged(make_document: Make, td3: Lines) -> None:
    """Cards for crossing a border state none; one filler of three is no empty field."""
    outcome = measure(make_document(national_of(td3, "<<<"), certainty=0.999999))
    assert isinstance(outcome, Abstained)
    assert "states no such code" in outcome.reason
    assert isinstance(measure(make_document(national_of(td3, "<Q<"), certainty=0.999999)), Measured)


def test_its_facts_are_personal() -> None:
    """The holder's nationality stays out of logs."""
    assert {"code", "name", "summary"} == SPEC.personal_facts


def test_it_abstains_on_a_format_without_nationality(make_document: Make) -> None:
    """The old French card prints none."""
    lines = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    outcome = measure(make_document(lines))
    assert isinstance(outcome, Abstained)
    assert "no such code" in outcome.reason


def test_it_abstains_without_a_zone(make_document: Make) -> None:
    """Nothing read, nothing said."""
    assert isinstance(measure(make_document(None)), Abstained)
