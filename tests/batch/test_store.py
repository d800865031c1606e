"""Rows wait for a part in little memory."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch import store as module
from docforensics.batch.scan import scan
from docforensics.batch.schema import scanned_table
from docforensics.batch.store import ResultStore
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
