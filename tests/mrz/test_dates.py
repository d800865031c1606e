"""Dates of the MRZ and their centuries."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from docforensics.mrz.dates import FUTURE_YEARS, birth_date, expiry_date, issue_date

INSPECTED = date(2026, 11, 24)
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2080, 12, 31))


@pytest.mark.parametrize(
    ("raw", "year"), [("740812", 1974), ("250101", 2025), ("260101", 1926), ("270101", 1927)]
)
def test_a_birth_year_lies_before_the_inspection(raw: str, year: int) -> None:
    """TR-03135: a year that is not before that of the inspection is moved a century back."""
    assert birth_date(raw, INSPECTED).year == year


@pytest.mark.parametrize(
    ("raw", "year"),
    [("260101", 2026), ("410101", 2041), ("420101", 1942), ("250101", 2025), ("990101", 1999)],
)
def test_an_expiry_lies_at_most_fifteen_years_ahead(raw: str, year: int) -> None:
    """TR-03135: this year to 15 years later is the future, all else the past."""
    assert expiry_date(raw, INSPECTED).year == year


def test_the_expiry_rule_crosses_the_turn_of_a_century() -> None:
    """In 2095 the year 05 is ahead, and 94 is behind."""
    inspected = date(2095, 1, 1)
    assert (expiry_date("050101", inspected).year, expiry_date("940101", inspected).year) == (2105, 2094)


@given(DAYS, st.integers(1, 99))
def test_every_birth_of_the_last_99_years_comes_back(inspected: date, age: int) -> None:
    """Printed with two digits and read again, from the year before the inspection backwards."""
    born = inspected.replace(year=inspected.year - age, day=min(inspected.day, 28))
    assert birth_date(born.strftime("%y%m%d"), inspected).date == born


@given(DAYS, st.integers(-84, FUTURE_YEARS))
def test_every_expiry_of_the_window_comes_back(inspected: date, years: int) -> None:
    """Up to 15 years ahead and 84 behind."""
    expiry = inspected.replace(year=inspected.year + years, day=min(inspected.day, 28))
    assert expiry_date(expiry.strftime("%y%m%d"), inspected).date == expiry


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("74<<<<", (1974, None, None)),
        ("7408<<", (1974, 8, None)),
        ("<<<<<<", (None,) * 3),
        ("<<0229", (None, 2, 29)),
    ],
)
def test_unknown_parts_are_none_and_the_date_stays_possible(raw: str, parts: tuple[int | None, ...]) -> None:
    """Doc 9303-3 section 4.8: fillers stand where a part is not known."""
    read = birth_date(raw, INSPECTED)
    assert (read.year, read.month, read.day) == parts
    assert read.real
    assert read.date is None


@pytest.mark.parametrize(
    "raw", ["741301", "740832", "740012", "740800", "750229", "74<<32", "<<0230", "7413<<"]
)
def test_days_that_no_calendar_has_are_not_real(raw: str) -> None:
    """Also where a part is unknown but the others exclude each other."""
    read = birth_date(raw, INSPECTED)
    assert read.well_formed
    assert not read.real
    assert read.date is None


@pytest.mark.parametrize(
    "raw", ["", "7408", "74081", "7408123", "7<0812", "74O812", "74 812", "٧٤٠٨١٢", "-10812", "7408²²"]
)
def test_what_is_no_date_field_is_not_well_formed(raw: str) -> None:
    """Single fillers, letters, other digits, wrong lengths."""
    read = birth_date(raw, INSPECTED)
    assert not read.well_formed
    assert not read.real
    assert read.date is None


def test_29_february_exists_in_leap_years_only() -> None:
    """1976 had one, 1900 would not and 2000 did."""
    assert birth_date("760229", INSPECTED).date == date(1976, 2, 29)
    assert birth_date("000229", INSPECTED).date == date(2000, 2, 29)
    assert birth_date("000229", date(1999, 1, 1)).real is False


def test_a_french_issue_has_no_day_and_is_not_in_the_future() -> None:
    """YYMM: the latest such year up to the inspection."""
    assert [issue_date(raw, INSPECTED).year for raw in ("2611", "2701", "9404")] == [2026, 1927, 1994]
    read = issue_date("9404", INSPECTED)
    assert (read.month, read.day, read.real, read.date) == (4, None, True, None)


@given(st.text(max_size=8), st.dates())
def test_no_text_raises(raw: str, inspected: date) -> None:
    """Whatever is printed, on any day of the calendar, a date comes back that holds what it says."""
    for read in (birth_date(raw, inspected), expiry_date(raw, inspected), issue_date(raw, inspected)):
        assert read.date is None or read.real
