"""The local executor: what a bad document costs."""

import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from docforensics.batch.entries import EntryFile, EntrySide, ScanEntry
from docforensics.batch.pool import CHUNK_BYTES, LocalPool
from docforensics.batch.scan import Scan
from docforensics.errors import DecodeError, ResourceCorruptError, ResourceError, ScanError

Write = Callable[[Mapping[str, str]], Path]
Ready = Callable[..., Scan]
RowsOf = Callable[[Scan], dict[str, dict[str, Any]]]


def test_a_bad_document_costs_itself_alone(write: Write, pooled: Ready, rows_of: RowsOf) -> None:
    """Hanging, crashing, greedy, broken: each named with its reason; every neighbour is examined."""
    good = {f"good-{number}": f"clear {number}" for number in range(12)}
    bad = {
        "bug": "bug x",
        "crash": "crash",
        "damaged": "damaged",
        "empty": "",
        "hang": "hang",
        "memory": "memory",
        "pixels": "pixels",
    }
    folder = write({**good, **bad})
    os.mkfifo(folder / "never-ending")
    rows = rows_of(pooled(folder, time_limit=1.0))
    assert len(rows) == len(good) + len(bad) + 1
    assert all(rows[name]["outcome"] == "CLEAR" for name in good)
    kinds = {name: row["failure"] for name, row in rows.items() if row["status"] == "failed"}
    assert kinds == {
        "bug": "crash",
        "crash": "crash",
        "damaged": "DecodeError",
        "empty": "DecodeError",
        "hang": "time_limit",
        "memory": "memory_limit",
        "never-ending": "InputError",
        "pixels": "memory_limit",
    }
    assert "ZeroDivisionError" in rows["bug"]["reason"]
    assert "SIGSEGV" in rows["crash"]["reason"]
    assert "longer than 1 s" in rows["hang"]["reason"]
    assert len(rows["hang"]["document"]) == 64
    assert all(
        row["findings"] == [] and row["outcome"] is None for row in rows.values() if row["status"] == "failed"
    )


def test_one_strike_convicts_nobody(write: Write, pooled: Ready, rows_of: RowsOf, tmp_path: Path) -> None:
    """A document whose worker died once, as for want of memory, is examined at the second try."""
    rows = rows_of(pooled(write({"a": f"crash-once {tmp_path / 'struck'}", "b": "clear"})))
    assert {row["status"] for row in rows.values()} == {"examined"}
    assert (tmp_path / "struck").exists()


