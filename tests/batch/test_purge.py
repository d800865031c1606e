"""Purging: afterwards results are as if nothing had been retained. And the page of what is left."""

import json
import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch.purge import purge
from docforensics.batch.schema import DOCUMENTS, FINDINGS, documents_of, findings_of, scanned_table
from docforensics.batch.settings import Retain
from docforensics.batch.store import ResultStore
from docforensics.batch.summary import summarise, write_summary
from docforensics.batch.work import failed, reported
from docforensics.errors import UsageError
from docforensics.scoring.model import OutcomeClass

SECRETS = ("L898902C3", "ERIKSSON", "2012-04-15", "460712983")

_DOCUMENT = "b" * 64
REPORT, PICTURE = f"reports/bb/{_DOCUMENT}.html", f"pictures/bb/{_DOCUMENT}.jpg"


@pytest.fixture(name="results")
def fixture_results(tmp_path: Path) -> Path:
    """Results that retain everything, of four documents, one of which failed."""
    from odd_examiner import make_report

    outcomes = {"<b>a": OutcomeClass.CLEAR, "b": OutcomeClass.ALERT, "c": OutcomeClass.REFER}
    rows = [
        {
            **reported(make_report(outcome), Retain),
            "name": name,
            "document": name,
            "report": REPORT,
        }
        for name, outcome in outcomes.items()
    ]
    rows.append({**failed("DecodeError", "cut off"), "name": "d", "document": ""})
    told = {"inspected_on": "2026-11-25", "channel": "upload", "retain": ["mrz"]}
    store = ResultStore(str(tmp_path / "out"), told)
    store.add(scanned_table(rows))
    store.flush()
    for name in (REPORT, "links/part-000001.parquet", "linked/edges.csv", PICTURE):
        (tmp_path / "out" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "out" / name).write_text("ERIKSSON", encoding="utf-8")
    return tmp_path / "out"


def texts(results: Path) -> str:
    """All that the tables say."""
    return "".join(
        repr(duckdb.read_parquet(str(file)).fetchall()) for file in results.glob("[df]*/*.parquet")
    )


def test_a_purge_leaves_outcomes_and_no_personal_data(results: Path) -> None:
    """Run again, it finds nothing."""
    assert all(secret in texts(results) for secret in SECRETS)
    write_summary(results)
    assert purge(results) == 6
    assert not [secret for secret in SECRETS if secret in texts(results)]
    assert {file.name for file in results.rglob("*") if file.is_file()} == {
        "scan.json", ".lock", "part-000001.parquet", "index.html"
    }  # fmt: skip
    assert "reports/" not in (results / "index.html").read_text(encoding="utf-8")
    assert summarise(results).counts == {"CLEAR": 1, "ALERT": 1, "REFER": 1, "failed": 1}
    assert purge(results) == 0


def test_only_what_is_named_is_purged(results: Path) -> None:
    """Messages go with the values that tell a date; the zone stays."""
    purge(results, ["messages"])
    assert "P<UTOERIKSSON" in texts(results)
    assert "2012-04-15" not in texts(results)
    assert (results / REPORT).exists()
    with pytest.raises(UsageError, match="expected mrz, messages, report, picture, links"):
        purge(results, ["everything"])


def test_what_a_killed_scan_was_writing_is_purged(results: Path) -> None:
    """A report lies there under a name that no table knows."""
    left = results / ".unfinished" / ".b.html.0123456789ab"
    left.parent.mkdir(exist_ok=True)
    left.write_text("ERIKSSON", encoding="utf-8")
    before = purge(results, ["links"])
    assert before == 3
    assert not left.exists()


@pytest.mark.parametrize("place", ["reports", "linked", "documents", ".unfinished"])
def test_nothing_is_purged_through_a_link(results: Path, tmp_path: Path, place: str) -> None:
    """Files of somebody else would go, under names as a scan writes them or any; nor is anything else touched."""
    victim = tmp_path / "victim"
    for name in (f"bb/{_DOCUMENT}.html", "letters.txt", "part-000001.parquet", ".profile.0123456789ab"):
        (victim / name).parent.mkdir(exist_ok=True, parents=True)
        (victim / name).write_text("mine", encoding="utf-8")
    if (results / place).exists():
        (results / place).rename(tmp_path / "moved")
    (results / place).symlink_to(victim)
    with pytest.raises(UsageError, match="is a link"):
        purge(results)
    assert len([file for file in victim.rglob("*") if file.is_file() and file.read_text() == "mine"]) == 4
    with pytest.raises(UsageError, match="is a link"):
        purge(f"file://{results}")


