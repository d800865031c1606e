"""The page of results: what was found, by the ids that checks have now."""

from pathlib import Path

from docforensics.batch.schema import scanned_table
from docforensics.batch.store import ResultStore
from docforensics.batch.summary import summarise
from docforensics.batch.work import reported
from docforensics.scoring.model import OutcomeClass


def test_results_that_name_checks_by_old_ids_are_counted_by_new_ones(tmp_path: Path) -> None:
    """Results that were begun before a check was renamed and gone on with after it show it once."""
    from odd_examiner import make_report

    report = reported(make_report(OutcomeClass.REFER), ())
    rows = [
        {**report, "name": name, "document": name, "adverse": [check]}
        for name, check in (("a", "security.lost_print"), ("b", "security.obscured_print"))
    ]
    store = ResultStore(str(tmp_path), {"inspected_on": "2026-11-25", "channel": "upload", "retain": []})
    store.add(scanned_table(rows))
    store.flush()
    summary = summarise(tmp_path)
    assert summary.against == {"security.obscured_print": 2}
    assert {check for row in summary.worst for check in row["adverse"]} == {"security.obscured_print"}
