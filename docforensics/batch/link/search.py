"""Which documents of kept results an alert recognises that did not exist when they were examined; no picture is opened.

A list of numbers is compared with what was kept of the number. A mark of print needs the pixels, which are not kept: the documents of the
alert's model are named, so that these alone are examined again. What could not be searched is counted, each with the reason: it is not clean.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import Alert
from docforensics.batch.link.sealed import KeptNumber
from docforensics.checks.claims import Why
from docforensics.checks.outcome import AlertHit
from docforensics.checks.support.number_readings import LIKELY
from docforensics.guidance.claims import CODES


class NotSearched(StrEnum):
    """Why a document was not searched for an alert, beyond what the codes of claims name."""

    FAILED = "failed"
    NOT_RETAINED = "not_retained"
    NO_LINK_KEY = "no_link_key"
    NO_TEMPLATE = "no_template"


WORDS: Mapping[NotSearched, str] = {
    NotSearched.FAILED: "the document could not be examined",
    NotSearched.NOT_RETAINED: "the number was not kept: scan with --retain-numbers",
    NotSearched.NO_LINK_KEY: "the number is kept encrypted: give the link key of the scan",
    NotSearched.NO_TEMPLATE: "no template fitted, so that its model is not known",
}
_OF_ALL = frozenset({NotSearched.NOT_RETAINED, NotSearched.NO_LINK_KEY})
"""Reasons that hold for all documents alike: counted, and not listed one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """What was kept of one document, as far as an alert can be compared with it."""

    name: str
    """Path or id of a scan; id of an examination of the service."""
    content: str = ""
    """Hash of its files; empty where that is not kept."""
    models: tuple[str, ...] = ()
    """Ids of the models that templates fitted, `UTO-P-2-2023`; empty where none did."""
    number: KeptNumber | None = None
    why: str = ""
    """Code of the reason why there is no number: of `NotSearched` or of `Why`."""
    files: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    """Rows of a manifest that names its files; empty where these are kept elsewhere, or cannot be laid out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMatch:
    """A kept document whose number is in a list of an alert."""

    document: KeptDocument
    alert: Alert
    list_name: str
    note: str
    chance: float
    """Probability of the readings that are in the list."""

    @property
    def is_sure(self) -> bool:
        """Whether the match counts; else the number is to be read again on the document."""
        return self.chance >= LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureNeed:
    """A kept document of the model of alerts that describe print: its pictures have to be looked at."""

    document: KeptDocument
    alerts: tuple[str, ...]
    """Ids."""
    is_for_the_eye: bool
    """Whether no check looks for any of their places: a person has to."""


@dataclass(slots=True, kw_only=True)
class AlertSearch:
    """What a search came to."""

    documents: int = 0
    looked_up: int = 0
    """Documents whose number was compared with the lists."""
    matches: list[NumberMatch] = field(default_factory=list)
    pictures: list[PictureNeed] = field(default_factory=list)
    shown: list[tuple[KeptDocument, AlertHit]] = field(default_factory=list)
    """Documents whose kept pictures were examined again, each with an alert that they match."""
    examined_again: int = 0
    not_by_number: Counter[str] = field(default_factory=Counter)
    """Documents that could not be compared with the lists, by code."""
    not_by_print: Counter[str] = field(default_factory=Counter)
    """Documents of which it is not known whether they are of an alert's model, by code."""
    not_searched: list[tuple[KeptDocument, str, str]] = field(default_factory=list)
    """Those documents, what was not searched (`number`, `print`), and the code."""
    lists: int = 0
    lists_without_key: int = 0


def search(book: AlertBook, documents: Iterable[KeptDocument], *, on: date) -> AlertSearch:
    """Search kept documents for the alerts of a book that are in force on a day.

    A document whose number was not kept, for example, is counted under its reason, and is no document without a match.
    """
    alerts = [book.alert(entry) for entry in book.entries if entry.is_in_force(on)]
    lists = [one for alert in alerts for one in alert.numbers]
    found = AlertSearch(
        lists=len(lists), lists_without_key=sum(book.keys.get(one.key_id) is None for one in lists)
    )
    described: dict[str, list[Alert]] = {}
    for alert in alerts:
        if alert.places:
            described.setdefault(alert.model.id, []).append(alert)
    for document in documents:
        found.documents += 1
        if found.lists > found.lists_without_key:
            _by_number(found, book, document, on)
        if described:
            _by_model(found, described, document)
    return found


def in_words(code: str) -> str:
    """Give a reason in words."""
    return WORDS[NotSearched(code)] if code in set(NotSearched) else CODES[Why(code)]


def _by_number(found: AlertSearch, book: AlertBook, document: KeptDocument, on: date) -> None:
    number = document.number
    if number is None:
        _not_by_number(found, document, document.why)
        return
    matches = []
    for alert, one, key in book.lists(number.issuer, on):
        chance = sum(p for text, p in number.readings.items() if key is not None and one.holds(key, text))
        if chance:
            matches.append(
                NumberMatch(document=document, alert=alert, list_name=one.name, note=one.note, chance=chance)
            )
    if not matches and sum(number.readings.values()) < LIKELY:
        _not_by_number(found, document, Why.UNREADABLE)
        return
    found.looked_up += 1
    found.matches += matches


def _not_by_number(found: AlertSearch, document: KeptDocument, why: str) -> None:
    found.not_by_number[why] += 1
    if why not in _OF_ALL:
        found.not_searched.append((document, "number", why))


def _by_model(found: AlertSearch, described: Mapping[str, list[Alert]], document: KeptDocument) -> None:
    if not document.models:
        code = NotSearched.FAILED if document.why == NotSearched.FAILED else NotSearched.NO_TEMPLATE
        found.not_by_print[code] += 1
        found.not_searched.append((document, "print", code))
        return
    alerts = [alert for model in dict.fromkeys(document.models) for alert in described.get(model, ())]
    if alerts:
        ids = tuple(alert.id for alert in alerts)
        for_the_eye = not any(alert.measured for alert in alerts)
        found.pictures.append(PictureNeed(document=document, alerts=ids, is_for_the_eye=for_the_eye))