def test_a_link_to_a_file_goes_and_what_it_leads_to_stays(results: Path, tmp_path: Path) -> None:
    """As a report, and as what is locked; a part that is one is refused, since its rows are another's."""
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    (results / REPORT).unlink()
    (results / REPORT).symlink_to(victim)
    purge(results, ["report"])
    assert not (results / REPORT).is_symlink()
    (results / ".lock").unlink()
    (results / ".lock").symlink_to(victim)
    with pytest.raises(UsageError, match="cannot be written"):
        purge(results)
    (results / ".lock").unlink()
    part = results / "documents" / "part-000001.parquet"
    part.rename(tmp_path / "rows")
    part.symlink_to(tmp_path / "rows")
    with pytest.raises(UsageError, match="leads out of the folder"):
        purge(results)
    assert victim.read_text(encoding="utf-8") == "mine"


def test_what_is_in_the_place_of_a_file_is_told(results: Path, tmp_path: Path) -> None:
    """A link in the place of a folder of reports, which leads to others; a pipe in the place of a part is not passed over."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / f"{_DOCUMENT}.html").write_text("mine", encoding="utf-8")
    (results / "reports" / "cc").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"files that no scan writes: .*reports/cc"):
        purge(results, ["report"])
    assert (tmp_path / "elsewhere" / f"{_DOCUMENT}.html").exists()
    os.mkfifo(results / "documents" / "part-000002.parquet")
    with pytest.raises(UsageError, match="not a regular file"):
        purge(results, ["mrz"])


def test_files_that_no_scan_writes_stay_and_are_told(results: Path) -> None:
    """All else is purged, and nobody takes it for done."""
    (results / "linked" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"files that no scan writes: .*linked/notes\.txt"):
        purge(results)
    assert (results / "linked" / "notes.txt").exists()
    assert not (results / "linked" / "edges.csv").exists()
    assert not [secret for secret in SECRETS if secret in texts(results)]


def test_the_page_of_former_results_goes_with_its_pictures(results: Path) -> None:
    """It cannot be written anew, and shows what was deleted."""
    write_summary(results)
    told = json.loads((results / "scan.json").read_text(encoding="utf-8"))
    (results / "scan.json").write_text(json.dumps({**told, "schema": "2.0"}), encoding="utf-8")
    with pytest.raises(UsageError, match="in the columns of version"):
        purge(results, ["picture"])
    assert not (results / PICTURE).exists()
    assert not (results / "index.html").exists()


def test_the_summary_shows_the_worst_first_and_names_failures(results: Path) -> None:
    """Names are escaped; the only script is the filter's."""
    summary = summarise(results)
    assert [row["outcome"] for row in summary.worst] == ["ALERT", "REFER", "CLEAR"]
    assert [(one.check, one.count) for one in summary.checks] == [("data.expired", 2)]
    assert summary.failed[0]["reason"] == "cut off"
    write_summary(results)
    page = (results / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;a" in page
    assert page.count("<script") == 1
    assert "script-src 'sha256-" in page


def test_every_column_says_what_it_means(results: Path) -> None:
    """In the metadata of every part, whose columns are those of the schema."""
    for table, schema in (("documents", DOCUMENTS), ("findings", FINDINGS)):
        written = pq.read_schema(results / table / "part-000001.parquet")
        assert written.names == schema.names
        assert all(written.field(name).metadata[b"meaning"] for name in written.names)
        assert b"docforensics.schema" in written.metadata


def test_a_scanned_table_comes_apart_into_rows_that_join() -> None:
    """A document without findings has none, and no other's."""
    told = [{"name": name, "document": name, "findings": [{"check": f"c.{k}"} for k in range(n)]} for name, n in (("a", 2), ("b", 0), ("c", 1))]  # fmt: skip
    table = scanned_table(told)
    assert documents_of(table)["name"].to_pylist() == ["a", "b", "c"]
    found = findings_of(table)
    assert list(zip(found["name"].to_pylist(), found["check"].to_pylist(), strict=True)) == [
        ("a", "c.0"), ("a", "c.1"), ("c", "c.0")
    ]  # fmt: skip
    assert isinstance(found, pa.Table)
