"""The page of results: what was found, by the ids that checks have now."""

import json
from pathlib import Path
from typing import Any

import pytest

from docforensics.batch.schema import scanned_table
from docforensics.batch.store import ResultStore
from docforensics.batch.summary import summarise, write_summary
from docforensics.batch.work import reported
from docforensics.errors import UsageError
from docforensics.scoring.model import OutcomeClass

CONFIGURATION = {"inspected_on": "2026-11-25", "channel": "upload", "retain": []}


def stored(out: Path, *rows: dict[str, Any]) -> None:
    """Keep rows as a scan does."""
    store = ResultStore(str(out), CONFIGURATION)
    store.add(scanned_table(rows))
    store.flush()


def test_inconclusive_documents_are_counted_and_filtered_by_the_first_reason(tmp_path: Path) -> None:
    """So that no template, no zone, unreadable and no document are told apart."""
    from odd_examiner import make_report

    row = reported(make_report(OutcomeClass.INCONCLUSIVE), ())
    codes = ("no_template", "no_template", "no_mrz", None)
    names = [{**row, "name": name, "first_why": code} for name, code in zip("abcd", codes, strict=True)]
    stored(tmp_path, *names, {**row, "name": "e", "outcome": "REFER", "score": None})
    summary = summarise(tmp_path)
    assert summary.first_whys == {"no_template": 2, "no_mrz": 1}
    assert [(one.code, one.count) for one in summary.codes] == [("no_template", 2), ("no_mrz", 1)]
    write_summary(tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<option value="no_template">no reference template (2)</option>' in page
    assert 'data-why="no_mrz"' in page
    assert ">no evidence</td>" in page


def test_results_of_before_claims_are_refused(tmp_path: Path) -> None:
    """Their columns hold no claims; another scan has to be made."""
    stored(tmp_path)
    told = json.loads((tmp_path / "scan.json").read_text(encoding="utf-8"))
    (tmp_path / "scan.json").write_text(json.dumps({**told, "schema": "1.0"}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"version 1\.0; this program.*scan into another folder"):
        summarise(tmp_path)
    with pytest.raises(UsageError, match=r"this program writes 2\.1: choose another folder"):
        ResultStore(str(tmp_path), CONFIGURATION)


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
