"""Expiry is said, and it weighs nothing."""

from collections.abc import Callable
from datetime import date

import pytest

from docforensics.checks.data.expired import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document

Make = Callable[..., Document]
Lines = tuple[str, ...]


@pytest.mark.parametrize(
    ("inspected_on", "days", "is_expired"),
    [(date(2030, 4, 14), -1, False), (date(2030, 4, 15), 0, False), (date(2030, 4, 16), 1, True)],
)
def test_the_last_day_of_validity_is_valid(
    make_document: Make, td3: Lines, inspected_on: date, days: int, is_expired: bool
) -> None:
    """The document expires at the end of the day that it names."""
    outcome = measure(make_document(td3, inspected_on=inspected_on))
    assert isinstance(outcome, Measured)
    assert outcome.value == days
    assert outcome.facts["is_expired"] is is_expired
    assert bool(outcome.note) is is_expired


def test_the_note_names_no_date(make_document: Make, td3: Lines) -> None:
    """It stands beside the verdict and in logs, so it carries nothing of the holder's document."""
    outcome = measure(make_document(td3, inspected_on=date(2031, 1, 1)))
    assert isinstance(outcome, Measured)
    assert not any(symbol.isdigit() for symbol in outcome.note)


def test_it_abstains_where_no_date_is_printed(make_document: Make, td3: Lines) -> None:
    """Fillers, or a format without expiry."""
    lines = (td3[0], td3[1][:21] + "<<<<<<" + td3[1][27:])
    assert isinstance(measure(make_document(lines)), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)
