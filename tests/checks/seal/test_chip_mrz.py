"""Print against chip: altered print and another holder's chip are found."""

from collections.abc import Callable

import pytest

from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.seal.chip_mrz import measure
from docforensics.document import Document

Lines = tuple[str, ...]
Chipped = Callable[..., Document]
ADVERSE = 0.301
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F3012317<<<<<<<<<<<<<<<<")


def test_a_chip_that_agrees_speaks_for_the_document(chipped: Chipped, td3: Lines) -> None:
    """Where passive authentication succeeded; elsewhere agreement weighs nothing."""
    outcome = measure(chipped(td3, td3))
    assert isinstance(outcome, Measured)
    assert outcome.value < -0.1
    unproven = measure(chipped(td3, td3, trusted=False))
    assert isinstance(unproven, Measured)
    assert unproven.value == 0


@pytest.mark.parametrize(
    ("line", "column", "text"), [(1, 15, "9"), (1, 2, "5"), (0, 5, "BERG<<KARL"), (1, 29, "Q")]
)
def test_an_altered_print_is_found(chipped: Chipped, td3: Lines, line: int, column: int, text: str) -> None:
    """One character is enough."""
    printed = list(td3)
    printed[line] = printed[line][:column] + text + printed[line][column + len(text) :]
    outcome = measure(chipped(tuple(printed), td3))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    assert outcome.facts["fields"]


def test_a_misread_is_no_mismatch(chipped: Chipped, td3: Lines) -> None:
    """The reader is in doubt between the signed character and a look-alike."""
    printed = (td3[0], td3[1][:2] + "B" + td3[1][3:])
    outcome = measure(chipped(printed, td3, doubts={(1, 2): {"B": 0.6, td3[1][2]: 0.39}}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.301
    assert outcome.regions == ()


def test_without_chip_it_abstains(make_document: Callable[..., Document], td3: Lines) -> None:
    """No chip data were given."""
    assert isinstance(measure(make_document(td3)), Abstained)


def test_a_chip_of_another_format_contradicts_a_print_that_was_read_whole(
    chipped: Chipped, td3: Lines, td1_long: Lines
) -> None:
    """The chip of a card in a passport: no misread makes two lines of 44 of three lines of 30."""
    outcome = measure(chipped(td3, td1_long))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    assert outcome.facts["fields"] == "whole zone"
    assert "2 lines of 44 characters, the signed one 3 lines of 30 characters" in str(
        outcome.facts["summary"]
    )
    assert len(outcome.regions) == 2


def test_a_chip_of_another_format_beside_a_print_in_doubt_is_left_open(
    chipped: Chipped, td3: Lines, td1_long: Lines
) -> None:
    """A line that is too short, a check digit that does not agree, a visa, which has no chip: a misread is no forgery."""
    for printed in ((td3[0], td3[1][:-1]), (td3[0], td3[1][:9] + "0" + td3[1][10:]), VISA):
        outcome = measure(chipped(printed, td1_long))
        assert isinstance(outcome, Abstained)
        assert outcome.expected
