"""Symbols: a forbidden one is found, a look-alike is a misread."""

from collections.abc import Callable

import pytest

from docforensics.checks.mrz.charset import measure
from docforensics.checks.outcome import Abstained
from docforensics.document import Document

Make = Callable[..., Document]
Lines = tuple[str, ...]

ADVERSE = 0.301


def edited(lines: Lines, line: int, column: int, symbol: str) -> Lines:
    """Replace one character."""
    changed = list(lines)
    changed[line] = changed[line][:column] + symbol + changed[line][column + 1 :]
    return tuple(changed)


def test_allowed_symbols_weigh_next_to_nothing(make_document: Make, td3: Lines) -> None:
    """A regular zone is no evidence either way."""
    outcome = measure(make_document(td3))
    assert -0.05 < outcome.value <= 0
    assert outcome.regions == ()
    assert "88 places" in outcome.facts["summary"]


@pytest.mark.parametrize(
    ("place", "symbol", "field"),
    [
        ((1, 14), "K", "date of birth"),
        ((0, 8), "3", "name"),
        ((1, 27), "H", "date of expiry"),
        ((1, 20), "X", "sex"),
    ],
)
def test_a_forbidden_symbol_is_adverse_and_marked(
    make_document: Make, td3: Lines, place: tuple[int, int], symbol: str, field: str
) -> None:
    """A letter in a date, a digit in a name, an X for the sex: found when the reader is sure."""
    outcome = measure(make_document(edited(td3, *place, symbol), certainty=0.999999))
    assert outcome.value > ADVERSE
    assert outcome.facts["field"] == field
    assert len(outcome.regions) == 1


def test_a_letter_where_a_digit_is_as_likely_is_a_misread(make_document: Make, td3: Lines) -> None:
    """O where 0 is nearly as likely says nothing."""
    lines = edited(td3, 1, 15, "O")
    outcome = measure(make_document(lines, doubts={(1, 15): {"O": 0.6, "0": 0.399}}))
    assert outcome.value < 0.05


def test_an_uncalibrated_reader_is_never_sure_of_a_look_alike(make_document: Make, td3: Lines) -> None:
    """An engine that says O with all its certainty may still have seen a 0."""
    outcome = measure(make_document(edited(td3, 1, 15, "O"), calibrated=False))
    assert outcome.value < ADVERSE


def test_an_expiry_of_fillers_is_let_pass(make_document: Make, td3: Lines) -> None:
    """Documents without an end of validity are printed so."""
    lines = (td3[0], td3[1][:21] + "<<<<<<" + td3[1][27:])
    assert measure(make_document(lines)).value <= 0


def test_one_filler_in_an_expiry_is_not(make_document: Make, td3: Lines) -> None:
    """A date of expiry has no unknown parts."""
    assert measure(make_document(edited(td3, 1, 23, "<"), certainty=0.999999)).value > ADVERSE


def test_it_abstains_without_a_line_of_full_length(make_document: Make, td3: Lines) -> None:
    """Columns cannot be told in lines that lack characters."""
    assert isinstance(measure(make_document((td3[0][:-1], td3[1][:-1]))), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
