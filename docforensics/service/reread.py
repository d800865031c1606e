"""A document that the service keeps, read again from its pictures."""

from datetime import date

from docforensics.batch.entries import ScanEntry
from docforensics.batch.settings import ScanExaminer, ScanSettings
from docforensics.batch.work import source_of
from docforensics.capture.model import SideKind
from docforensics.document import Document
from docforensics.service.asked import AskedWork


def read_asked(examiner: ScanExaminer, asked: AskedWork, day: date | None) -> Document:
    """Read what was asked for, as on a day; InputError where it cannot be read."""
    entry, scan = ScanEntry(name="", sides=asked.sides), ScanSettings(inspected_on=day or date.min)
    return examiner.read(
        source_of(entry, [list(files) for files in asked.contents], scan),
        inspected_on=day,
        side=SideKind.OTHER,
        channel=asked.sides[0].channel or scan.channel,
        size_mm=asked.sides[0].size_mm,
    )
