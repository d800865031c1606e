"""The main path: one document in, one reasoned report out. Read this first."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from threading import Event
from typing import Unpack

from docforensics.alerted import with_conflicts
from docforensics.apart import StatedBeside, examined_apart, refuse_cancel
from docforensics.capture.load import Source, load_document
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import SizeMm
from docforensics.checks.check import Check
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Outcome
from docforensics.checks.registry import STAND_IN, discover_checks
from docforensics.checks.run import run_check
from docforensics.claims.fold import fold
from docforensics.document import Document
from docforensics.errors import ExaminationCancelledError, InputError
from docforensics.freed import giving_back, keep_freed_memory
from docforensics.model_counts import counts_of_model
from docforensics.mrz.parse import parse_mrz
from docforensics.practice import PRACTICE_MRZ, practice_pages, prepare
from docforensics.reading import Readers, read_document
from docforensics.report.build import build_report
from docforensics.report.given import given_of
from docforensics.report.render.audit import audit_record, log_examined
from docforensics.report.report import Report
from docforensics.scoring.alerted import as_findings
from docforensics.scoring.condition import condition_of
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Evidence, Verdict
from docforensics.scoring.policy import Policy
from docforensics.scoring.unknown_checks import refuse_unknown_checks, report_unknown_checks
from docforensics.scoring.weigh import SWITCHED_OFF, mode_of, weigh
from docforensics.seal.chip import ChipData, read_chip
from docforensics.settings import ExaminerOptions, ExaminerSettings, hash_of
from docforensics.stopwatch import Stopwatch
from docforensics.viz.recognise import load_readers
from docforensics.weighed import weighed_checks

_log = logging.getLogger("docforensics")

Audit = Callable[[Mapping[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that `examine_many` could not examine: named, never dropped."""

    index: int
    """Position in the sequence given."""
    error: InputError


