"""Whether the document number is in a list of an alert in force: stolen blanks, or numbers of a series of counterfeits.

Lists are keyed: they can be matched by whoever holds the key, and are not read. Every reading of the number that is likely enough is looked
up, so that one doubtful character hides no match; a match of an unlikely reading is left open and refers nobody. A match is a rule of the policy
and has weight 0: the share of genuine documents whose number is listed by error was never counted.

Cannot see: numbers that no list holds, lists whose key this post does not hold, and whose number is listed by error. A list that is a Bloom
filter matches a stated share of other numbers as well.

Sources: standards.md 1.3; Bloom, Space/time trade-offs in hash coding with allowable errors (1970); RFC 2104.
"""

from collections.abc import Iterable, Iterator, Mapping

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import Alert
from docforensics.alerts.numbers import NumberList
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Fact, Measured, Outcome, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.alerted import hit_of
from docforensics.checks.support.mrz_print import UNREAD, read_print
from docforensics.checks.support.number_readings import (
    LIKELY,
    number_readings,
    number_spans,
    rows_of,
)
from docforensics.document import Document

SPEC = CheckSpec(
    title="Document number in lists of alerts",
    unit="1 for a number in a list, 0 for none",
    needs_mrz=True,
    favourable="The document number is in no list of an alert. Lists looked up: {lists}.",
    alerted="The document number is in the list {list} of an alert: {alert_title} ({alert_issuer}, alert {alert}).",
    undecided="The document number may be in a list of an alert ({left_open}): read it again on the document.",
    advice="Read the number on the document itself, then query it in the databases and ask the issuer of the alert.",
    beside=Beside.NOTHING,
    facts={
        "lists": int,
        "without_key": int,
        "list": str,
        "rate": float,
        "alert": str,
        "alert_title": str,
        "alert_issuer": str,
    },
)
_NO_LISTS = undetermined(
    "no list of numbers of an alert in force is about this issuer",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_NO_KEY = undetermined(
    "this post does not hold the key of the lists of numbers in force",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_DOUBTFUL = undetermined(
    "the document number was not read for certain, and what it may read is in no list",
    "a sharp image of the machine readable zone",
    why=Why.UNREADABLE,
)


def measure(document: Document) -> Outcome:
    """Give 1 for a number that a list holds, else 0."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    found = list(_lists(document.alerts, document, seen.mrz.issuer))
    if not found:
        return _NO_LISTS
    lists = [(alert, one, key) for alert, one, key in found if key is not None]
    if not lists:
        return _NO_KEY
    spans = number_spans(seen)
    if isinstance(spans, Abstained):
        return spans
    readings = number_readings(rows_of(seen, spans))
    held = list(_held(lists, readings))
    if not held and sum(readings.values()) < LIKELY:
        return _DOUBTFUL
    sure = [(alert, one) for alert, one, chance in held if chance >= LIKELY]
    facts: dict[str, Fact] = {"lists": len(lists), "without_key": len(found) - len(lists)}
    if sure:
        facts |= _of_list(*sure[0])
    return Measured(
        value=float(bool(sure)),
        regions=tuple(seen.region(span, "number in a list of an alert") for span in spans) if held else (),
        facts=facts,
        left_open=f"alert {held[0][0].id}" if held and not sure else "",
        alerts=tuple(hit_of(alert, one.name, one.note) for alert, one in sure),
    )


def _lists(
    book: AlertBook | None, document: Document, issuer: str
) -> Iterator[tuple[Alert, NumberList, bytes | None]]:
    if book is not None:
        yield from book.lists(issuer, document.inspected_on)


def _held(
    lists: Iterable[tuple[Alert, NumberList, bytes]], readings: Mapping[str, float]
) -> Iterator[tuple[Alert, NumberList, float]]:
    """Give the lists that hold a reading of the number, with the probability of those that they hold."""
    for alert, one, key in lists:
        chance = sum(p for text, p in readings.items() if one.holds(key, text))
        if chance:
            yield alert, one, chance


def _of_list(alert: Alert, one: NumberList) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "list": one.name,
        "rate": one.rate,
        "alert": alert.id,
        "alert_title": alert.title,
        "alert_issuer": alert.issuer,
    }
    return facts
