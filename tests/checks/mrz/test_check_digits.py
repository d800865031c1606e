"""Check digits: an edit is found, a misread is not, and nothing counts twice."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.mrz.check_digits import likely_confusion, measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.parse import parse_mrz

Make = Callable[..., Document]
Lines = tuple[str, ...]

BIRTH = slice(13, 19)
ADVERSE = 0.301


def value(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured)
    return outcome.value


def edited(lines: Lines, line: int, column: int, symbol: str) -> Lines:
    """Replace one character."""
    changed = list(lines)
    changed[line] = changed[line][:column] + symbol + changed[line][column + 1 :]
    return tuple(changed)


def test_digits_that_agree_weigh_next_to_nothing(make_document: Make, td3: Lines) -> None:
    """A passing check digit is not evidence of authenticity."""
    outcome = measure(make_document(td3))
    assert -0.15 < value(outcome) <= 0
    assert outcome.regions == ()
    assert outcome.facts["summary"].startswith("All 5 check digits agree")


@pytest.mark.parametrize(
    ("column", "symbol", "field"),
    [
        (2, "5", "document number"),
        (15, "9", "date of birth"),
        (23, "2", "date of expiry"),
        (30, "X", "optional data"),
    ],
)
def test_an_edited_character_is_adverse_and_named(
    make_document: Make, td3: Lines, column: int, symbol: str, field: str
) -> None:
    """One character changed without a new digit is found when the reader is sure of it and calibrated."""
    outcome = measure(make_document(edited(td3, 1, column, symbol)))
    assert value(outcome) > ADVERSE
    assert outcome.facts["fields"] == field
    assert outcome.facts["printed"] != outcome.facts["computed"]


def test_the_region_holds_the_field_and_its_digit(make_document: Make, td3: Lines) -> None:
    """The finding is marked where the altered field is printed."""
    (region,) = measure(make_document(edited(td3, 1, 15, "9"))).regions
    assert region.box.left == pytest.approx(6 + 2.54 * 13, abs=0.6)
    assert region.box.width == pytest.approx(2.54 * 7, abs=1.2)
    assert region.label == "check digit: date of birth"


def test_a_wrong_composite_alone_is_found(make_document: Make, td3: Lines) -> None:
    """Whoever recomputes a field's digit and forgets the composite is found by the composite."""
    outcome = measure(make_document(edited(td3, 1, 43, "1")))
    assert value(outcome) > ADVERSE
    assert outcome.facts["fields"] == "whole zone"


def test_the_composite_does_not_count_an_altered_field_twice(make_document: Make, td3: Lines) -> None:
    """Broken as well, by the same character, it adds nothing to an altered field that stands alone."""
    broken = edited(td3, 1, 15, "9")
    repaired = next(
        lines
        for digit in "0123456789"
        if (lines := edited(broken, 1, 43, digit))
        and "whole" not in measure(make_document(lines)).facts["summary"]
    )
    assert ADVERSE < value(measure(make_document(broken))) <= value(measure(make_document(repaired)))


def test_a_doubt_that_explains_the_field_but_not_the_composite_excuses_nothing(
    make_document: Make, td3: Lines
) -> None:
    """Both digits are wrong in print: one doubtful character cannot be the reason of both."""
    broken = edited(edited(td3, 1, 15, "9"), 1, 43, "1")
    excuse = next(
        symbol for symbol in "01345678" if "birth_date" not in failing(edited(broken, 1, 14, symbol))
    )
    doubts = {(1, 14): {td3[1][14]: 0.96, excuse: 0.03}}
    assert value(measure(make_document(broken, doubts=doubts))) > ADVERSE


def failing(lines: Lines) -> set[str]:
    """Name the digits that fail as read."""
    return {digit.name for digit in parse_mrz(lines).check_digits if not digit.agrees}


def test_a_misread_that_explains_every_failing_digit_is_believed_sooner(
    make_document: Make, td3: Lines
) -> None:
    """At one in a hundred: where it repairs field and composite alike it is no accusation."""
    original = td3[1][15]
    doubts = {(1, 15): {"9": 0.985, original: 0.0149}}
    assert value(measure(make_document(edited(td3, 1, 15, "9"), doubts=doubts))) < ADVERSE


def test_a_letter_is_no_explanation_of_a_date(make_document: Make, td3: Lines) -> None:
    """Z read for 2 would satisfy a digit, but no date holds a Z."""
    doubts = {(1, 18): {"2": 0.93, "Z": 0.0699}}
    doubtful = value(measure(make_document(edited(td3, 1, 15, "9"), doubts=doubts)))
    assert doubtful == pytest.approx(value(measure(make_document(edited(td3, 1, 15, "9")))), abs=0.02)


def test_two_altered_fields_weigh_more_than_one(make_document: Make, td3: Lines) -> None:
    """A second broken digit makes a misread a poorer explanation."""
    one = edited(td3, 1, 15, "9")
    assert value(measure(make_document(edited(one, 1, 23, "2")))) > value(measure(make_document(one)))


