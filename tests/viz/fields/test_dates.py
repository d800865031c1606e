"""Dates of the visual zone."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from docforensics.viz.fields.dates import distance, is_real, month_names, printed_dates, renderings


@pytest.mark.parametrize(
    ("text", "reading", "year"),
    [
        ("12 AUG 1974", (74, 8, 12), 1974),
        ("12 AUG AOUT 74", (74, 8, 12), None),
        ("DATE 12AUG1974 F", (74, 8, 12), 1974),
        ("12 08 1974", (74, 8, 12), 1974),
        ("1974 08 12", (74, 8, 12), 1974),
        ("12081974", (74, 8, 12), 1974),
        ("01 MARS 2031", (31, 3, 1), 2031),
        ("31 DEZ 2029", (29, 12, 31), 2029),
    ],
)
def test_dates_are_found_in_the_formats_of_documents(
    text: str, reading: tuple[int, int, int], year: int | None
) -> None:
    """Doc 9303-3 section 4.8, bilingual months, and what issuers print besides."""
    (found,) = printed_dates(text)
    assert reading in found.readings
    assert found.year == year


def test_numbers_may_stand_in_either_order() -> None:
    """Day and month cannot be told apart in 03 04 1980; in 25 04 1980 they can."""
    (either,) = printed_dates("03 04 1980")
    assert either.readings == {(80, 4, 3), (80, 3, 4)}
    (one,) = printed_dates("25 04 1980")
    assert one.readings == {(80, 4, 25)}


@pytest.mark.parametrize(
    "text", ["", "12 XYZ 1974", "L898902C3", "12345678901", "99 99 1974", "12 AUG\n1974"]
)
def test_other_texts_hold_no_date(text: str) -> None:
    """Numbers of documents, impossible days, a date that runs into another line."""
    assert not list(printed_dates(text))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_rendering_is_read_back(day: date) -> None:
    """Whatever is looked for would also be found."""
    triple = (day.year % 100, day.month, day.day)
    for text in renderings(triple, (day.year,)):
        assert any(triple in found.readings for found in printed_dates(text)), text


def test_a_month_has_one_number_in_every_language() -> None:
    """No abbreviation means two months."""
    assert month_names()["AGO"] == 8
    assert month_names()["MAI"] == month_names()["MAY"] == month_names()["MAYO"] == 5
    assert set(month_names().values()) == set(range(1, 13))


def test_distance_counts_digits() -> None:
    """Of the six that the MRZ shows."""
    assert distance((74, 8, 12), (74, 8, 13)) == 1
    assert distance((74, 8, 12), (47, 8, 12)) == 2
    assert is_real((0, 2, 29))
    assert not is_real((74, 13, 1))
