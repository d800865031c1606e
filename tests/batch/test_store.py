"""Rows wait for a part in little memory."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch import parquet, store as module
from docforensics.batch.purge import purge
from docforensics.batch.scan import scan
from docforensics.batch.schema import DOCUMENTS, VERSION, scanned_table
from docforensics.batch.store import ResultStore, opened
from docforensics.batch.summary import totals, write_summary
from docforensics.errors import UsageError


def rows(count: int) -> pa.Table:
    """Documents without findings, some 300 bytes each."""
    return scanned_table([{"name": f"{number:0200}", "document": f"{number:064}"} for number in range(count)])


def documents(out: Path) -> list[int]:
    """Rows of each part."""
    return [pq.read_metadata(file).num_rows for file in sorted((out / "documents").glob("*.parquet"))]


def test_a_part_is_written_when_its_rows_take_much_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though neither its time nor its number of rows has come."""
    monkeypatch.setattr(module, "PART_BYTES", 3 * rows(10).nbytes)
    store = ResultStore(str(tmp_path), {}, flush_seconds=1000)
    store.resume()
    for _ in range(4):
        store.add(rows(10))
    assert documents(tmp_path) == [30]
    store.flush()
    assert documents(tmp_path) == [30, 10]


@pytest.mark.parametrize(
    "damaged", ["[]", "{", '{"configuration": [1]}', '{"configuration": {"inspected_on": "x"}}']
)
def test_results_whose_configuration_is_damaged_are_told(tmp_path: Path, damaged: str) -> None:
    """With what to do."""
    (tmp_path / "scan.json").write_text(damaged)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jpg").write_bytes(b"")
    with pytest.raises(UsageError, match="choose another folder"):
        scan(tmp_path / "in", tmp_path)


def test_a_file_is_no_folder_for_results(tmp_path: Path) -> None:
    """It is told, and stays."""
    (tmp_path / "a.jpg").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot be read"):
        scan(tmp_path / "a.jpg", tmp_path / "a.jpg")


def _results(folder: Path) -> Path:
    told = {
        "schema": VERSION,
        "configuration": {"inspected_on": "2026-11-24", "channel": "scanner", "retain": []},
    }
    (folder / "documents").mkdir()
    (folder / "scan.json").write_text(json.dumps(told))
    return folder


@pytest.mark.parametrize("read", [write_summary, totals, purge])
def test_parts_that_no_scan_wrote_are_told(tmp_path: Path, read: Callable[[Path], object]) -> None:
    """Columns of other types, a name without a number, and text in place of Parquet."""
    folder = _results(tmp_path)
    part = folder / "documents" / "part-000001.parquet"
    pq.write_table(pa.table({name: [1] for name in DOCUMENTS.names}), part)
    if read is not purge:  # which takes out columns, whatever is in them
        with pytest.raises(UsageError, match="not written by a scan"):
            read(folder)
    part.write_bytes(b"PAR1 and no more")
    with pytest.raises(UsageError, match=r"not written by a scan|is damaged"):
        read(folder)


@pytest.mark.parametrize("read", [totals, purge])
def test_a_part_that_unpacks_to_far_more_than_its_file_is_told(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    """A kilobyte of it stands for four hundred megabytes: the helper that decodes it may not have them."""
    folder = _results(tmp_path)
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 200, pa.int8()), pa.array(["x" * 2**21]))
    part = pa.table(
        {**{name: pa.nulls(200, pa.string()) for name in ("first_why", "report", "mrz")}, "outcome": texts}
    )
    pq.write_table(part, folder / "documents" / "part-000001.parquet", store_schema=False)
    with pytest.raises(UsageError, match=r"bytes of it unpack to more than \d+ MB"):
        read(folder)


def test_columns_of_other_types_are_refused_by_the_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is decoded."""
    folder = _results(tmp_path)
    pq.write_table(pa.table({"outcome": [[None]]}), folder / "documents" / "part-000001.parquet")
    monkeypatch.setattr(parquet, "run", None)
    with pytest.raises(UsageError, match="another type in its column outcome"):
        totals(folder)


def test_a_part_without_a_number_is_told(tmp_path: Path) -> None:
    """Nobody knows whether it was committed: nothing is deleted."""
    folder = _results(tmp_path)
    pq.write_table(DOCUMENTS.empty_table(), folder / "documents" / "part-x.parquet")
    told = json.loads((folder / "scan.json").read_text())["configuration"]
    with pytest.raises(UsageError, match="not written by a scan"):
        ResultStore(str(folder), told).resume()
    assert (folder / "documents" / "part-x.parquet").exists()


def test_a_pipe_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    """Nobody writes to it: to read it would wait for ever."""
    os.mkfifo(tmp_path / "scan.json")
    with pytest.raises(UsageError, match="not a regular file"):
        opened(tmp_path)


def test_a_configuration_nested_too_deep_is_told(tmp_path: Path) -> None:
    """It is no JSON that a scan writes."""
    (tmp_path / "scan.json").write_text("[" * 100_000)
    with pytest.raises(UsageError, match="is damaged"):
        opened(tmp_path)


def test_what_a_killed_scan_left_unfinished_is_taken_away(tmp_path: Path) -> None:
    """When the next one goes on, which is alone there."""
    store = ResultStore(str(tmp_path), {})
    left = tmp_path / ".unfinished" / ".part-000001.parquet.0123456789ab"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"PAR1")
    store.resume()
    assert not left.parent.exists()
    store.add(rows(1))
    store.flush()
    assert documents(tmp_path) == [1]
