"""What a worker process of the service does with a document: the work of a scan, but for what is read and what is given."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Event
from typing import Any, Protocol, cast

from docforensics.batch.entries import ScanEntry
from docforensics.batch.settings import ScanExaminer, ScanSettings, load_examiner
from docforensics.batch.work import Row, Work, failed, source_of
from docforensics.capture.load import Source
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import SizeMm
from docforensics.claims.model import LayerState
from docforensics.errors import AlertError, EngineUnavailableError, ExaminationCancelledError, UsageError
from docforensics.guidance.equipment import Profile
from docforensics.mrz.icao import is_issuer
from docforensics.mrz.parse import parse_reading
from docforensics.mrz.read import read_mrz
from docforensics.regular import is_there
from docforensics.report.build import mrz_report
from docforensics.report.plain import plain
from docforensics.report.render.json import mrz_to_dict
from docforensics.report.report import Report
from docforensics.seal.chip import ChipData
from docforensics.service.asked import AlertTag, AskedWork, Described, ReportForm, WorkKind
from docforensics.service.blobs import DRAFT
from docforensics.service.desk.sight import packed_sight
from docforensics.service.drafts import made_draft
from docforensics.settings import ExaminerSettings

SERVICE_WORK = "docforensics.service.work:ServiceWork"
CANCELLED = "cancelled"
"""Kind of failure of a document that nobody waits for any more."""
_EXAMINERS = 4
"""Examiners of other policies or equipment that a worker keeps: each shares the loaded networks, and takes .2 s to make."""


class ServiceExaminer(Protocol):
    """What the service asks of an examiner."""

    def warm_up(self) -> None:
        """Load everything."""

    def examine(
        self,
        source: Source,
        *,
        inspected_on: date | None,
        side: SideKind | str,
        channel: Channel | str,
        size_mm: SizeMm | None,
        chip: ChipData | None,
        cancel: Event | None,
    ) -> Report:
        """Examine one document."""


class _Withdrawn(Event):
    """Set once the file that holds what was asked is gone: whoever asked has taken it away."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = Path(file)

    def is_set(self) -> bool:
        """Whether nobody waits for the document any more."""
        return not is_there(self._file)


class ServiceWork(Work):
    """Examines what was asked; an entry is the file that holds it."""

    def __init__(self, settings: ScanSettings, configuration: str, out: str | None) -> None:
        super().__init__(settings, configuration, out)
        self._own = cast("ServiceExaminer", self._examiner)
        self._own.warm_up()
        self._others = lru_cache(maxsize=_EXAMINERS)(self._other)

    def _examined(self, entry: ScanEntry, contents: list[list[bytes]], document: str) -> Row:  # noqa: ARG002 (named as in `Work`)
        asked = AskedWork.unpacked(contents[0][0])
        cancel = _Withdrawn(entry.lone_file or "")
        try:
            described = self._done(asked, cancel)
        except ExaminationCancelledError as error:
            return failed(CANCELLED, str(error))
        except (UsageError, EngineUnavailableError, AlertError) as error:
            return failed(type(error).__name__, str(error))
        return {"status": "examined", "described": described.packed()}

    def _done(self, asked: AskedWork, cancel: Event) -> Described:
        if asked.kind is WorkKind.READY:
            return Described()
        if asked.kind is WorkKind.MRZ:
            return _zone(asked.contents[0][0], self._settings.examination)
        if asked.kind is WorkKind.ALERT:
            draft = made_draft(cast("ScanExaminer", self._examiner_for(asked)), asked)
            return Described(forms={DRAFT: draft})
        settings = self._settings
        entry = ScanEntry(name="", sides=asked.sides)
        examiner = self._examiner_for(asked)
        report = examiner.examine(
            source_of(entry, [list(files) for files in asked.contents], settings),
            inspected_on=asked.inspected_on,
            side=settings.side,
            channel=entry.sides[0].channel or settings.channel,
            size_mm=entry.sides[0].size_mm,
            chip=_chip(asked.chip),
            cancel=cancel,
        )
        if asked.equipment is not None:
            report = report.for_post(Profile.of(asked.equipment))
        return described_of_report(report, asked)

    def _examiner_for(self, asked: AskedWork) -> ServiceExaminer:
        if asked.policy is None and asked.equipment is None:
            return self._own
        return self._others(asked.policy, asked.equipment)

    def _other(self, policy: str | None, equipment: tuple[str, ...] | None) -> ServiceExaminer:
        stated: dict[str, Any] = {"policy": policy, "equipment": equipment}
        options = {name: value for name, value in stated.items() if value is not None}
        examination = ExaminerSettings.of(self._settings.examination, options)
        return cast("ServiceExaminer", load_examiner(replace(self._settings, examination=examination)))


def _zone(raw: bytes, settings: ExaminerSettings) -> Described:
    engine = settings.engine if isinstance(settings.engine, str) else None
    reading = read_mrz(raw, engine=engine, limits=settings.limits)
    found = None if reading is None else mrz_report(parse_reading(reading), reading)
    text = json.dumps({"mrz": plain(mrz_to_dict(found)) if found else None}, ensure_ascii=False)
    return Described(forms={ReportForm.JSON: text.encode()})


def _chip(files: Mapping[str, bytes]) -> ChipData | None:
    if not files:
        return None
    groups = {int(name[2:]): raw for name, raw in files.items() if name.startswith("DG")}
    return ChipData(data_groups=groups, sod=files.get("SOD", b""), com=files.get("COM", b""))


def described_of_report(report: Report, asked: AskedWork) -> Described:
    """Write a report in the forms that were asked for, with what lists and metrics name of it."""
    verdict = report.verdict
    issuer = report.mrz.fields.get("issuer", "").strip("<") if report.mrz else ""
    return Described(
        forms={form.value: _written(report, form, asked.language) for form in asked.forms},
        outcome=verdict.outcome.value,
        first_why=verdict.first_why or "",
        adverse_layers=tuple(one.layer.value for one in verdict.layers if one.state is LayerState.ADVERSE),
        adverse_checks=tuple(finding.check for finding in report.reasons),
        issuer=issuer if is_issuer(issuer) else "",
        alerts=tuple(
            {
                hit.alert: AlertTag(id=hit.alert, title=hit.title, severity=hit.severity)
                for hit in verdict.alerts
            }.values()
        ),
        timings=dict(report.timings),
    )


def _written(report: Report, form: ReportForm, language: str) -> bytes:
    if form is ReportForm.REDACTED:
        return report.to_redacted().to_html(language=language).encode()
    if form is ReportForm.DESK:
        return packed_sight(report, language)
    return report.render(form.value, language=language).encode()
