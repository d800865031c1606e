"""Print against seal: altered print and copied seal are found, a misread is not, and trust decides what agreement weighs."""

from collections.abc import Callable

import pytest

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.seal.seal_mrz import measure
from docforensics.document import Document
from sample_docs.generator.seals.examples import MRZ, visa

Sealed = Callable[..., Document]
ADVERSE = 0.301


def weight(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured)
    return outcome.value


def edited(line: int, column: int, text: str) -> tuple[str, str]:
    """Replace characters of the visa's zone."""
    lines = list(MRZ)
    lines[line] = lines[line][:column] + text + lines[line][column + len(text) :]
    return lines[0], lines[1]


def test_a_genuine_visa_agrees_and_that_speaks_for_it(sealed: Sealed) -> None:
    """A proven seal cannot be made for another print."""
    outcome = measure(sealed(MRZ, visa()))
    assert -0.31 < weight(outcome) < -0.1
    assert outcome.regions == ()


@pytest.mark.parametrize(
    ("line", "column", "text", "field"),
    [
        (1, 0, "L8988901D", "document number"),
        (1, 13, "4509078", "date of birth"),
        (1, 21, "330", "date of expiry"),
        (0, 5, "ERIKSEN", "name"),
    ],
)
def test_an_altered_print_is_found_and_named(
    sealed: Sealed, line: int, column: int, text: str, field: str
) -> None:
    """With the genuine seal beside it; the field is marked."""
    outcome = measure(sealed(edited(line, column, text), visa()))
    assert weight(outcome) > ADVERSE
    assert outcome.facts["fields"] == field
    assert len(outcome.regions) == 1


@pytest.mark.parametrize("trusted", [True, False])
def test_a_seal_that_nobody_proved_verifies_nothing(sealed: Sealed, *, trusted: bool) -> None:
    """Whoever made the page can have made the seal; where the print differs from it, it contradicts all the same."""
    for lines in (MRZ, edited(1, 0, "L8988901D")):
        outcome = measure(sealed(lines, visa(), trusted=trusted))
        assert isinstance(outcome, Measured)
        told = [(one.is_odd, one.in_doubt) for one in outcome.sightings]
        assert told == ([] if trusted else [(True, Why.UNTRUSTED)])


def test_a_copied_seal_is_found(sealed: Sealed) -> None:
    """A genuine seal of another holder."""
    other = ("V<UTOBERG<<KARL<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "K1112223<8XXX6501019M2912315<<<<<<<<<<<<<<<<")
    assert weight(measure(sealed(MRZ, visa(mrz=other)))) > ADVERSE


def test_a_misread_is_no_mismatch(sealed: Sealed) -> None:
    """O read for 0, with the reader in doubt: the weight stays small and is not called a difference."""
    lines = edited(1, 5, "O")
    doubts = {(1, 5): {"O": 0.55, "0": 0.44}}
    outcome = measure(sealed(lines, visa(mrz=edited(1, 5, "0")), doubts=doubts))
    assert weight(outcome) < ADVERSE
    assert outcome.regions == ()


def test_a_seal_of_another_format_contradicts_the_zone_of_its_side(
    sealed: Sealed, td1_long: tuple[str, ...]
) -> None:
    """A visa's seal beside the zone of a card that was read whole; where that zone is in doubt it stays open."""
    outcome = measure(sealed(td1_long, visa()))
    assert weight(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert outcome.facts["fields"] == "whole zone"
    damaged = (td1_long[0], td1_long[1][:6] + "3" + td1_long[1][7:], td1_long[2])
    assert isinstance(measure(sealed(damaged, visa())), Abstained)


def test_columns_beyond_the_seal_are_not_compared(sealed: Sealed) -> None:
    """The optional data behind the date of expiry are not in a visa's seal."""
    assert weight(measure(sealed(edited(1, 30, "XYZ"), visa()))) < 0


def test_an_unproven_seal_gives_no_credit_but_still_counts_against(sealed: Sealed) -> None:
    """Anybody can print a seal that states the MRZ; a difference is odd whoever made it."""
    assert weight(measure(sealed(MRZ, visa(), trusted=False))) == 0
    assert weight(measure(sealed(edited(1, 0, "L8988901D"), visa(), trusted=False))) > ADVERSE


def test_without_seal_or_without_mrz_it_abstains(
    sealed: Sealed, make_document: Callable[..., Document]
) -> None:
    """No seal; a seal of an unknown profile; a zone that was not read."""
    none = measure(make_document(MRZ))
    assert isinstance(none, Abstained)
    assert not none.expected
    assert isinstance(measure(sealed(MRZ, visa(profile="7ffe"))), Abstained)
    assert isinstance(measure(sealed(None, visa())), Abstained)
    assert isinstance(measure(sealed((MRZ[0], MRZ[1][:-2]), visa())), Abstained)