def test_a_suspect_is_alone_in_a_fresh_worker(
    write: Write, pooled: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """Also where another worker has nothing to do: what that one did before may be what there is no memory for."""
    told = write({"a": "clear", "b": f"crash-once {tmp_path / 'struck'}"})
    assert len(rows_of(pooled(told, workers=2))) == 2
    assert (tmp_path / "struck").read_text(encoding="ascii") == "1"


def test_long_names_do_not_stop_a_scan(pooled: Ready, rows_of: RowsOf) -> None:
    """A thousand of them fill the socket while the worker writes as much: each waited for the other to read."""
    rows = rows_of(pooled([f"/{'folder/' * 40}{number:04}" for number in range(3500)]))
    assert len(rows) == 3500


def test_what_is_larger_than_a_chunk_goes_to_an_idle_worker(pooled: Ready, rows_of: RowsOf) -> None:
    """Between documents that cost nothing."""
    frames = EntrySide(pictures=tuple(EntryFile(address=f"/{'x' * 90}{one}") for one in range(1000)))
    assert len(pickle.dumps(ScanEntry(name="", sides=(frames,)).packed())) > CHUNK_BYTES
    entries = [ScanEntry(name=f"large-{one}", sides=(frames,)) for one in range(4)]
    small = [f"/none/{number:03}" for number in range(200)]
    rows = rows_of(pooled([*small[:100], *entries, *small[100:]]))
    assert len(rows) == 204


def test_a_worker_that_has_grown_is_replaced(write: Write, pooled: Ready, rows_of: RowsOf) -> None:
    """So that memory stays flat whatever leaks."""
    scan = pooled(write({f"{number}": "leak" for number in range(3)}), memory_limit=2**28)
    assert len(rows_of(scan)) == 3
    assert isinstance(scan.executor, LocalPool)
    assert scan.executor.restarts >= 1


def test_an_examiner_that_cannot_be_made_stops_the_scan_with_its_own_error(
    write: Write, pooled: Ready, rows_of: RowsOf
) -> None:
    """Nothing is recorded against the documents; nothing was loaded by then that a worker does not need, nor searched for garbage."""
    with pytest.raises(DecodeError, match=r"no examiner can be made here: \[\], False"):
        rows_of(pooled(write({"a": "clear"}), examiner="odd_examiner:broken"))


def test_workers_that_never_come_up_stop_the_scan(
    write: Write, pooled: Ready, rows_of: RowsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a hint, and not for ever."""
    monkeypatch.setattr("docforensics.batch.pool._PROGRAM", "raise SystemExit(7)")
    with pytest.raises(ScanError, match="exit code 7"):
        rows_of(pooled(write({"a": "clear"})))


def test_leaving_early_ends_the_workers(write: Write, pooled: Ready) -> None:
    """A caller who takes one result and goes leaves no process behind."""
    scan = pooled(write({"a": "clear", "b": "hang"}))
    running = scan.run()
    assert next(running).num_rows == 1
    assert isinstance(scan.executor, LocalPool)
    process = scan.executor._workers[0].process
    running.close()
    assert process.returncode is not None


def test_slow_documents_after_quick_ones_are_handed_over_in_time(write: Write, pooled: Ready) -> None:
    """A chunk made for documents that cost nothing, as those that results hold, is not kept until all of it is done."""
    quick = {f"a-{number:03}": "clear" for number in range(120)}
    slow = {f"b-{number:03}": "slow 0.25" for number in range(16)}
    tables = [table["name"].to_pylist() for table in pooled(write({**quick, **slow})).run()]
    assert sorted(name for names in tables for name in names) == sorted({**quick, **slow})
    assert max(len(set(names) & set(slow)) for names in tables) <= 9


@pytest.mark.parametrize(("executor", "workers"), [("ready", 1), ("pooled", 1), ("pooled", 2)])
def test_a_bad_model_stops_the_scan_before_the_next_document_and_it_can_be_resumed(
    request: pytest.FixtureRequest, write: Write, tmp_path: Path, executor: str, workers: int
) -> None:
    """No row for the document that met it, what was handed over is kept, and after the repair all is as if undisturbed."""
    make: Ready = request.getfixturevalue(executor)
    table_of: Callable[[Path, str], pa.Table] = request.getfixturevalue("table_of")
    bad = tmp_path / "bad"
    words = {f"{number:02}": ("clear", "refer", "bug x")[number % 3] for number in range(24)}
    folder = write({**words, "07": f"bad-model {bad}"})
    in_process: Ready = request.getfixturevalue("ready")
    for _ in in_process(folder, tmp_path / "undisturbed").run():  # as every executor has it
        pass
    bad.touch()
    for _ in range(2):  # the same again, as long as nothing is repaired
        with pytest.raises(ResourceCorruptError, match="models/x"):
            for _ in make(folder, tmp_path / "out", workers=workers).run():
                pass
        names = table_of(tmp_path / "out", "documents")["name"].to_pylist()
        assert "07" not in names
        assert len(names) == len(set(names))
        if workers == 1:
            assert names == [f"{number:02}" for number in range(7)]
    bad.unlink()
    for _ in make(folder, tmp_path / "out", workers=workers).run():
        pass
    for name in ("documents", "findings"):
        assert table_of(tmp_path / "out", name).equals(table_of(tmp_path / "undisturbed", name))


def test_a_worker_that_finds_other_files_than_the_scan_began_with_stops_it(
    write: Write, pooled: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """Two calibrations never make one table; with the file put back the scan goes on."""
    own = tmp_path / "own.toml"
    own.write_text("", encoding="utf-8")
    scan = pooled(write({"a": "clear"}), calibration=[own])
    own.write_text("# the same rows\n", encoding="utf-8")
    assert len(rows_of(scan)) == 1
    policy = tmp_path / "own-policy.toml"
    policy.write_text("version = 2\nprior = 0.05\n", encoding="utf-8")
    scan = pooled(write({"a": "clear"}), policy=policy)
    policy.write_text("version = 2\nprior = 0.01\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="not those that the scan began with"):
        rows_of(scan)
