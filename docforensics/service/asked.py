"""What is asked of a worker and what it gives back, as bytes: written and read by types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import msgspec

from docforensics.batch.entries import EntrySide


class WorkKind(StrEnum):
    """What a worker shall do."""

    READY = "ready"
    """Nothing: the answer shows that the worker is loaded."""
    EXAMINE = "examine"
    MRZ = "mrz"
    """Read the machine readable zone and nothing else."""
    ALERT = "alert"
    """Make a draft of an alert."""


class ReportForm(StrEnum):
    """The forms in which a report is given."""

    JSON = "json"
    HTML = "html"
    REDACTED = "redacted"
    """The HTML page with faces blurred and the holder's data masked."""
    TR03135 = "tr03135"
    DESK = "desk"
    """What the desk shows besides the report; given to no client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMark:
    """A place that a draft of an alert shall show."""

    place: str
    """`left,top,right,bottom[@light]`, millimetres."""
    look_for: str
    tools: tuple[str, ...] = ()
    """Slugs of equipment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWish:
    """What a draft of an alert shall state, as the desk takes it; the words are those of `alerts.model`."""

    title: str
    issuer: str
    summary: str
    species: str
    severity: str
    tlp: str
    issued_on: date
    valid_to: date
    marks: tuple[DraftMark, ...] = ()
    """None takes the places where the page differs most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWork:
    """One document, and how it is to be examined."""

    kind: WorkKind
    sides: tuple[EntrySide, ...] = ()
    """Their pictures have no address: the bytes stand in `contents`."""
    contents: tuple[tuple[bytes, ...], ...] = ()
    """The files, side by side, in the order of their pictures."""
    inspected_on: date | None = None
    chip: Mapping[str, bytes] = field(default_factory=dict)
    """By name: `SOD`, `COM`, `DG1` to `DG16`."""
    policy: str | None = None
    """A policy file or the name of a shipped one; None takes that of the service."""
    equipment: tuple[str, ...] | None = None
    """None takes that of the service."""
    forms: tuple[ReportForm, ...] = (ReportForm.JSON,)
    """What is to be written of the report."""
    language: str = "en"
    """Of the pages."""
    draft: DraftWish | None = None
    """Of work of the kind `ALERT`."""

    def packed(self) -> bytes:
        """Write it as bytes."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def unpacked(cls, raw: bytes) -> "AskedWork":
        """Read what `packed` wrote."""
        return msgspec.msgpack.decode(raw, type=cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTag:
    """An alert that a document matched when it was examined, as lists name it."""

    id: str
    title: str
    severity: str
    """Of `AlertSeverity`."""


def packed_tags(tags: tuple[AlertTag, ...]) -> str:
    """Write tags as a text that is searched for an id; empty for none."""
    return msgspec.json.encode(tags).decode() if tags else ""


def unpacked_tags(text: str) -> tuple[AlertTag, ...]:
    """Read what `packed_tags` wrote."""
    return msgspec.json.decode(text, type=tuple[AlertTag, ...]) if text else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What was found, without data of the holder but in the forms themselves."""

    forms: Mapping[str, bytes] = field(default_factory=dict)
    """By `ReportForm`."""
    outcome: str = ""
    first_why: str = ""
    """Code of the first claim that keeps it from being CLEAR, of INCONCLUSIVE."""
    adverse_layers: tuple[str, ...] = ()
    adverse_checks: tuple[str, ...] = ()
    issuer: str = ""
    """ICAO's code of a State or organisation; empty where none was read, or what was read is none."""
    alerts: tuple[AlertTag, ...] = ()
    """Each alert once."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds by stage."""

    def packed(self) -> bytes:
        """Write it as bytes."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def unpacked(cls, raw: bytes) -> "Described":
        """Read what `packed` wrote."""
        return msgspec.msgpack.decode(raw, type=cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkResult:
    """How the work on one document ended."""

    described: Described | None
    """None where it failed."""
    failure: str = ""
    """Kind of failure: the name of an error, `time_limit`, `memory_limit`, `crash` or `cancelled`."""
    reason: str = ""
    """Why it failed, in a sentence."""
    seconds: float = 0.0
