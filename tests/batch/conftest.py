"""Folders of odd documents, and scans of them with an examiner that obeys what they say."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch.pool import Batch
from docforensics.batch.scan import Scan, begin
from docforensics.batch.schema import TIMES, scanned_table
from docforensics.batch.work import ScanTask, Work

DAY = date(2026, 11, 25)


@pytest.fixture(name="odd", autouse=True)
def fixture_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers find the odd examiner."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.fixture(name="write")
def fixture_write(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write a folder of documents: name and what the examiner shall do."""

    def write(documents: Mapping[str, str]) -> Path:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for name, word in documents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(word, encoding="utf-8")
        return folder

    return write


class InProcess:
    """An executor without processes: quick, for all that is not the executor's."""

    def __init__(self, scan: Scan) -> None:
        out = scan.store.folder.address if scan.store else None
        self._work = Work(scan.settings, scan.configuration, out)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End nothing."""

    def run(self, tasks: Iterable[ScanTask]) -> Iterator[Batch]:
        """Examine here."""
        for task in tasks:
            row = self._work.row(task)
            yield Batch(table=scanned_table([row] if row else []), skipped=int(row is None))


@pytest.fixture(name="ready")
def fixture_ready(pooled: Callable[..., Scan]) -> Callable[..., Scan]:
    """Make a scan ready, with the odd examiner and no process."""

    def ready(*source_and_out: Any, **options: Any) -> Scan:
        scan = pooled(*source_and_out, **options)
        return replace(scan, executor=InProcess(scan))

    return ready


@pytest.fixture(name="pooled")
def fixture_pooled() -> Callable[..., Scan]:
    """Make a scan ready, with the odd examiner and one worker."""

    def pooled(source: Any, out: Any = None, **options: Any) -> Scan:
        told = {"workers": 1, "inspected_on": DAY, "examiner": "odd_examiner:make", **options}
        return begin(source, None if out is None else str(out), **told)

    return pooled


@pytest.fixture(name="rows_of")
def fixture_rows_of() -> Callable[[Scan], dict[str, dict[str, Any]]]:
    """Run a scan and give its rows by name."""
    return rows_of


@pytest.fixture(name="table_of")
def fixture_table_of() -> Callable[[Path, str], pa.Table]:
    """Read a table of results."""
    return table_of


def rows_of(scan: Scan) -> dict[str, dict[str, Any]]:
    """Run a scan; its rows by name, which must be unique."""
    rows = [row for table in scan.run() for row in table.to_pylist()]
    found = {row["name"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def table_of(out: Path, name: str) -> pa.Table:
    """All parts of a table, without the columns that differ between two runs, in a fixed order."""
    table = pa.concat_tables(pq.read_table(file) for file in sorted((out / name).glob("*.parquet")))
    kept = [column for column in table.column_names if column not in TIMES]
    order = [(column, "ascending") for column in ("name", "check") if column in kept]
    return table.select(kept).sort_by(order)
