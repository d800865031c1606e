"""The report: what an officer can act on, and a person can contest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from docforensics.capture.model import Light, Pixels
from docforensics.checks.outcome import Fact, Region
from docforensics.scoring.model import Basis, Result, Verdict

SCHEMA_VERSION = "1.0"
"""Of the JSON form; a change that breaks a reader raises the first number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check that measured something."""

    check: str
    family: str
    title: str
    tr03135: str
    result: Result
    margin: float | None
    log10_lr: float
    verbal: str
    basis: Basis
    value: float
    unit: str
    message: str
    """What was seen, in one sentence."""
    advice: str
    """What to do next; empty unless the finding is adverse."""
    regions: tuple[Region, ...]
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """One check that could not speak, and what would allow it."""

    check: str
    title: str
    result: Result
    reason: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzReport:
    """The machine readable zone as read."""

    lines: tuple[str, ...]
    format: str | None
    engine: str
    confidence: float
    fields: Mapping[str, str]
    """By field name: the characters as read."""
    check_digits: tuple[Mapping[str, str | bool], ...]
    """Each with `name`, `printed`, `computed`, `agrees`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideReport:
    """What was captured and found of one side."""

    side: str
    channel: str
    lights: tuple[str, ...]
    sha256: Mapping[str, str]
    """Of the raw input, by light."""
    size: str | None
    px_per_mm: float
    scale_basis: str
    quality: Mapping[str, float]
    template: str | None
    template_digest: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """Everything one examination says."""

    schema_version: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    """Measured checks, the most adverse first."""
    unchecked: tuple[Unchecked, ...]
    guidance: tuple[str, ...]
    """What to do next, in order."""
    limits: tuple[str, ...]
    """What this result does not mean."""
    mrz: MrzReport | None
    sides: tuple[SideReport, ...]
    inspected_on: date
    provenance: Mapping[str, str]
    """Tool version, policy hash, calibration hash."""
    pages: tuple[Mapping[Light, Pixels], ...] = field(default=(), repr=False)
    """Rectified pages for the picture; never part of the JSON."""
    px_per_mm: tuple[float, ...] = field(default=(), repr=False)
    """Of `pixels`, side by side."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "provenance", MappingProxyType(dict(self.provenance)))

    def to_json(self, *, indent: int | None = None) -> str:
        """The report as JSON after `report.schema.json`; personal data included, images not."""
        from docforensics.report.json import to_json  # noqa: PLC0415 (the serialisers import this module)

        return to_json(self, indent=indent)

    def to_html(self) -> str:
        """One self-contained HTML page that draws the findings on the page."""
        from docforensics.report.html import to_html  # noqa: PLC0415

        return to_html(self)

    def to_text(self) -> str:
        """The report for a terminal."""
        from docforensics.report.text import to_text  # noqa: PLC0415

        return to_text(self)
