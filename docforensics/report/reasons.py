"""The reasons as an officer reads them: findings that show in one light are one reason, since they have one cause.

Nothing is computed here: the findings are put together, and their guidance is looked up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from docforensics.capture.model import Light
from docforensics.guidance.entries import check_entries, check_entry
from docforensics.guidance.equipment import Equipment
from docforensics.guidance.first import FirstCheck, Topic, first_checks, lacking
from docforensics.guidance.words import Text, text
from docforensics.report.model import Finding, Report

_APART = (Light.UV, Light.IR, Light.COAXIAL, Light.TRANSMITTED)
"""Lights in which one other ink or one other paper shows in many ways."""
NOT_EXAMINED = ("UV", "infrared", "chip", "print, portrait and security features")
"""What may not have been looked at, in words."""
_CHIP = "seal.chip_authenticity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What speaks against the document, under one number."""

    number: int
    findings: tuple[Finding, ...]
    """In the order of examination."""
    light: Light
    """In which it shows."""

    @property
    def title(self) -> Text:
        """A heading: what the findings have in common, or what the only one looks at."""
        shared = len(self.findings) > 1 and self.light in _APART
        return text("shows", self.light.value) if shared else Text(english=self.findings[0].title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What to do now at one post."""

    checks: tuple[FirstCheck, ...]
    lacking: tuple[tuple[int, Equipment], ...]
    """Number of a reason, and the tool without which nobody sees it and that the post lacks."""


def light_of(finding: Finding) -> Light:
    """Tell the light in which a finding shows: the one that it needs besides white light."""
    return next((light for light in _APART if light in finding.lights), Light.VISIBLE)


def reasons(report: Report) -> tuple[Reason, ...]:
    """Number what speaks against the document, the heaviest first; findings of one light other than white are one reason."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.reasons:
        light = light_of(finding)
        groups.setdefault(light.value if light in _APART else finding.check, []).append(finding)
    return tuple(
        Reason(number=number, findings=tuple(sorted(found, key=_in_examination)), light=light_of(found[0]))
        for number, found in enumerate(groups.values(), start=1)
    )


def _in_examination(finding: Finding) -> int:
    """Sort what shows in one light as the guidance has it: the page as a whole before its details."""
    order = [f"{family}.{slug}" for family, entries in check_entries().items() for slug in entries]
    return order.index(finding.check) if finding.check in order else len(order)


def todo(report: Report) -> Todo:
    """Choose what the officer can do now with what the post has."""
    grouped = [_topics(reason.findings) for reason in reasons(report)]
    # A character in doubt explains why a field was not found, so what the zone leaves open comes first.
    left_open = sorted(report.undecided, key=lambda finding: finding.family != "mrz")
    chosen = first_checks(
        reasons=grouped,
        undecided=_topics(left_open),
        features=tuple(feature for side in report.sides for feature in side.features),
        seen={Light(light) for side in report.sides for light in side.lights},
        profile=report.profile,
    )
    return Todo(checks=chosen, lacking=lacking(grouped, report.profile))


def reason_of(check: FirstCheck, numbered: Iterable[Reason]) -> int | None:
    """Tell which reason a check is about; None where it is about something else."""
    return next(
        (
            reason.number
            for reason in numbered
            if any(finding.check == check.topic.key for finding in reason.findings)
        ),
        None,
    )


def not_examined(report: Report) -> tuple[str, ...]:
    """Name what was not looked at: lights that the capture lacks, the chip, the print where no template fits."""
    lacking = {light for entry in report.unchecked for light in entry.lights}
    holds = (
        Light.UV in lacking,
        Light.IR in lacking,
        any(entry.check == _CHIP for entry in report.unchecked),
        bool(report.sides) and not any(side.template for side in report.sides),
    )
    return tuple(name for name, is_missing in zip(NOT_EXAMINED, holds, strict=True) if is_missing)


def _topics(findings: Iterable[Finding]) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            key=finding.check,
            entry=entry,
            light=light_of(finding),
            asked=finding.said if finding.undecided else None,
        )
        for finding in findings
        if (entry := check_entry(finding.check))
    )
