"""Conflicts among the alerts of a post, as far as they concern one document: shown with the verdict, and decided by nobody."""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.checks.outcome import AlertHit
from docforensics.document import Document
from docforensics.scoring.model import Verdict


def with_conflicts(document: Document, verdict: Verdict) -> Verdict:
    """Give the verdict with a note for each conflict that concerns the document."""
    notes = conflict_notes(document, verdict.alerts)
    return replace(verdict, notes=(*verdict.notes, *notes)) if notes else verdict


def conflict_notes(document: Document, hits: Sequence[AlertHit]) -> tuple[str, ...]:
    """Give a sentence for each conflict of an alert that the document matches, or that is about its model and in force."""
    book = document.alerts
    if book is None or not book.conflicts:
        return ()
    models = {side.match.template.model for side in document.sides if side.match is not None}
    concerned = {hit.alert for hit in hits} | {
        entry.id
        for entry in book.entries
        if entry.model in models and entry.is_in_force(document.inspected_on)
    }
    return tuple(
        f"Alerts of this post contradict each other or its templates: {one.reason}"
        for one in book.conflicts
        if not concerned.isdisjoint(one.alerts)
    )
