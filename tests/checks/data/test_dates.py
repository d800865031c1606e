"""Dates: the impossible is found, a likely misread is not, unknown parts are allowed."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from docforensics.checks.data.dates import (
    measure,
    p_birth_is_real,
    p_expiry_is_real,
    pairs,
    possible_years,
)
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS

Make = Callable[..., Document]
Lines = tuple[str, ...]
ADVERSE = 0.301


def certain(text: str) -> np.ndarray:
    """Give posteriors that are sure of a text."""
    return np.stack([np.eye(len(SYMBOLS))[SYMBOLS.index(symbol)] for symbol in text])


def dated(lines: Lines, *, birth: str = "740812", expiry: str = "300415") -> Lines:
    """Put other dates into a TD3 zone; the digits stay as they are."""
    second = lines[1]
    return (lines[0], f"{second[:13]}{birth}{second[19:21]}{expiry}{second[27:]}")


@pytest.mark.parametrize(
    ("text", "is_real"),
    [
        ("740812", True),
        ("740229", False),
        ("000229", True),
        ("741332", False),
        ("740431", False),
        ("74<<<<", True),
        ("<<<<<<", True),
        ("7408<<", True),
        ("<<0229", True),
        ("740800", True),
        ("740000", True),
        ("7<0812", False),
    ],
)
def test_a_day_of_birth_is_real_or_not(text: str, is_real: bool) -> None:
    """Unknown parts are fillers, or 00 as some issuers print."""
    assert p_birth_is_real(pairs(certain(text))) == pytest.approx(float(is_real))


@pytest.mark.parametrize(
    ("text", "is_real"),
    [
        ("300415", True),
        ("301315", False),
        ("300400", False),
        ("30<<<<", False),
        ("<<<<<<", True),
        ("280229", True),
    ],
)
def test_a_day_of_expiry_is_real_or_not(text: str, is_real: bool) -> None:
    """An expiry is whole or not printed at all."""
    assert p_expiry_is_real(pairs(certain(text))) == pytest.approx(float(is_real))


@pytest.mark.parametrize(
    ("birth", "expiry", "is_possible"),
    [
        (74, 30, True),
        (74, 41, True),
        (74, 42, False),
        (74, 79, False),
        (74, 80, True),
        (95, 90, False),
        (26, 30, True),
    ],
)
def test_years_stand_beside_each_other_or_not(birth: int, expiry: int, is_possible: bool) -> None:
    """No expiry more than 15 years ahead or before 1980, no birth after the expiry."""
    assert possible_years(date(2026, 11, 24))[birth, expiry] == float(is_possible)


def test_possible_dates_weigh_next_to_nothing(make_document: Make, td3: Lines) -> None:
    """A possible date is no evidence either way."""
    outcome = measure(make_document(td3))
    assert isinstance(outcome, Measured)
    assert -0.05 < outcome.value <= 0
    assert outcome.regions == ()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"birth": "741332"}, "the date of birth does not exist"),
        ({"expiry": "309945"}, "the date of expiry does not exist"),
        ({"expiry": "600415"}, "the years of birth and expiry are not possible together on this day"),
    ],
)
def test_impossible_dates_are_adverse_and_marked(
    make_document: Make, td3: Lines, dates: dict[str, str], words: str
) -> None:
    """A day that does not exist or a year that cannot be is a finding when the reader is sure."""
    outcome = measure(make_document(dated(td3, **dates), certainty=0.999999))
    assert isinstance(outcome, Measured)
    assert outcome.value > ADVERSE
    assert words in outcome.facts["summary"]
    assert outcome.regions


def test_a_likely_misread_is_not_adverse(make_document: Make, td3: Lines) -> None:
    """Month 13 where 12 is nearly as likely says nothing."""
    lines = dated(td3, birth="741312")
    outcome = measure(make_document(lines, doubts={(1, 16): {"3": 0.6, "2": 0.399}}))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.05


def test_an_uncalibrated_reader_makes_no_date_adverse(make_document: Make, td3: Lines) -> None:
    """One digit misread by an engine whose certainty means little must not refer a document."""
    outcome = measure(make_document(dated(td3, birth="741312"), calibrated=False))
    assert isinstance(outcome, Measured)
    assert outcome.value < ADVERSE


def test_it_abstains_where_no_date_can_be_placed(make_document: Make, td3: Lines) -> None:
    """The line with the dates lacks a character."""
    assert isinstance(measure(make_document((td3[0], td3[1][:-1]))), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
