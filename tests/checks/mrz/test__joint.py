"""Check digits judged together."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.mrz._joint import (
    CHANCE,
    Summed,
    broken_over_kept,
    constrained_to_charset,
    left_digits,
    supports,
)
from docforensics.checks.support.mrz_print import read_print
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS

Make = Callable[..., Document]
BIRTH_YEAR = (1, 13)


def summed(document: Document) -> tuple[tuple[np.ndarray, ...], list[Summed]]:
    """Take a document's digits as they are printed, surely."""
    seen = read_print(document)
    assert seen is not None
    rows = constrained_to_charset(seen)
    digits = [
        Summed(digit=digit, printed=np.eye(len(SYMBOLS))[SYMBOLS.index(digit.printed)])
        for digit in seen.mrz.check_digits
    ]
    return rows, digits


def test_the_patterns_are_all_there_is(make_document: Make) -> None:
    """Against chance they sum to one: every zone agrees and fails in some way."""
    rows, digits = summed(make_document())
    by_chance = [
        support * np.prod([CHANCE if agrees else 1 - CHANCE for agrees in pattern])
        for pattern, support in supports(rows, digits)
    ]
    assert len(by_chance) == 2 ** len(digits)
    assert sum(by_chance) == pytest.approx(1, abs=1e-9)


def test_digits_that_agree_speak_for_a_kept_zone(make_document: Make) -> None:
    """By far."""
    rows, digits = summed(make_document())
    assert broken_over_kept(rows, digits, slip=0.0) < 0.01


def test_formats_without_a_composite_are_judged_field_by_field(make_document: Make) -> None:
    """A visa has three digits and no composite."""
    visa = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
    rows, digits = summed(make_document(visa))
    assert len(digits) == 3
    assert broken_over_kept(rows, digits, slip=0.0) < 0.01
    altered = (visa[0], visa[1].replace("400907", "500907"))
    assert broken_over_kept(*summed(make_document(altered)), slip=0.0) > 100


def test_a_place_is_held_to_what_its_field_allows(make_document: Make) -> None:
    """A date that may read O or 0 reads 0; one that surely holds an O is left as it is."""
    doubtful = read_print(make_document(doubts={BIRTH_YEAR: {"7": 0.6, "T": 0.3999}}))
    sure = read_print(make_document(doubts={BIRTH_YEAR: {"7": 0.2, "T": 0.7999}}))
    assert doubtful is not None
    assert sure is not None
    line, column = BIRTH_YEAR
    assert constrained_to_charset(doubtful)[line][column][SYMBOLS.index("7")] > 0.99
    assert constrained_to_charset(sure)[line][column][SYMBOLS.index("T")] > 0.7


def test_one_altered_character_breaks_field_and_composite_by_differences_that_belong_together(
    make_document: Make, td3: tuple[str, ...]
) -> None:
    """A number altered under its old digits fits one alteration better than a number and a composite that fail anyhow."""
    stale = (td3[0], td3[1].replace("L898902C3", "L898962C3"))
    unrelated = (stale[0], stale[1][:-1] + str((int(stale[1][-1]) + 1) % 10))
    rows, digits = summed(make_document(stale))
    others, odd = summed(make_document(unrelated))
    assert left_digits(rows, digits, digits[0]) > 100 * left_digits(others, odd, odd[0])
