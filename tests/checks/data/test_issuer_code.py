"""The issuer's code: outside the table it is a finding, a misread or a known defect is not."""

from collections.abc import Callable
from math import log10

import pytest

from docforensics.checks.data.issuer_code import measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document
from docforensics.scoring.calibration import load_calibration

Make = Callable[..., Document]
Lines = tuple[str, ...]
ADVERSE = 0.301


def weight(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured)
    return outcome.value


def issued_by(lines: Lines, code: str) -> Lines:
    """Put another issuer into a TD3 zone."""
    return (lines[0][:2] + code + lines[0][5:], lines[1])


@pytest.mark.parametrize("code", ["UTO", "D<<", "RKS", "XOM", "ANT", "EUE", "DEU", "YUG", "ROM", "INP"])
def test_codes_of_the_table_and_known_defects_weigh_next_to_nothing(
    make_document: Make, td3: Lines, code: str
) -> None:
    """Withdrawn codes, DEU for D and codes of States that were are let pass."""
    assert -0.05 < weight(measure(make_document(issued_by(td3, code)))) <= 0


@pytest.mark.parametrize("code", ["QQQ", "XXK", "<<<"])
def test_a_code_outside_the_table_is_adverse(make_document: Make, td3: Lines, code: str) -> None:
    """Invented codes are found and marked."""
    outcome = measure(make_document(issued_by(td3, code), certainty=0.999999))
    assert weight(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert [region.label for region in outcome.regions] == ["code: issuer"]


def test_a_line_that_is_printed_one_place_on_states_the_same_code(make_document: Make, td3: Lines) -> None:
    """`P<<UTO`: a filler too many before the code is no code of another table; before three other letters it is."""
    shifted = (f"P<<UTO{td3[0][5:43]}", td3[1])
    assert weight(measure(make_document(shifted, certainty=0.999999))) < ADVERSE
    assert weight(measure(make_document(issued_by(shifted, "<QQ"), certainty=0.999999))) > ADVERSE


def test_a_code_alone_refers_nothing() -> None:
    """Published prints of honest documents bear codes of no table in one of twenty: the row ends below what REFER takes alone."""
    rows = load_calibration()
    prior, limit = log10(0.05 / 0.95), log10(0.15 / 0.85)
    for check in ("data.issuer_code", "data.nationality_code"):
        assert prior + rows.row(check).log10_lr_max < limit


def test_a_misread_of_a_real_code_says_nothing(make_document: Make, td3: Lines) -> None:
    """UT0, where UTO is nearly as likely."""
    document = make_document(issued_by(td3, "UT0"), doubts={(0, 4): {"0": 0.6, "O": 0.399}})
    assert abs(weight(measure(document))) < 0.05


def test_the_likeliest_code_is_named(make_document: Make, td3: Lines) -> None:
    """The finding says what the code would most likely be, and how unlikely that is."""
    outcome = measure(make_document(issued_by(td3, "UTQ"), doubts={(0, 4): {"Q": 0.9989, "O": 0.001}}))
    assert isinstance(outcome, Measured)
    assert "UTO" in outcome.facts["summary"]


def test_it_abstains_without_its_line(make_document: Make, td3: Lines) -> None:
    """Columns cannot be told in a line that lacks a character."""
    assert isinstance(measure(make_document((td3[0][:-1], td3[1]))), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