@pytest.mark.parametrize("likelihood", [0.1, 0.3, 0.499])
def test_a_likely_misread_is_not_adverse(make_document: Make, td3: Lines, likelihood: float) -> None:
    """Where the repairing symbol is likely the outcome says so instead of accusing."""
    lines = edited(td3, 1, 4, "O")
    doubts = {(1, 4): {"O": 0.9999 - likelihood, td3[1][4]: likelihood}}
    assert value(measure(make_document(lines, doubts=doubts))) < ADVERSE


def test_the_likely_confusion_is_named(make_document: Make, td3: Lines) -> None:
    """The finding says which symbol may stand there instead."""
    original = td3[1][3]
    lines = edited(td3, 1, 3, "B")
    outcome = measure(make_document(lines, doubts={(1, 3): {"B": 0.55, original: 0.4499}}))
    assert f"B read where {original} is as likely" in outcome.facts["summary"]


def test_a_misread_digit_is_named_as_such() -> None:
    """The digit itself may be the misread character."""
    covered = np.full((2, 37), 1e-6)
    covered[:, SYMBOLS.index("1")] = 1 - 36e-6  # 7 + 3 = 10, so 0 is asked for
    printed = np.full(10, 1e-6)
    printed[8], printed[0] = 0.6, 0.4
    assert likely_confusion(covered, printed) == "8 read where 0 is as likely"


def test_no_confusion_is_named_when_none_is_likely() -> None:
    """A sure reading has no likely confusion."""
    covered = np.full((1, 37), 1e-9)
    covered[0, 1] = 1 - 36e-9
    printed = np.full(10, 1e-9)
    printed[3] = 1 - 9e-9
    assert likely_confusion(covered, printed) == ""


@pytest.mark.parametrize("column", [15, 23, 2])
def test_an_uncalibrated_reader_that_is_sure_never_makes_one_field_adverse(
    make_document: Make, td3: Lines, column: int
) -> None:
    """One misread character of an engine whose certainty means little must not refer a document."""
    lines = edited(td3, 1, column, "5")
    assert value(measure(make_document(lines, calibrated=False))) < ADVERSE


def test_only_a_calibrated_reader_makes_several_broken_digits_adverse(
    make_document: Make, td3: Lines
) -> None:
    """Three fields that all disagree look like a poor reading, unless the reader is known to be right."""
    lines = edited(edited(edited(td3, 1, 15, "9"), 1, 23, "2"), 1, 2, "5")
    sure, unsure = (value(measure(make_document(lines, calibrated=known))) for known in (True, False))
    assert sure > ADVERSE > unsure


def test_a_long_document_number_is_judged_with_its_own_digit(make_document: Make, td1_long: Lines) -> None:
    """The digit behind the continuation counts (Doc 9303-5 note j)."""
    assert value(measure(make_document(td1_long))) <= 0
    outcome = measure(make_document(edited(td1_long, 0, 16, "Q")))
    assert value(outcome) > ADVERSE
    assert outcome.facts["fields"] == "document number"
    assert len(outcome.regions) == 3


def test_a_filler_that_may_be_a_digit_does_not_move_the_digit(make_document: Make, td1_long: Lines) -> None:
    """Whether a number runs on hangs on one filler; where that is doubtful its digit is left out."""
    lines = edited(td1_long, 0, 18, "6")
    sure, doubtful = make_document(lines), make_document(lines, doubts={(0, 14): {"<": 0.6, "0": 0.3999}})
    assert value(measure(sure)) > ADVERSE
    assert measure(doubtful).facts["count"] == measure(sure).facts["count"] - 1


@pytest.mark.parametrize("filler", ["<", "0"])
def test_empty_optional_data_may_bear_a_filler_for_its_digit(make_document: Make, filler: str) -> None:
    """Doc 9303-4: 0 or a filler when the optional data are all fillers."""
    lines = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        f"HA672242<6UTO5802254M9601086<<<<<<<<<<<<<<{filler}8",
    )
    assert value(measure(make_document(lines))) <= 0


def test_a_line_of_another_length_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """Columns cannot be told in a line that lacks a character."""
    outcome = measure(make_document((td3[0], td3[1][:-1])))
    assert isinstance(outcome, Abstained)


def test_no_zone_makes_it_abstain(make_document: Make) -> None:
    """Nothing read, nothing said."""
    assert isinstance(measure(make_document(None)), Abstained)


def test_the_likely_edit_is_named(make_document: Make, td3: Lines) -> None:
    """Field digit and composite together tell where one altered character would do."""
    outcome = measure(make_document(edited(td3, 1, 15, "9")))
    assert isinstance(outcome, Measured)
    assert f"{td3[1][15]} for 9 in line 2 column 16" in str(outcome.facts["edit"])
    assert "explains the picture" in str(outcome.facts["summary"])


def test_no_edit_is_named_where_none_would_do(make_document: Make, td3: Lines) -> None:
    """Two altered characters of one field are not explained by one."""
    outcome = measure(make_document(edited(edited(td3, 1, 13, "9"), 1, 16, "1")))
    assert isinstance(outcome, Measured)
    assert f"{td3[1][13]} for 9" not in str(outcome.facts["edit"])
    assert measure(make_document(td3)).facts["edit"] == ""
