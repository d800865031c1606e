"""Confirmed captures that lie on the template, and those that a revision cannot take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from docforensics.capture.light import Light
from docforensics.capture.load import load_capture
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.counting import examiner_of, report_uncounted
from docforensics.errors import InputError, UsageError
from docforensics.mrz.engines import load_engine
from docforensics.mrz.parse import Mrz
from docforensics.report.report import Report
from docforensics.revising.caught import adverse_checks
from docforensics.revising.history import UsedFile
from docforensics.settings import ExaminerSettings
from docforensics.templates.learning.aligned_stack import AlignedSheet, read_sheet
from docforensics.templates.learning.given_lights import fault_of_lights
from docforensics.templates.learning.holders import refuse_contradicted, told_apart
from docforensics.templates.model import Template
from docforensics.templates.registration.register import TemplateMatch, register

CaptureFiles = Mapping[Light, str | Path]
"""Files of one capture by light."""
_KNOWN_COUNTERFEIT = "security.known_counterfeit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One capture that was given for a revision."""

    files: CaptureFiles
    holder: int | None
    """Number of its holder among these captures; None where nobody stated one."""
    used: tuple[UsedFile, ...]
    """Its files, with those who confirmed them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A capture that a revision did not take."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a revision takes, one entry a capture that lies on the template."""

    captures: tuple[Capture, ...]
    matches: tuple[TemplateMatch, ...]
    holders: tuple[int, ...]
    files: tuple[UsedFile, ...]
    left_out: tuple[NotTaken, ...]
    doubted: Mapping[str, tuple[str, ...]]
    """Captures on which checks with the former revision are adverse, with these."""
    reports: tuple[Report, ...]
    """Of the captures as if the template had counted nothing: what they are counted by."""


class _Unfit(Exception):  # noqa: N818 (it ends no program)
    """Why a capture is left out."""


def take(
    template: Template, given: Sequence[Given], channel: Channel, settings: ExaminerSettings | None
) -> Taken:
    """Lay captures on a template, and leave out those that do not lie there or that show a known counterfeit's mark.

    Raises
    ------
    UsageError
        None is left.
    TemplateError
        Holders that differ where the machine readable zones read as one.
    """
    laying = _Laying(template, channel, settings)
    laid: list[_OnTemplate] = []
    rows, left_out = [], []
    for one in given:
        try:
            laid.append(laying.laid(one))
        except (_Unfit, InputError) as reason:
            left_out.append(NotTaken(file=name_of(one.files), reason=str(reason)))
            continue
        rows.append(one)
    doubted = {name_of(one.files): on.adverse for one, on in zip(rows, laid, strict=True) if on.adverse}
    if not rows:
        reasons = "; ".join(f"{one.file}: {one.reason}" for one in left_out)
        raise UsageError(f"update: no capture can be taken: {reasons}")
    return Taken(
        captures=tuple(on.sheet.capture for on in laid),
        matches=tuple(on.match for on in laid),
        holders=_holders(rows, [on.mrz for on in laid]),
        files=tuple(file for one in rows for file in one.used),
        left_out=tuple(left_out),
        doubted=MappingProxyType(doubted),
        reports=tuple(on.report for on in laid),
    )


def _holders(rows: Sequence[Given], zones: Sequence[Mrz | None]) -> tuple[int, ...]:
    """Whose documents the captures are: as stated, where the zones do not contradict it; else as the zones tell."""
    stated = [one.holder for one in rows if one.holder is not None]
    if len(stated) < len(rows):
        return told_apart(zones)
    refuse_contradicted(zones, stated, [name_of(one.files) for one in rows])
    return tuple(stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnTemplate:
    """One capture on the template."""

    sheet: AlignedSheet
    match: TemplateMatch
    mrz: Mrz | None
    """As read on the template, where it lies; else as read before."""
    adverse: tuple[str, ...]
    report: Report
    """As if the template had counted nothing."""


class _Laying:
    """Lays captures on one template, and examines them with it."""

    def __init__(self, template: Template, channel: Channel, settings: ExaminerSettings | None) -> None:
        self._template, self._channel = template, channel
        self._engine, self._examiner = load_engine(), examiner_of(template, settings)

    def laid(self, one: Given) -> _OnTemplate:
        """The capture as it was read, its match, and the outcome of the checks."""
        capture = loaded(one.files, self._channel)
        read = {image.sha256 for images in capture.images.values() for image in images}
        if read != {file.sha256 for file in one.used}:
            raise _Unfit("was changed while it was read; not what was confirmed")
        sheet = read_sheet(capture, 0, self._engine)
        if fault := fault_of_lights(sheet, self._template.size):
            raise _Unfit(fault)
        found = register(sheet.capture, sheet.page, self._template)
        if found is None:
            raise _Unfit("does not lie on the template")
        # Read once and judged twice, so that nothing of the document is kept: its pages in every light are larger than the captures.
        document = self._examiner.read(capture)
        adverse = adverse_checks(self._examiner.report(document))
        if _KNOWN_COUNTERFEIT in adverse:
            raise _Unfit("shows the mark of a counterfeit that was seen")
        report = report_uncounted(document, self._examiner)
        return _OnTemplate(
            sheet=sheet,
            match=found.match,
            mrz=document.mrz or sheet.mrz,
            adverse=adverse,
            report=report,
        )


def name_of(files: CaptureFiles) -> str:
    """Path of a capture's file in white light, as it was given; UsageError where there is none."""
    if Light.VISIBLE not in files:
        given = ", ".join(f"{light}: {file}" for light, file in files.items()) or "no file"
        raise UsageError(f"expected a file in white light of every capture, got {given}")
    return str(files[Light.VISIBLE])


def loaded(files: CaptureFiles, channel: Channel) -> Capture:
    """Load a capture in its lights."""
    if set(files) == {Light.VISIBLE}:
        return load_capture(files[Light.VISIBLE], channel=channel)
    return Capture.from_lights(files, channel=channel)
