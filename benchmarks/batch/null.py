"""An examiner that examines nothing, so that a scan loads the machinery alone."""

from datetime import date
from typing import cast

from docforensics.batch.settings import ScanSettings
from docforensics.document import Document
from docforensics.report.report import Report
from docforensics.report.versions import SCHEMA_VERSION
from docforensics.scoring.model import OutcomeClass, Verdict

_VERDICT = Verdict(
    score=0.05,
    prior=0.05,
    log10_lr=0.0,
    family_log10_lr={},
    outcome=OutcomeClass.INCONCLUSIVE,
    verbal="none",
)
_REPORT = Report(
    schema_version=SCHEMA_VERSION,
    verdict=_VERDICT,
    findings=(),
    unchecked=(),
    guidance=(),
    limits=(),
    mrz=None,
    sides=(),
    inspected_on=date(2026, 11, 25),
    provenance={},
)


class NullExaminer:
    """Says the same of everything."""

    def read(self, source: object, **_: object) -> Document:
        """Hand the source on as it is."""
        return cast("Document", source)

    def report(self, document: Document) -> Report:
        """Give the one report."""
        del document
        return _REPORT


def make(_settings: ScanSettings) -> NullExaminer:
    """Make one."""
    return NullExaminer()
