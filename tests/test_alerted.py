"""Conflicts among alerts, as far as a document is concerned."""

from types import SimpleNamespace
from typing import Any, cast

from docforensics.alerted import conflict_notes
from docforensics.alerts.book import AlertBook, AlertConflict
from docforensics.document import Document
from tests.scoring.test_alerted import HIT


def _document(book: AlertBook | None) -> Document:
    return cast("Document", SimpleNamespace(alerts=book, sides=(), inspected_on=None))


def test_conflicts_of_a_matched_alert_are_stated() -> None:
    """Those of others are not."""
    conflicts = (
        AlertConflict(alerts=(HIT.alert,), reason="template X shows the mark"),
        AlertConflict(alerts=("other",), reason="elsewhere"),
    )
    book: Any = AlertBook(conflicts=conflicts)
    notes = conflict_notes(_document(book), [HIT])
    assert notes == ("Alerts of this post contradict each other or its templates: template X shows the mark",)
    assert conflict_notes(_document(book), []) == ()


def test_without_alerts_there_is_no_conflict() -> None:
    """Nor without conflicts."""
    assert conflict_notes(_document(None), [HIT]) == ()
    assert conflict_notes(_document(AlertBook()), [HIT]) == ()