class Examiner:
    """Examines documents. Loads everything once; safe to share between threads.

    Parameters
    ----------
    settings
        What decides its results; the defaults when None.
    options
        Fields of `ExaminerSettings`, put in the place of those of `settings`: `Examiner(templates="my-templates/")`.
    audit
        Called with one structured record a report, without personal data unless `audit_personal`.

    Attributes
    ----------
    settings
        The settings in force.

    Raises
    ------
    UsageError, ResourceError
        The settings name something that cannot be loaded.

    """

    def __init__(
        self,
        settings: ExaminerSettings | None = None,
        *,
        audit: Audit | None = None,
        audit_personal: bool = False,
        **options: Unpack[ExaminerOptions],
    ) -> None:
        self.settings = ExaminerSettings.of(settings, options)
        keep_freed_memory()
        self._policy = self.settings.load_policy()
        self._trust = self.settings.load_trust()
        self._readers = Readers(
            engine=self.settings.load_engine(),
            templates=self.settings.load_templates(signed=self._policy.require_signed_templates),
            viz_reader=self.settings.viz_reader,
            trust=self._trust,
            alerts=self.settings.load_alerts(),
        )
        self._calibration = self.settings.load_calibration()
        self._told = self.settings.if_plain(), self.settings.content()
        self._provenance = {
            "policy": self._policy.digest,
            "calibration": self._calibration.digest,
            "settings": hash_of(self._told[1]),
        }
        self._equipment = self.settings.load_equipment()
        self._checks: tuple[Check, ...] = discover_checks()
        whole = not any(check.family == STAND_IN for check in self._checks)
        refuse_unknown_checks(self._policy, self._checks, all_known=whole)
        report_unknown_checks(self._calibration, self._checks)
        self._audit = audit
        self._audit_personal = audit_personal

    def warm_up(self) -> None:
        """Load what is otherwise loaded with the first document: models, tables, drawings of type faces, and what is prepared of the templates.

        The references of the templates are examined as if they were pages; of a large store that of one. Nothing is reported,
        logged or kept; to call it again takes time and does no harm.

        Raises
        ------
        ResourceError
            A model or template is missing or was changed: known before the first document comes.
        """
        with ThreadPoolExecutor(max_workers=1) as beside:
            reader = beside.submit(load_readers, self.settings.viz_reader)
            for capture in practice_pages(self._readers.templates):
                # No zone is printed on it; the checks of one run all the same.
                document = replace(self.read(capture), mrz=parse_mrz(PRACTICE_MRZ), mrz_side=0)
                outcomes = self._outcomes(document, self._policy, Stopwatch())
                self._judged(document, outcomes, self._policy)
            prepare(self._checks)
            reader.result()

    def examine(
        self,
        source: Source,
        *,
        inspected_on: date | None = None,
        side: SideKind | str = SideKind.OTHER,
        channel: Channel | str = Channel.UPLOAD,
        size_mm: SizeMm | None = None,
        chip: ChipData | None = None,
        isolated: bool = False,
        cancel: Event | None = None,
    ) -> Report:
        """Examine one document.

        Parameters
        ----------
        source
            Path, bytes, array, `Capture`, PDF or multi-page TIFF, or a list of these as sides of one document.
        inspected_on
            The day of the examination; today when not given. State it to get the same report again.
        side, channel
            For sources that are not a `Capture` and so do not say it themselves.
        size_mm
            Width and height of the page in millimetres where they are known, for such sources too: of a document that has no size
            of Doc 9303, say. Without it the sizes of the templates are looked for besides those.
        chip
            The files of its chip, as your own reader read them.
        isolated
            Examine it in a process of its own, within `Limits.seconds` and `Limits.memory_bytes`; a file that kills a decoder kills that
            process alone. Settings that were given ready made are refused: UsageError. The first one loads an examiner anew.
        cancel
            Set it to end the examination before its next stage or check: ExaminationCancelledError. Not with `isolated`.

        Raises
        ------
        InputError
            The source cannot be read; LimitExceededError where it takes more than the limits allow.
        ResourceError
            A model or template that is loaded when it is first needed is missing or was changed. It says nothing of the document,
            and whoever examines on is told again.
        MemoryError
            This process is short of memory: nothing is known of the document. An isolated examination gives a LimitExceededError.
        """
        if isolated:
            refuse_cancel(cancel)
            stated = StatedBeside.of(
                inspected_on=inspected_on, side=side, channel=channel, size_mm=size_mm, chip=chip
            )
            return self._recorded(examined_apart(self.settings, source, stated))
        document = self.read(
            source,
            inspected_on=inspected_on,
            side=side,
            channel=channel,
            size_mm=size_mm,
            chip=chip,
            cancel=cancel,
        )
        return self.report(document, cancel=cancel)

    def read(
        self,
        source: Source,
        *,
        inspected_on: date | None = None,
        side: SideKind | str = SideKind.OTHER,
        channel: Channel | str = Channel.UPLOAD,
        size_mm: SizeMm | None = None,
        chip: ChipData | None = None,
        cancel: Event | None = None,
    ) -> Document:
        """Find all that can be known of one document, without judging; the first half of `examine`."""
        stated = StatedBeside.of(
            inspected_on=inspected_on, side=side, channel=channel, size_mm=size_mm, chip=chip
        )
        watch = Stopwatch(before=partial(_stop_if_set, cancel))
        captures = watch.time(
            "capture",
            load_document,
            source,
            side=stated.side,
            channel=stated.channel,
            size_mm=stated.size_mm,
            limits=self.settings.limits,
        )
        today = stated.inspected_on or date.today()  # noqa: DTZ011 (the post's local day)
        document = read_document(captures, self._readers, today, watch)
        return document if chip is None else replace(document, chip=read_chip(chip, self._trust, today))

    @giving_back()
    def report(self, document: Document, *, cancel: Event | None = None) -> Report:
        """Check, weigh and judge what was read; the second half of `examine`. Raises what that does."""
        policy = self._policy.for_issuer(document.mrz.issuer if document.mrz else "")
        watch = Stopwatch(document.timings, partial(_stop_if_set, cancel))
        outcomes = self._outcomes(document, policy, watch)
        evidence, verdict = watch.time("scoring", self._judged, document, outcomes, policy)
        report = watch.time(
            "report",
            build_report,
            document=document,
            checks=self._checks,
            outcomes=outcomes,
            evidence=evidence,
            verdict=verdict,
            provenance=self._provenance,
        )
        return self._recorded(replace(report, timings=watch.seconds, given=given_of(document, *self._told)))

    def examine_many(
        self,
        sources: Iterable[Source],
        *,
        inspected_on: date | None = None,
        side: SideKind | str = SideKind.OTHER,
        channel: Channel | str = Channel.UPLOAD,
        size_mm: SizeMm | None = None,
        cancel: Event | None = None,
    ) -> Iterator[Report | Failure]:
        """Examine documents one after another, in order; an unreadable one becomes a `Failure` and the others are examined.

        Raises ResourceError and ExaminationCancelledError as `examine` does, before the next document: no `Failure` stands for them.
        """
        for index, source in enumerate(sources):
            try:
                yield self.examine(
                    source,
                    inspected_on=inspected_on,
                    side=side,
                    channel=channel,
                    size_mm=size_mm,
                    cancel=cancel,
                )
            except InputError as error:
                yield Failure(index=index, error=error)

    def _outcomes(self, document: Document, policy: Policy, watch: Stopwatch) -> tuple[Outcome, ...]:
        """Run the checks, less those that are off, each timed under its id."""
        return tuple(
            SWITCHED_OFF
            if mode_of(check, policy) is RunMode.OFF
            else watch.time(check.id, run_check, check, document)
            for check in self._checks
        )

    def _judged(
        self, document: Document, outcomes: Sequence[Outcome], policy: Policy
    ) -> tuple[tuple[Evidence, ...], Verdict]:
        """Weigh what the checks measured, fold what they saw into claims, and judge both."""
        condition = condition_of(
            document.channels,
            document.lights,
            has_template=any(side.match is not None for side in document.sides),
        )
        counts = counts_of_model(document, self._checks)
        evidence = weigh(self._checks, outcomes, self._calibration, policy, condition, counts=counts)
        findings = as_findings(evidence)
        verdict = judge(
            evidence,
            self._calibration,
            policy,
            condition,
            claims=fold(
                document,
                weighed_checks(self._checks, outcomes, findings, self._calibration, condition),
                powers=self._calibration.powers,
                signed_only=self.settings.template_keys is not None,
            ),
            mandatory=policy.mandatory_claims(document.channels, document.lights, self._equipment),
        )
        return findings, with_conflicts(document, verdict)

    def _recorded(self, report: Report) -> Report:
        log_examined(_log, report)
        if self._audit is not None:
            self._audit(audit_record(report, personal=self._audit_personal))
        return report


def _stop_if_set(cancel: Event | None) -> None:
    if cancel and cancel.is_set():
        raise ExaminationCancelledError("the examination was cancelled")


def examine(
    source: Source,
    *,
    inspected_on: date | None = None,
    side: SideKind | str = SideKind.OTHER,
    channel: Channel | str = Channel.UPLOAD,
    size_mm: SizeMm | None = None,
    chip: ChipData | None = None,
    isolated: bool = False,
    cancel: Event | None = None,
) -> Report:
    """Examine one document with the shipped templates and policy and nobody trusted; see `Examiner.examine`."""
    return _shared_examiner().examine(
        source,
        inspected_on=inspected_on,
        side=side,
        channel=channel,
        size_mm=size_mm,
        chip=chip,
        isolated=isolated,
        cancel=cancel,
    )


@cache
def _shared_examiner() -> Examiner:
    # Two threads may both make one at first; the later one is dropped, which costs time and nothing else.
    return Examiner()
