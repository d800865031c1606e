"""The document code: its format, and for passports the date, decide what is allowed."""

from collections.abc import Callable
from datetime import date

import pytest

from docforensics.checks.data.document_code import measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document

Make = Callable[..., Document]
Lines = tuple[str, ...]
ADVERSE = 0.301


def weight(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured)
    return outcome.value


def coded(lines: Lines, code: str) -> Lines:
    """Put another document code into a zone."""
    return (code + lines[0][2:], *lines[1:])


@pytest.mark.parametrize("code", ["P<", "PP", "PD", "PO"])
def test_codes_of_passports_weigh_next_to_nothing(make_document: Make, td3: Lines, code: str) -> None:
    """P with or without a harmonised letter is allowed on a document of before 2028."""
    assert -0.05 < weight(measure(make_document(coded(td3, code)))) <= 0


@pytest.mark.parametrize("code", ["X<", "AB", "<<"])
def test_a_code_that_no_passport_bears_is_adverse(make_document: Make, td3: Lines, code: str) -> None:
    """A first letter other than P is a finding when the reader is sure."""
    assert weight(measure(make_document(coded(td3, code), certainty=0.999999))) > ADVERSE


def test_a_card_never_bears_v_in_second_place(make_document: Make, td1_long: Lines) -> None:
    """Doc 9303-5: V never stands second."""
    assert weight(measure(make_document(coded(td1_long, "IV"), certainty=0.999999))) > ADVERSE
    assert weight(measure(make_document(coded(td1_long, "AC")))) <= 0


def test_the_rule_without_a_date_of_issue_is_evaluatory(make_document: Make, td3: Lines) -> None:
    """A letter outside the table binds from 2026 of issue; the zone holds no issue date, so nothing is said."""
    outcome = measure(make_document(coded(td3, "PX"), certainty=0.999999))
    assert isinstance(outcome, Measured)
    assert outcome.facts["status"] == "evaluatory"
    assert weight(outcome) <= 0


def test_a_passport_that_expires_in_2038_must_bear_a_harmonised_code(make_document: Make, td3: Lines) -> None:
    """Documents without one must expire before 1 January 2038."""
    lines = (td3[0], td3[1][:21] + "390415" + td3[1][27:])
    document = make_document(coded(lines, "P<"), certainty=0.999999, inspected_on=date(2029, 1, 1))
    outcome = measure(document)
    assert weight(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert "not harmonised" in outcome.facts["summary"]
    assert weight(measure(make_document(coded(lines, "PP"), inspected_on=date(2029, 1, 1)))) <= 0


def test_a_doubtful_year_of_expiry_does_not_bind(make_document: Make, td3: Lines) -> None:
    """39 where 30 is nearly as likely: the code may still be allowed."""
    lines = (td3[0], td3[1][:21] + "390415" + td3[1][27:])
    doubts = {(1, 22): {"9": 0.6, "0": 0.399}}
    assert weight(measure(make_document(lines, doubts=doubts, inspected_on=date(2029, 1, 1)))) < 0.05


def test_it_abstains_without_its_line(make_document: Make, td3: Lines) -> None:
    """Columns cannot be told in a line that lacks a character."""
    assert isinstance(measure(make_document((td3[0][:-1], td3[1]))), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
