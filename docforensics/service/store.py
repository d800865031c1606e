"""Where examinations are kept and logged: what was asked and its row come together, or not at all."""

from contextlib import suppress
from dataclasses import dataclass

from docforensics.errors import DocforensicsError
from docforensics.service.audit import AuditLog
from docforensics.service.blobs import ASKED, Blobs
from docforensics.service.decisions import Decisions
from docforensics.service.records import DuplicateError, ExaminationRecord, Records


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStore:
    """Where examinations are kept and logged."""

    records: Records
    decisions: Decisions
    blobs: Blobs
    audit: AuditLog

    def keep(self, record: ExaminationRecord, asked: bytes) -> None:
        """Keep what was asked, and its row.

        Raises DuplicateError, or what the store raises; then nothing is kept: without a row nobody would ever delete it.
        """
        try:
            self.blobs.put(record.id, ASKED, asked)
            self.records.accept(record)
        except DuplicateError:
            self.blobs.drop(record.id, (ASKED,))
            raise
        except BaseException:
            self.undo(record)
            raise

    def undo(self, record: ExaminationRecord) -> None:
        """Take away what was kept of one that is not accepted: each as far as the store is there."""
        with suppress(DocforensicsError):
            self.blobs.drop(record.id, (ASKED,))
        with suppress(DocforensicsError):
            self.records.delete(record.id)
