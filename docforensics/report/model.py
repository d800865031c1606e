"""The report: what an officer can act on, and a person can contest."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.modes import Component, RunMode
from docforensics.checks.outcome import Fact, Region
from docforensics.checks.spec import Beside
from docforensics.errors import UsageError
from docforensics.guidance.equipment import Profile
from docforensics.guidance.plan import Plan, plan
from docforensics.guidance.situation import Situation, situation_of
from docforensics.guidance.steps import Step
from docforensics.guidance.words import Text
from docforensics.page.geometry import BoxMm
from docforensics.report.given import GivenInputs
from docforensics.report.holder import Holder
from docforensics.report.on_image import ImageReport, PlacedField
from docforensics.scoring.counted import CountedOn
from docforensics.scoring.model import Basis, Result, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check that measured something."""

    check: str
    """Id, for example `mrz.check_digits`."""
    family: str
    title: str
    tr03135: str
    """Name of the check in TR-03135; empty when it has none."""
    result: Result
    margin: float | None
    """TR-03135: -1..1, at least 0 is successful; None where it was not weighed."""
    log10_lr: float
    """Positive supports "not genuine"; the family's discount is not in it."""
    verbal: str
    """Verbal equivalent of `log10_lr`."""
    basis: Basis
    counted_on: CountedOn = CountedOn.NONE
    """On what false alarms of the check were counted."""
    value: float
    """In `unit`; larger is more forged-looking."""
    unit: str
    said: Text
    """What was seen, in plain words."""
    advice: str
    """What to do next; empty unless the finding is adverse."""
    regions: tuple[Region, ...]
    facts: Mapping[str, Fact]
    personal_facts: tuple[str, ...] = ()
    """Keys of `facts` that carry the holder's data, sorted: they stay out of logs. `left_open` and `note` may be among them."""
    left_open: str = ""
    """What it could not decide; in English, for the sentence that asks a person to look it up on the document."""
    note: str = ""
    """Sentence repeated at the verdict; empty where there is none."""
    is_specimen: bool = False
    """Whether it found the document to be a specimen or a test document."""
    is_alerted: bool = False
    """Whether it is adverse because an alert in force matches."""
    beside: Beside = Beside.REFERENCE
    """What a picture of its first region is shown beside."""
    lights: tuple[Light, ...] = ()
    """Lights that it needs."""
    run_mode: RunMode = RunMode.OPTIONAL
    component: Component = Component.OPTICAL

    def __post_init__(self) -> None:
        if not math.isfinite(self.log10_lr):
            raise UsageError(f"Finding.log10_lr of {self.check}: expected a finite one, got {self.log10_lr}")
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    @property
    def message(self) -> str:
        """What was seen, in plain English."""
        return str(self.said)

    @property
    def adverse(self) -> bool:
        """Whether it is adverse."""
        return self.result is Result.FAILED

    @property
    def unweighed(self) -> bool:
        """Whether it was measured and not weighed, so that its value is a sign of nothing."""
        return self.result is Result.UNDETERMINED

    @property
    def undecided(self) -> bool:
        """Whether it leaves something open that a person has to look up on the document; never so where it is adverse or not weighed."""
        return bool(self.left_open) and not self.adverse and not self.unweighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """One check without a value, and what would allow it."""

    check: str
    family: str
    title: str
    result: Result
    reason: str
    """One clause."""
    needs: str
    """Equipment or input that would allow it; empty when nothing would."""
    why: Why = Why.UNREADABLE
    """The reason as a code."""
    lights: tuple[str, ...] = ()
    """Lights that it needs and the capture lacks."""
    tr03135: str = ""
    """Name of the check in TR-03135; empty when it has none."""
    expected: bool = True
    """Whether it could have been expected to speak; False where the document has no seal or no chip data were given."""
    run_mode: RunMode = RunMode.OPTIONAL
    component: Component = Component.OPTICAL


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDigitReport:
    """One check digit as printed, and the one computed from the printed characters."""

    name: str
    printed: str
    """Empty where the line is too short for it."""
    computed: str | None
    """None where a covered character is missing."""
    agrees: bool | None
    """None where it cannot be told. Agreement is no evidence of authenticity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzReport:
    """The machine readable zone as read."""

    format: str | None
    lines: tuple[str, ...]
    engine: str
    confidence: float
    """Posterior of the least certain character, 0..1."""
    fields: Mapping[str, str]
    """By field name: the characters as read."""
    check_digits: tuple[CheckDigitReport, ...]
    irregularities: tuple[str, ...] = ()
    """What does not fit the format, in words."""
    side: int = 0
    """Index into `sides`."""
    placed: tuple[PlacedField, ...] = ()
    """The fields where they are printed."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SideReport:
    """What was captured and found of one side."""

    side: str
    channel: str
    lights: tuple[str, ...]
    sha256: Mapping[str, tuple[str, ...]]
    """Of the raw input, by light, frame by frame."""
    size: str | None
    """Nominal document size, for example `ID3`, else that of the template or the caller, `150 x 66 mm`; None when nothing tells."""
    size_mm: tuple[float, float]
    """Width and height of the rectified frame."""
    px_per_mm: float
    """Of the capture on the page."""
    scale_basis: str
    quality: Mapping[str, float]
    template: str | None
    template_digest: str
    features: tuple[str, ...] = ()
    """PRADO words of what the template says the side bears, each once; empty without a template."""
    files: tuple[str, ...] = ()
    """Names of the files, without their folders."""
    images: tuple[ImageReport, ...] = ()
    """The images that the page was cut out of, one a light, that of white light first."""

    def __post_init__(self) -> None:
        for name in ("sha256", "quality"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


@dataclass(frozen=True, slots=True, kw_only=True)
class VizLineReport:
    """One line of print of the visual zone, as a check had it read. Personal: in no log, in no redacted copy."""

    side: int
    """Index into `sides`."""
    text: str
    """Its most probable characters."""
    confidence: float
    """Mean probability of the characters read, 0..1."""
    box: BoxMm
    field: str = ""
    """Name of the field that the template has there, as the zone names it; empty where it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenPlace:
    """A place of the page that was not seen: drawn hatched."""

    place: str
    """As claims name it."""
    label: str
    """What is there, in a few words without personal data."""
    code: str
    """Why, in a few words."""
    light: Light
    """In which it was to be seen."""
    box: BoxMm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PagePicture:
    """One rectified side for the picture; never part of the JSON."""

    size_mm: tuple[float, float]
    pixels: Mapping[Light, Pixels]
    """(H, W, 3) RGB or (H, W) grey of one frame, by light."""
    reference: Mapping[Light, Pixels] = field(default_factory=lambda: MappingProxyType({}))
    """What the template shows at the same place, over the same millimetres, by light."""
    holder: Callable[[], Holder] = Holder
    """Gives where the page shows its holder; unknown by default."""
    painted: Mapping[Light, NDArray[np.bool_]] = field(default_factory=lambda: MappingProxyType({}))
    """(h, w) at the resolution of references, by light: where the reference was painted over; empty where nowhere."""
    devices: Mapping[str, BoxMm] = field(default_factory=lambda: MappingProxyType({}))
    """Where what changes with the angle is, by its PRADO word."""
    unseen: tuple[UnseenPlace, ...] = ()
    """Places of claims that were not seen, where the template says where they are."""

    def __post_init__(self) -> None:
        for name in ("pixels", "reference", "painted", "devices"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def private(self) -> NDArray[np.bool_] | None:
        """(h, w) over the page: where it may show data of the holder; None when that is not known."""
        return self.holder().private

    @property
    def faces(self) -> tuple[BoxMm, ...]:
        """Where portraits are."""
        return self.holder().faces

    def hidden(self, light: Light) -> float:
        """Give the share of the reference in this light that was painted over, 0..1; above one half it misleads."""
        painted = self.painted.get(light)
        return 0.0 if painted is None else float(painted.mean())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportData:
    """Everything that one examination found, as data; `Report` adds how to write it."""

    schema_version: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    """Measured checks: adverse ones first, the heaviest of them on top."""
    unchecked: tuple[Unchecked, ...]
    guidance: tuple[Step, ...]
    """What to do next, in order; `str(step)` is the sentence."""
    limits: tuple[Text, ...]
    """What this result does not mean."""
    mrz: MrzReport | None
    sides: tuple[SideReport, ...]
    inspected_on: date
    viz: tuple[VizLineReport, ...] = field(default=(), repr=False)
    """Lines of the visual zone that a check had read, side by side, top to bottom; no line is read for the report."""
    provenance: Mapping[str, str]
    """Tool version, policy hash, calibration hash."""
    switched_off: tuple[Unchecked, ...] = ()
    """Checks that were not run, because the policy or their own declaration says so: for the TR-03135 log alone."""
    pages: tuple[PagePicture, ...] = field(default=(), repr=False)
    """Rectified pages for the picture, side by side with `sides`; never part of the JSON."""
    profile: Profile | None = None
    """What the post has; None when nobody said."""
    timings: Mapping[str, float] = field(default_factory=dict, repr=False)
    """Seconds that each stage and each check took, by its name; in the JSON only when asked for, since no two runs take the same."""
    given: GivenInputs | None = field(default=None, repr=False)
    """What it was made from, for a case file; never part of the JSON."""
    is_redacted: bool = False
    """Whether this is the redacted copy: faces blurred, the holder's data masked."""

    def __post_init__(self) -> None:
        verdict = self.verdict
        numbers = (verdict.score or 0.0, verdict.prior, verdict.log10_lr, verdict.coverage)
        if not all(map(math.isfinite, (*numbers, *verdict.family_log10_lr.values()))):
            raise UsageError(f"ReportData.verdict: expected finite numbers, got {verdict}")
        object.__setattr__(self, "provenance", MappingProxyType(dict(self.provenance)))
        object.__setattr__(self, "timings", MappingProxyType(dict(self.timings)))

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The adverse findings, the heaviest first."""
        return tuple(finding for finding in self.findings if finding.adverse)

    @property
    def in_order(self) -> tuple[Finding, ...]:
        """The findings that were weighed, are not adverse and leave nothing open."""
        return tuple(one for one in self.findings if not (one.adverse or one.undecided or one.unweighed))

    @property
    def unweighed(self) -> tuple[Finding, ...]:
        """The findings that were measured and not weighed."""
        return tuple(finding for finding in self.findings if finding.unweighed)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The findings that leave something open: a character that may be two, a field that was not found."""
        return tuple(finding for finding in self.findings if finding.undecided)

    @property
    def is_specimen(self) -> bool:
        """Whether the document is marked as a specimen or a test document: no travel document, whatever the outcome."""
        return any(finding.is_specimen for finding in self.findings)

    @property
    def situation(self) -> Situation:
        """What advice depends on besides what was found."""
        read = self.mrz is not None
        return situation_of(self.sides, self.verdict, mrz_read=read, is_specimen=self.is_specimen)

    @property
    def plan(self) -> Plan:
        """What can be examined by hand with what the post has, and what other equipment would add."""
        features = tuple(feature for side in self.sides for feature in side.features)
        missing = [(entry.title, frozenset(map(Light, entry.lights))) for entry in self.unchecked]
        return plan(features or self.situation.presumed, missing, self.profile)
