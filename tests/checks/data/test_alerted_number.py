"""Document numbers in lists of alerts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import Alert, FraudSpecies
from docforensics.alerts.numbers import ListForm, NumberKeys, make_list
from docforensics.checks.claims import Why
from docforensics.checks.data.alerted_number import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.templates.model import TemplateModel

Make = Callable[..., Document]
DAY = date(2026, 11, 24)
KEY = bytes(range(32))
NUMBER = "L898902C3"


def book(
    *numbers: str, issuer: str = "UTO", key: bytes | None = KEY, until: date = date(2027, 1, 1)
) -> AlertBook:
    """An alert of one list."""
    alert = Alert(
        id="2ec9c2d0-5735-4d2f-b497-ed4f12a3a7f8",
        title="Stolen blanks",
        issuer="Post A",
        issued_on=DAY,
        valid_from=DAY,
        valid_to=until,
        model=TemplateModel(country="UTO", type="P", number=2, year=2023),
        species=FraudSpecies.STOLEN_BLANK,
        numbers=(make_list(numbers, KEY, issuer=issuer, form=ListForm.HMAC, note="blanks stolen in 2026"),),
    )
    return AlertBook.of([alert], keys=NumberKeys([key] if key else []))


def test_a_listed_number_is_found_and_named_with_its_alert(make_document: Make) -> None:
    """The number itself stands nowhere in the outcome."""
    outcome = measure(replace(make_document(), alerts=book(NUMBER, "X1")))
    assert isinstance(outcome, Measured)
    assert outcome.value == 1.0
    assert [(hit.title, hit.place, hit.look_for) for hit in outcome.alerts] == [
        ("Stolen blanks", "numbers", "blanks stolen in 2026")
    ]
    assert len(outcome.regions) == 1
    assert NUMBER not in repr(outcome)


def test_a_number_that_is_not_listed_is_in_no_list(make_document: Make) -> None:
    """And nothing is marked."""
    outcome = measure(replace(make_document(), alerts=book("X1", "X2")))
    assert isinstance(outcome, Measured)
    assert (outcome.value, outcome.alerts, outcome.regions) == (0.0, (), ())
    assert outcome.facts["lists"] == 1


@pytest.mark.parametrize(
    "alerts",
    [
        None,
        AlertBook(),
        book(NUMBER, issuer="XYZ"),
        book(NUMBER, key=None),
        book(NUMBER, until=DAY),
    ],
    ids=["no alerts", "empty", "other issuer", "no key", "expires today"],
)
def test_what_is_not_about_this_document_is_not_looked_up(
    make_document: Make, alerts: AlertBook | None
) -> None:
    """Other issuers, lists without a key, and alerts that are no longer in force."""
    document = replace(make_document(), alerts=alerts)
    late = replace(document, inspected_on=date(2026, 11, 25))
    outcome = measure(late)
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_REFERENCE_HERE
    assert not outcome.expected


def test_a_doubtful_character_hides_no_match_and_refers_nobody(make_document: Make) -> None:
    """Both readings are looked up; where the listed one is not likely enough, it is left open."""
    doubt = {(1, 8): {"3": 0.5, "8": 0.49}}
    outcome = measure(replace(make_document(doubts=doubt), alerts=book("L898902C8")))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0.0
    assert outcome.alerts == ()
    assert outcome.left_open.startswith("alert ")
    assert len(outcome.regions) == 1


def test_without_a_zone_nothing_is_looked_up(make_document: Make) -> None:
    """There is no number."""
    outcome = measure(replace(make_document(None), alerts=book(NUMBER)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.NO_MRZ


def test_a_long_number_is_looked_up_as_a_whole(make_document: Make, td1_long: tuple[str, ...]) -> None:
    """With its end in the optional data."""
    document = make_document(td1_long)
    assert document.mrz is not None
    outcome = measure(replace(document, alerts=book(document.mrz.document_number)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 1.0


def test_a_number_of_doubtful_characters_is_in_no_list_by_no_reading(make_document: Make) -> None:
    """A listed one is found among the likeliest; else nothing is stated of it."""
    doubts = {(1, at): {symbol: 0.6, "XY"[symbol == "X"]: 0.39} for at, symbol in enumerate(NUMBER)}
    document = make_document(doubts=doubts)
    unread = measure(replace(document, alerts=book("X1")))
    assert isinstance(unread, Abstained)
    assert (unread.why, unread.expected) == (Why.UNREADABLE, True)
    outcome = measure(replace(document, alerts=book(NUMBER[:-1] + "X")))
    assert isinstance(outcome, Measured)
    assert outcome.left_open


def test_a_doubtful_end_of_a_long_number_hides_no_match(
    make_document: Make, td1_long: tuple[str, ...]
) -> None:
    """Both places are marked."""
    doubts = {(0, 17): {"Z": 0.55, "2": 0.44}}
    outcome = measure(replace(make_document(td1_long, doubts=doubts), alerts=book("D23145890XY2")))
    assert isinstance(outcome, Measured)
    assert (outcome.value, bool(outcome.left_open), len(outcome.regions)) == (0.0, True, 2)
