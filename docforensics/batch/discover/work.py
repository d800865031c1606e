"""What workers do with the files of a pile: describe pages, learn from a sample, compare pages with what was learned."""

from collections.abc import Sequence

import numpy as np

from docforensics.batch.discover.learning import learned_from_sample, page_number
from docforensics.batch.discover.records import (
    ComparedRecord,
    FindingRecord,
    PageRecord,
    PlaceRecord,
    ReadZone,
    departure_record,
    packed,
)
from docforensics.batch.entries import EntrySide, ScanEntry
from docforensics.batch.settings import ScanSettings
from docforensics.batch.work import Row, Work, source_of
from docforensics.capture.light import Light
from docforensics.capture.load import load_document
from docforensics.capture.side import Capture
from docforensics.document import Document, Side
from docforensics.mrz.parse import Mrz
from docforensics.report.model import Finding
from docforensics.report.report import Report
from docforensics.templates.discovery.departures import departures
from docforensics.templates.learning.aligned_stack import MEASURED, read_sheet
from docforensics.templates.retrieval.choose import upright_page
from docforensics.templates.retrieval.descriptor import looks_of

Contents = list[list[bytes]]
"""The bytes of every file of every side."""
GROUP = "group"
"""Key of a template's provenance that names its group."""
_NO_WHITE_LIGHT = "no image in white light, which the others are compared by: give one with it"


class DescribeWork(Work):
    """Describes every page of a document."""

    def __init__(self, settings: ScanSettings, configuration: str, out: str | None) -> None:
        super().__init__(settings, configuration, out)
        self._engine = settings.examination.load_engine()

    def _examined(self, entry: ScanEntry, contents: Contents, document: str) -> Row:
        del document
        captures = captures_of(entry, contents, self._settings)
        return _found([self._page(capture, number) for number, capture in enumerate(captures)])

    def _page(self, capture: Capture, number: int) -> PageRecord:
        if Light.VISIBLE not in capture.images:
            return PageRecord(number=number, reason=_NO_WHITE_LIGHT)
        sheet = read_sheet(capture, number, self._engine)
        page = sheet.page
        return PageRecord(
            number=number,
            is_document=sheet.mrz is not None or page.basis in MEASURED or page.size is not None,
            lights=tuple(capture.lights),
            size="" if page.size is None else str(page.size),
            size_mm=page.size_mm,
            is_measured=page.basis in MEASURED,
            resolved_px_per_mm=page.quality.resolved_px_per_mm,
            glare=page.quality.glare_share,
            megapixels=sum(one.width * one.height for frames in capture.images.values() for one in frames)
            / 1e6,
            zone=_zone(sheet.mrz),
            looks=looks_of(upright_page(page)).vector.astype(np.float16).tobytes(),
        )


class LearnWork(Work):
    """Learns the templates of a group from its sample: an entry whose sides are the pages of the sample."""

    def __init__(self, settings: ScanSettings, configuration: str, out: str | None) -> None:
        super().__init__(settings, configuration, out)
        self._engine = settings.examination.load_engine()

    def _examined(self, entry: ScanEntry, contents: Contents, document: str) -> Row:
        del document
        captures = [
            _capture_of(side, raws, page_number(entry.name, place), self._settings)
            for place, (side, raws) in enumerate(zip(entry.sides, contents, strict=True))
        ]
        return _found(learned_from_sample(captures, entry.name, self._engine))


class CompareWork(Work):
    """Examines a document against the templates of a pile, and keeps where its pages depart from them."""

    def _examined(self, entry: ScanEntry, contents: Contents, document: str) -> Row:
        del document
        settings = self._settings
        read = self._examiner.read(
            source_of(entry, contents, settings),
            inspected_on=settings.inspected_on,
            side=settings.side,
            channel=entry.sides[0].channel or settings.channel,
            size_mm=entry.sides[0].size_mm or settings.size_mm,
        )
        report = self._examiner.report(read)
        return _found(_compared(read, report))


def captures_of(entry: ScanEntry, contents: Contents, settings: ScanSettings) -> tuple[Capture, ...]:
    """The sides of a document; a lone file may hold several."""
    first = entry.sides[0]
    return load_document(
        source_of(entry, contents, settings),
        side=settings.side,
        channel=first.channel or settings.channel,
        size_mm=first.size_mm or settings.size_mm,
        limits=settings.examination.limits,
    )


def _capture_of(side: EntrySide, raws: list[bytes], number: int, settings: ScanSettings) -> Capture:
    """One page: that of this number in a lone file, else the side itself."""
    entry = ScanEntry(name="", sides=(side,))
    pages = captures_of(entry, [raws], settings)
    return pages[number if entry.lone_file is not None else 0]


def _found(records: object) -> Row:
    return {"status": "examined", "findings": [], "described": packed(records)}


def _zone(mrz: Mrz | None) -> ReadZone | None:
    if mrz is None:
        return None
    return ReadZone(format=mrz.format.value, issuer=mrz.issuer, code=mrz.fields["document_code"].value)


def _compared(document: Document, report: Report) -> list[ComparedRecord]:
    """Every side that is no further frame of another."""
    return [
        ComparedRecord(
            number=number,
            group=_group(side),
            log10_lr=report.verdict.log10_lr,
            findings=tuple(_findings(report.reasons, number, alone=len(document.sides) == 1)),
            departures=tuple(map(departure_record, departures(side.match))) if side.match else (),
            values=_values(report.findings, number, alone=len(document.sides) == 1),
            shows_another=bool(side.additional_zones or side.unread_zones),
        )
        for number, side in enumerate(document.sides)
        if side.frame_of is None
    ]


def _group(side: Side) -> str:
    return side.match.template.provenance.get(GROUP, "") if side.match else ""


def _values(findings: Sequence[Finding], number: int, *, alone: bool) -> dict[str, float]:
    """What checks measured on this side: of several sides a check states the value where it is largest."""
    return {
        one.check: one.value
        for one in findings
        if alone or any(region.side == number for region in one.regions)
    }


def _findings(reasons: Sequence[Finding], number: int, *, alone: bool) -> list[FindingRecord]:
    """The findings that are about a side: at a place of it, or about a document of this side alone."""
    found = []
    for one in reasons:
        here = tuple(
            PlaceRecord(light=region.light, box=region.box) for region in one.regions if region.side == number
        )
        if here or (alone and not one.regions):
            found.append(FindingRecord(check=one.check, title=one.title, log10_lr=one.log10_lr, places=here))
    return found
