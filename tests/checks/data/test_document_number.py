"""The form of document numbers."""

import re
from collections.abc import Callable

import pytest

from docforensics.checks.data.document_number import known, measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document
from docforensics.mrz.check_digit import check_digit
from docforensics.mrz.icao import is_issuer

Make = Callable[..., Document]
ADVERSE = 0.301


def passport(issuer: str, number: str) -> tuple[str, str]:
    """Make a passport's zone with valid digits."""
    field = number.ljust(9, "<")
    second = f"{field}{check_digit(field)}{issuer.ljust(3, '<')}7408122F3004157{'<' * 14}0"
    composite = check_digit(second[:10] + second[13:20] + second[21:43])
    return f"P<{issuer.ljust(3, '<')}SPECIMEN<<ANNA".ljust(44, "<"), second + composite


def value(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


@pytest.mark.parametrize(
    ("issuer", "number"),
    [
        ("UTO", "XE6182856"),
        ("D", "C01X00T47"),
        ("USA", "340007237"),
        ("USA", "A12345678"),
        ("CAN", "P123456AA"),
        ("FRA", "12AB34567"),
    ],
)
def test_a_number_of_the_issuers_form_says_next_to_nothing(
    make_document: Make, issuer: str, number: str
) -> None:
    """Old and new forms alike."""
    assert -0.1 < value(measure(make_document(passport(issuer, number)))) <= 0


@pytest.mark.parametrize(
    ("issuer", "number"),
    [("UTO", "12AB34567"), ("D", "AEIOU1234"), ("GBR", "12345678A"), ("FRA", "ABCDEFGHI")],
)
def test_another_form_is_found(make_document: Make, issuer: str, number: str) -> None:
    """And named with its source."""
    outcome = measure(make_document(passport(issuer, number)))
    assert value(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert outcome.facts["source"]
    assert len(outcome.regions) == 1


def test_a_likely_misread_says_nothing(make_document: Make) -> None:
    """O for 0 in a number that has no O."""
    lines = passport("GBR", "12345678O")
    assert value(measure(make_document(lines, doubts={(1, 8): {"O": 0.6, "0": 0.39}}))) < ADVERSE


def test_an_issuer_without_a_rule_makes_it_abstain(make_document: Make) -> None:
    """What is not listed is not judged."""
    assert isinstance(measure(make_document(passport("SWE", "AEIOU1234"))), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)


def card(number: str, end: str) -> tuple[str, str, str]:
    """Make a card's zone whose number runs on into the optional data."""
    return (
        f"IDD<<{number}<{end}{check_digit(number + end)}".ljust(30, "<"),
        "7408122F3004157D<<<<<<<<<<<<<0",
        "SPECIMEN<<ANNA".ljust(30, "<"),
    )


@pytest.mark.parametrize("end", ["5", "T47", "T47T47T47"])
def test_a_number_that_is_longer_than_its_field_is_judged_as_a_whole(make_document: Make, end: str) -> None:
    """The rules are of the whole number: nine characters of the issuer's form do not make one of more."""
    outcome = measure(make_document(card("C01X00T47", end)))
    assert value(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert len(outcome.regions) == 2


def test_a_long_number_of_an_issuer_without_a_rule_makes_it_abstain(
    make_document: Make, td1_long: tuple[str, ...]
) -> None:
    """Cards of some issuers have them."""
    assert isinstance(measure(make_document(td1_long)), Abstained)


def test_every_rule_names_an_issuer_a_form_and_a_source() -> None:
    """The data file can be extended without reading code."""
    assert len({rule.issuer for rule in known()}) >= 6
    for rule in known():
        assert is_issuer(rule.issuer)
        assert re.compile(rule.pattern)
        assert len(rule.source) > 20
