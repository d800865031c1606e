"""Counts false alarms on an authority's own genuine documents: what a finding against its template may weigh.

A template says how far genuine documents differ, and only genuine documents that it was not learned from show whether that is so. Each
check's false alarms on them stand in the template (`AlarmCount`), and bound what the check may weigh on a document of that
model (`scoring/counted.py`). Without them a finding that was counted on no real document refers nothing by itself.

    count_on(template, captures)            further genuine documents, that the template was not learned from
    count_reports(template, captures, reports, holders)  the same, where somebody has read them already
    count_by_folds(captures, learn, holders=...)  the same captures that it is learned from, each compared with a template of the others
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from math import isfinite
from types import MappingProxyType

from docforensics.both_sides import paired, report_of_first
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.document import Document
from docforensics.errors import UsageError
from docforensics.examiner import Examiner
from docforensics.mrz.parse import Mrz
from docforensics.report.report import Report
from docforensics.scoring.model import Result
from docforensics.settings import ExaminerSettings
from docforensics.templates.learning.holders import refuse_contradicted, whose_zone
from docforensics.templates.model import Template
from docforensics.templates.shown import MOST_VALUES, VALUE_DIGITS, AlarmCount
from docforensics.templates.store import TemplateStore
from docforensics.templates.taken_files import copies, is_taken, naming_files

FOLDS = 4
"""Parts that documents are dealt into: each is compared with a template of three quarters of them, nearly as good as the whole. More cost a
learning each. A judgement; not fitted."""
_UNSAVED = count(1)
"""Numbers of templates that are examined with before they have a digest."""

Learn = Callable[..., Template]
"""Learns a template from captures, a number for each (the same for captures of one document) and, where sides with zones are given, those of these captures."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What genuine documents showed."""

    counts: tuple[AlarmCount, ...]
    documents: int
    """That were examined."""
    fitted: int
    """Documents that the template fits: these alone are counted, others are of another model or side."""
    alarms: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Checks that were adverse, with the number of documents."""
    files: tuple[str, ...] = ()
    """sha256 of the captures that the template was not learned from, so that no later count takes them again."""


def count_on(
    template: Template,
    captures: Sequence[Capture],
    *,
    holders: Sequence[int] | None = None,
    inspected_on: date | None = None,
    settings: ExaminerSettings | None = None,
    progress: Progress = lambda _done, _of: None,
    zone_sides: Sequence[Capture | None] = (),
) -> Counted:
    """Examine genuine documents of a template's model that it was not learned from, and count.

    Parameters
    ----------
    captures
        One side of each document, as the template is of one side.
    holders
        A number for each capture, the same for captures of one document, which then counts once. None where each is another document, but
        for those whose machine readable zones read as one.
    settings
        Calibration and policy to judge by; the defaults when None. Its templates are not used.
    zone_sides
        One for each capture, or None: the side that bears the zone of its document, where the captures show none (cards), of the same channel.
        What compares the two sides is counted with it, and nothing that it shows by itself. It is examined without a template.

    Raises
    ------
    UsageError
        No capture, something else than captures, another number of holders or zone_sides than of captures, no document that the template fits, or a
        file that is given twice, that the template was learned from, or that was counted before.
    TemplateError
        Holders that differ where the zones read as one.
    """
    whose = _whose(captures, holders)
    shown = paired(captures, zone_sides, whose)
    files = _not_taken(captures, template)
    tally, zones, told = _Tally(), list[Mrz | None](), list[int]()
    examiner = examiner_of(uncounted(template), settings)
    for number, capture in enumerate(captures):
        document = examiner.read(shown[number], inspected_on=inspected_on)
        told.append(whose_zone(document.mrz, zones, told) if holders is None else whose[number])
        zones.append(document.mrz)
        tally.add(told[-1], capture.channel, report_of_first(document, len(shown[number]), examiner))
        progress(number + 1, len(captures))
    if holders is not None:
        refuse_contradicted(zones, whose)
    if any(zone_sides) and not any(zones):
        raise UsageError("zone_sides: none shows a machine readable zone; give the sides that bear it")
    return replace(tally.counted(), files=files)


def report_uncounted(document: Document, examiner: Examiner) -> Report:
    """Judge what was read with a template as if that had counted nothing; it is not read again, and its pictures are not kept."""
    sides = tuple(
        replace(side, match=side.match and replace(side.match, template=uncounted(side.match.template)))
        for side in document.sides
    )
    return replace(examiner.report(replace(document, sides=sides)), pages=())


def count_reports(
    template: Template, captures: Sequence[Capture], reports: Sequence[Report], holders: Sequence[int]
) -> Counted:
    """Count as `count_on` does, on captures with their reports of `report_uncounted`, whose zones do not contradict the holders."""
    files, tally = _not_taken(captures, template), _Tally()
    for capture, report, holder in zip(captures, reports, holders, strict=True):
        tally.add(holder, capture.channel, report)
    return replace(tally.counted(), files=files)


def count_by_folds(
    captures: Sequence[Capture],
    learn: Learn,
    *,
    holders: Sequence[int] | None = None,
    inspected_on: date | None = None,
    settings: ExaminerSettings | None = None,
    progress: Progress = lambda _done, _of: None,
    zone_sides: Sequence[Capture | None] = (),
) -> Counted:
    """Compare each genuine document with a template of the others, dealt into `FOLDS` parts, and count.

    Parameters
    ----------
    learn
        Learns as the template itself is learned: with the same size and features, and the zone sides that it is given third where there are any.
    holders, settings, zone_sides
        As of `count_on`.

    Raises
    ------
    UsageError
        Fewer than two documents, no capture, something else than captures, another number of holders or zone_sides than of captures, no document that
        a template fits, or a file that is given twice.
    """
    whose = _whose(captures, holders)
    shown = paired(captures, zone_sides, whose)
    _once_each(captures)
    known = sorted(set(whose))
    if len(known) < 2:
        raise UsageError("count_by_folds: expected captures of two documents or more, got one")
    folds = [set(known[start::FOLDS]) for start in range(min(FOLDS, len(known)))]
    tally, done = _Tally(), 0
    for fold in folds:
        numbered = list(zip(shown, whose, strict=True))
        rest = [(sides, holder) for sides, holder in numbered if holder not in fold]
        given: list[object] = [[sides[0] for sides, _ in rest], [holder for _, holder in rest]]
        if zone_sides:
            given.append([sides[1] if len(sides) > 1 else None for sides, _ in rest])
        learned = learn(*given)
        examiner = examiner_of(uncounted(learned), settings)
        for sides, holder in numbered:
            if holder in fold:
                document = examiner.read(sides, inspected_on=inspected_on)
                tally.add(holder, sides[0].channel, report_of_first(document, len(sides), examiner))
                done += 1
                progress(done, len(captures))
    return tally.counted()


def with_counts(template: Template, counted: Counted) -> Template:
    """Give a template with counts added to those that it has, by check and channel. The documents must be others than those."""
    found = {(one.check, one.channel): one for one in template.counts}
    for one in counted.counts:
        known = found.get((one.check, one.channel))
        found[one.check, one.channel] = _sum(known, one) if known else one
    counts = tuple(found[key] for key in sorted(found))
    provenance = naming_files(counted.files, template.provenance)
    return replace(template, counts=counts, provenance=provenance, digest="", signed_by="")


def _not_taken(captures: Sequence[Capture], template: Template) -> tuple[str, ...]:
    """sha256 of the captures; UsageError for one that stands twice, or that the template has taken already."""
    _once_each(captures)
    for number, capture in enumerate(captures, start=1):
        if is_taken(capture.primary.sha256, template.provenance):
            raise UsageError(
                f"count: {_name(number, capture)} was counted before, or the template was learned from it; give other documents"
            )
    return tuple(capture.primary.sha256 for capture in captures)


def _once_each(captures: Sequence[Capture]) -> None:
    """Raise UsageError for a file that is given twice."""
    for number in copies(captures):
        raise UsageError(
            f"count: {_name(number + 1, captures[number])} is given twice; a document counts once"
        )


def _name(number: int, capture: Capture) -> str:
    source = capture.primary.source
    return f"capture {number}{f' ({source})' if source else ''}"


def _sum(one: AlarmCount, other: AlarmCount) -> AlarmCount:
    return replace(
        one,
        documents=one.documents + other.documents,
        false_alarms=one.false_alarms + other.false_alarms,
        values=tuple(sorted(one.values + other.values, reverse=True))[:MOST_VALUES],
    )


def _kept(values: Iterable[float]) -> tuple[float, ...]:
    """The largest values that a count states; of one that is infinite nothing is known."""
    finite = (round(value, VALUE_DIGITS) for value in values if isfinite(value))
    return tuple(sorted(finite, reverse=True)[:MOST_VALUES])


def _whose(captures: Sequence[Capture], holders: Sequence[int] | None) -> tuple[int, ...]:
    if not captures:
        raise UsageError("count: expected at least one genuine capture, got none")
    if not all(isinstance(one, Capture) for one in captures):
        raise UsageError(
            "count: expected captures with their channel: Capture.load(visible=..., channel=...)"
        )
    if holders is None:
        return tuple(range(len(captures)))
    if len(holders) != len(captures):
        raise UsageError(f"count: expected a holder for each of {len(captures)} captures, got {len(holders)}")
    return tuple(holders)


def examiner_of(template: Template, settings: ExaminerSettings | None = None) -> Examiner:
    """An examiner whose only template is this one, signed or not: one that is being made is not signed yet.

    A template without a digest gets a number for one, by which its reports name it: for its own its pictures would be encoded. Nothing that is saved, signed or counted holds it.
    """
    policy = replace((settings or ExaminerSettings()).load_policy(), require_signed_templates=False)
    named = template if template.digest else replace(template, digest=f"unsaved {next(_UNSAVED)}")
    return Examiner(settings, policy=policy, templates=TemplateStore([named]))


def uncounted(template: Template) -> Template:
    """Give the template without its counts, as its false alarms are counted."""
    return replace(template, counts=())


class _Tally:
    """Documents by check and channel: captures of one document count once, with the most adverse of their values."""

    def __init__(self) -> None:
        self._measured: dict[tuple[str, Channel], set[int]] = {}
        self._adverse: dict[tuple[str, Channel], dict[int, float]] = {}
        self._all: set[int] = set()
        self._fitted: set[int] = set()

    def add(self, holder: int, channel: Channel, report: Report) -> None:
        self._all.add(holder)
        if not all(side.template for side in report.sides):
            return
        self._fitted.add(holder)
        for finding in report.findings:
            key = finding.check, channel
            self._measured.setdefault(key, set()).add(holder)
            if finding.result is Result.FAILED:
                shown = self._adverse.setdefault(key, {})
                shown[holder] = max(finding.value, shown.get(holder, finding.value))

    def counted(self) -> Counted:
        if not self._fitted:
            raise UsageError(
                f"count: the template fits none of {len(self._all)} document(s): give genuine documents of its model and side"
            )
        return Counted(
            counts=tuple(self._counts()),
            documents=len(self._all),
            fitted=len(self._fitted),
            alarms=MappingProxyType({check: len(found) for check, found in sorted(self._alarms().items())}),
        )

    def _alarms(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for (check, _channel), holders in self._adverse.items():
            found.setdefault(check, set()).update(holders)
        return found

    def _counts(self) -> Iterable[AlarmCount]:
        for check, channel in sorted(self._measured):
            adverse = self._adverse.get((check, channel), {})
            yield AlarmCount(
                check=check,
                channel=channel,
                documents=len(self._measured[check, channel]),
                false_alarms=len(adverse),
                values=_kept(adverse.values()),
            )
