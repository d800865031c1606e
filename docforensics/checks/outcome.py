"""The outcome of a check: it measured, abstained, or aborted. A check does not weigh its value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from docforensics.capture.light import Light
from docforensics.checks.claims import MENDED_BY_EQUIPMENT, Sighting, Why
from docforensics.errors import UsageError
from docforensics.page.geometry import BoxMm

Fact = str | int | float | bool
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place on a rectified page that an outcome is about."""

    side: int
    """Index into `Document.sides`."""
    box: BoxMm
    label: str
    """A few words for the picture, without personal data."""
    light: Light = Light.VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertHit:
    """An alert in force that a document matches. A rule of the policy, never a weight: no field of it holds data of the holder."""

    alert: str
    """Its id."""
    revision: int
    title: str
    issuer: str
    species: str
    severity: str
    tlp: str
    """Traffic Light Protocol 2.0: who may have the alert."""
    place: str
    """Name of its place that the page shows, or of its list that the number is in."""
    look_for: str
    """What an officer sees there."""
    equipment: tuple[str, ...] = ()
    card: str = ""
    """Name of its file, from which `docforensics alert show` makes the card for the first line."""
    check: str = ""
    """Id of the check that found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The check ran."""

    value: float
    """In the check's declared unit; larger is more forged-looking."""
    regions: tuple[Region, ...] = ()
    facts: Facts = field(default_factory=dict)
    """Values for the message. Keys listed in `CheckSpec.personal_facts` stay out of logs."""
    left_open: str = ""
    """What the check could not decide and a person has to look up on the document: such an outcome is never reported as in
    order. Fills the blank `left_open` of `CheckSpec.undecided`; personal where `personal_facts` names it."""
    note: str = ""
    """A sentence to repeat at the verdict, without personal data."""
    is_specimen: bool = False
    """Whether the document is a specimen or a test document (TR-03135: NoTestDocument)."""
    sightings: tuple[Sighting, ...] = ()
    """What was seen of the check's claims, place by place; a claim that none names was seen as a whole."""
    alerts: tuple[AlertHit, ...] = ()
    """Alerts in force that the document matches; they are no part of the value."""

    def __post_init__(self) -> None:
        if self.value != self.value:  # NaN is the one value that differs from itself
            raise UsageError("Measured.value: expected a number, got NaN")
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))


class AbstentionKind(StrEnum):
    """Why a check gives no value (TR-03135 results)."""

    NOT_SUPPORTED = "not supported"
    """The light, channel or resolution it needs is absent: other equipment would allow it."""
    UNDETERMINED = "undetermined"
    """What it needs could not be had from this document: no MRZ read, no template fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstained:
    """The check gives no value; its weight is exactly 0."""

    kind: AbstentionKind
    reason: str
    """One clause, for example `no template fits this page`."""
    needs: str = ""
    """Equipment or input that would allow the check, for example `UV lamp 365 nm`; empty when nothing would."""
    expected: bool = True
    """Whether the document calls for it. False where nothing does (no seal on the page, no chip data given, nothing of the kind on
    the template): no claim then waits for it. Never False for what another picture of the same document would show."""
    why: Why
    """The reason as a code."""

    def __post_init__(self) -> None:
        expected = kind_of(self.why)
        if self.kind is not expected:
            raise UsageError(f"Abstained.kind: expected {expected.name} for {self.why}, got {self.kind.name}")


def kind_of(why: Why) -> AbstentionKind:
    """Give the TR-03135 result that belongs to a code."""
    return AbstentionKind.NOT_SUPPORTED if why in MENDED_BY_EQUIPMENT else AbstentionKind.UNDETERMINED


def undetermined(reason: str, needs: str = "", *, why: Why, expected: bool = True) -> Abstained:
    """State that what the check needs could not be had from this document; arguments as in `Abstained`."""
    return Abstained(kind=AbstentionKind.UNDETERMINED, reason=reason, needs=needs, expected=expected, why=why)


def not_supported(reason: str, needs: str = "", *, why: Why, expected: bool = True) -> Abstained:
    """State that other equipment is needed; arguments as in `Abstained`."""
    return Abstained(
        kind=AbstentionKind.NOT_SUPPORTED, reason=reason, needs=needs, expected=expected, why=why
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Aborted:
    """The check crashed; weighs exactly 0: a crash is never evidence."""

    error: str
    """Exception type and text, without personal data."""


Outcome = Measured | Abstained | Aborted
