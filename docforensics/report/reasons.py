"""The reasons as an officer reads them: findings that show in one light are one reason, since they have one cause.

Nothing is computed here: the findings are put together, and their guidance is looked up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from docforensics.capture.light import OTHER_LIGHTS, Light
from docforensics.guidance.entries import check_entries, check_entry
from docforensics.guidance.equipment import Equipment
from docforensics.guidance.first import FirstCheck, Topic, first_checks, lacking
from docforensics.guidance.words import Text, text
from docforensics.page.geometry import BoxMm
from docforensics.report.model import Finding, ReportData

NOT_EXAMINED = ("UV", "infrared", "chip", "print, portrait and security features")
"""What may not have been looked at, in words."""
_CHIP = "seal.chip_authenticity"
_TWO_ZONES = "data.mrz_against_viz"
_PLACE_FACTS = ("where", "disagreeing")
"""Facts that name the field or the character that a finding speaks of."""
_THIRD = 0.36
"""A little more than a third: what lies in the middle of an edge is not called a corner. A judgement."""
_UNNAMED = "at the marked place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """An adverse finding, or several of one light, under one number."""

    number: int
    findings: tuple[Finding, ...]
    """In the order of examination."""
    light: Light
    """In which it shows."""
    left_open: tuple[Finding, ...] = ()
    """What a check left open at the same place: the same doubt, and no other thing to look at."""

    @property
    def title(self) -> Text:
        """A heading: what the findings have in common, or what the only one looks at."""
        shared = len(self.findings) > 1 and self.light in OTHER_LIGHTS
        return text("shows", self.light.value) if shared else Text(english=self.findings[0].title)

    @property
    def brief(self) -> Text:
        """What was seen, in one line: of several findings, the first."""
        return self.findings[0].said

    @property
    def keep_in_mind(self) -> Text | None:
        """What it does not prove; what concerns names alone is left out for a date."""
        first = self.findings[0]
        entry = check_entry(first.check)
        if first.check == _TWO_ZONES and "name" not in str(first.facts.get("disagreeing", "name")):
            return text("keep", "not_names")
        return Text(english=entry.not_proof) if entry else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What to do now at one post."""

    checks: tuple[FirstCheck, ...]
    lacking: tuple[tuple[int, Equipment], ...]
    """Number of a reason, and the tool without which nobody sees it and that the post lacks."""


def light_of(finding: Finding) -> Light:
    """Give the light in which a finding shows: the one that it needs in addition to white light."""
    return next((light for light in OTHER_LIGHTS if light in finding.lights), Light.VISIBLE)


def reasons(report: ReportData) -> tuple[Reason, ...]:
    """Number the adverse findings, the heaviest first; findings of one light other than white are one reason."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.reasons:
        light = light_of(finding)
        groups.setdefault(light.value if light in OTHER_LIGHTS else finding.check, []).append(finding)
    return tuple(
        Reason(
            number=number,
            findings=tuple(sorted(found, key=_in_examination)),
            light=light_of(found[0]),
            left_open=tuple(
                one for one in _left_open(report) if any(_is_same(one, other) for other in found)
            ),
        )
        for number, found in enumerate(groups.values(), start=1)
    )


def place_of(check: str, report: ReportData) -> str:
    """Name the field or the character that a finding is about; empty where it is about none."""
    return next((_place(finding) for finding in report.reasons if finding.check == check), "")


def _place(finding: Finding) -> str:
    named = (finding.facts.get(name) for name in _PLACE_FACTS)
    return next((place for place in named if isinstance(place, str) and place not in ("", _UNNAMED)), "")


def _left_open(report: ReportData) -> tuple[Finding, ...]:
    """Sort what was left open: a character in doubt explains why a field was not found, so it comes first."""
    return tuple(sorted(report.undecided, key=lambda finding: finding.family != "mrz"))


def _is_same(left_open: Finding, other: Finding) -> bool:
    """Whether what was left open lies where the other finding does: one names the field or the character of the other."""
    asked, place = left_open.left_open, _place(other)
    return bool(asked and place) and (asked in place or place in asked)


def _in_examination(finding: Finding) -> int:
    """Sort what shows in one light as the guidance has it: the page as a whole before its details."""
    order = [f"{family}.{slug}" for family, entries in check_entries().items() for slug in entries]
    return order.index(finding.check) if finding.check in order else len(order)


def todo(report: ReportData) -> Todo:
    """Choose what the officer can do now with what the post has."""
    case, numbered = report.situation, reasons(report)
    if not case.document_found:
        return Todo(checks=(), lacking=())
    # What was left open at the place of a reason is asked as its first check, and once.
    grouped = [_topics((*reason.left_open[:1], *reason.findings)) for reason in numbered]
    asked = [finding.check for reason in numbered for finding in reason.left_open]
    left_open = [finding for finding in _left_open(report) if finding.check not in asked]
    chosen = first_checks(
        reasons=grouped,
        undecided=_topics(left_open),
        features=tuple(feature for side in report.sides for feature in side.features),
        seen={Light(light) for side in report.sides for light in side.lights},
        profile=report.profile,
        presumed=case.presumed,
        on_image=not case.has_document,
        places={
            word: _where(box, page.size_mm) for page in report.pages for word, box in page.devices.items()
        },
    )
    return Todo(checks=chosen, lacking=lacking(grouped, report.profile))


def reason_of(check: FirstCheck, numbered: Iterable[Reason]) -> int | None:
    """Give the reason that a check is about; None where it is about something else."""
    return next(
        (
            reason.number
            for reason in numbered
            if any(finding.check == check.topic.key for finding in (*reason.findings, *reason.left_open))
        ),
        None,
    )


def not_examined(report: ReportData) -> tuple[str, ...]:
    """Name what was not looked at: lights that the capture lacks, the chip, the print where no template fits."""
    lacking = {light for entry in report.unchecked for light in entry.lights}
    holds = (
        Light.UV in lacking,
        Light.IR in lacking,
        any(entry.check == _CHIP for entry in report.unchecked),
        bool(report.sides) and not any(side.template for side in report.sides),
    )
    return tuple(name for name, is_missing in zip(NOT_EXAMINED, holds, strict=True) if is_missing)


def _where(box: BoxMm, size_mm: tuple[float, float]) -> Text:
    """Say in which ninth of the page the middle of a box lies."""
    across, down = (
        ((low + high) / 2 / length)
        for low, high, length in zip((box.left, box.top), (box.right, box.bottom), size_mm, strict=True)
    )
    column = "left" if across < _THIRD else "right" if across > 1 - _THIRD else ""
    row = "upper" if down < _THIRD else "lower" if down > 1 - _THIRD else ""
    return text("where", "_".join(filter(None, (row, column))) or "middle")


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
