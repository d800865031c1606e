"""Scans as a whole: results as they come, resumed after any stop, and no identifier kept."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import cv2
import duckdb
import fsspec
import numpy as np
import pyarrow as pa
import pytest

import docforensics as df
from docforensics.batch.scan import Scan, begin
from docforensics.errors import EngineUnavailableError, UsageError

Write = Callable[[Mapping[str, str]], Path]
Ready = Callable[..., Scan]
RowsOf = Callable[[Scan], dict[str, dict[str, Any]]]
TableOf = Callable[[Path, str], pa.Table]

SECRETS = ("L898902C3", "ERIKSSON", "2012-04-15", "460712983")
"""What `odd_examiner` puts wherever a report may hold personal data."""


def everything(out: Path) -> str:
    """All that results say, as text."""
    told = [repr(duckdb.read_parquet(str(file)).fetchall()) for file in sorted(out.rglob("*.parquet"))]
    return "\n".join(
        [*told, *(file.read_text() for file in out.rglob("*") if file.suffix in (".json", ".html"))]
    )


def test_results_come_as_they_are_found(tmp_path: Path) -> None:
    """`df.scan` yields outcomes with findings, of a blank page and a file that is none."""
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((120, 170), 200, np.uint8))
    (tmp_path / "text.txt").write_text("no image", encoding="utf-8")
    found = {result.name: result for result in df.scan(tmp_path, workers=1, channel="scanner")}
    assert found["blank.png"].outcome == "INCONCLUSIVE"
    assert "mrz.check_digits" in {finding["check"] for finding in found["blank.png"].findings}
    assert found["text.txt"].outcome is None
    assert "give JPEG" in found["text.txt"].reason


def test_by_default_results_hold_no_identifier(
    write: Write, ready: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """No MRZ, no text of a finding, no value that tells a date: not in any file."""
    from docforensics.batch.summary import write_summary

    rows_of(ready(write({"a": "refer", "b": "clear"}), tmp_path / "out"))
    write_summary(tmp_path / "out")
    told = everything(tmp_path / "out")
    assert "data.expired" in told
    assert not [secret for secret in SECRETS if secret in told]


def test_what_is_retained_is_what_was_named(
    write: Write, ready: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """`mrz` keeps the lines, `messages` what findings say, `report` a page a document."""
    folder = write({"a": "refer"})
    rows_of(ready(folder, tmp_path / "mrz", retain=("mrz",)))
    assert "ERIKSSON" in everything(tmp_path / "mrz")
    assert "2012-04-15" not in everything(tmp_path / "mrz")
    row = rows_of(ready(folder, tmp_path / "all", retain=("messages", "report")))["a"]
    assert "The document L898902C3" in everything(tmp_path / "all")
    assert row["findings"][0]["value"] == 460712983
    assert "REFER" in (tmp_path / "all" / row["report"]).read_text(encoding="utf-8")


def test_a_second_run_examines_only_what_is_new_or_changed(
    write: Write, ready: Ready, tmp_path: Path
) -> None:
    """By content, not by date: a file written anew with the same bytes is held, another content is not."""
    out = tmp_path / "out"
    for _ in ready(write({"a": "clear 1", "b": "bug", "c": ""}), out).run():
        pass
    again = ready(write({"a": "clear 1", "b": "clear", "c": "", "d": "alert"}), out)
    names = sorted(name for table in again.run() for name in table["name"].to_pylist())
    assert names == ["b", "d"]
    assert (again.progress.skipped, again.progress.done) == (2, 4)


def test_results_of_two_configurations_never_mix(
    write: Write, ready: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """The error names what differs."""
    folder = write({"a": "clear"})
    rows_of(ready(folder, tmp_path / "out"))
    with pytest.raises(UsageError, match="another configuration \\(channel\\)"):
        ready(folder, tmp_path / "out", channel="scanner")
    assert rows_of(ready(folder, tmp_path / "out")) == {}


def test_a_scan_resumed_on_another_day_keeps_its_day(
    write: Write, ready: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """Else every resumed scan would be another one."""
    folder = write({"a": "clear"})
    rows_of(ready(folder, tmp_path / "out", inspected_on=date(2020, 1, 1)))
    assert ready(folder, tmp_path / "out", inspected_on=None).settings.inspected_on == date(2020, 1, 1)


def test_results_can_be_read_while_the_scan_runs(write: Write, ready: Ready, tmp_path: Path) -> None:
    """By DuckDB, with a pattern; findings join their documents."""
    scan = ready(write({"a": "refer", "b": "clear", "c": "clear"}), tmp_path / "out")
    assert scan.store is not None
    scan.store._flush_seconds = 0
    running = scan.run()
    next(running)
    next(running)
    joined = f"""SELECT d.name, f."check" FROM '{tmp_path}/out/documents/*.parquet' d
        JOIN '{tmp_path}/out/findings/*.parquet' f USING (name, document) ORDER BY 1"""  # noqa: S608 (a test's own path)
    assert duckdb.sql(joined).fetchall() == [("a", "data.expired"), ("b", "data.expired")]
    running.close()


def test_results_lie_behind_an_address_as_well(write: Write, ready: Ready, rows_of: RowsOf) -> None:
    """Written, resumed and summarised there."""
    from docforensics.batch.summary import summarise

    folder = write({"a": "refer", "b": "clear"})
    assert len(rows_of(ready(folder, "memory://results"))) == 2
    assert rows_of(ready(folder, "memory://results")) == {}
    assert summarise("memory://results").counts == {"REFER": 1, "CLEAR": 1}
    fsspec.filesystem("memory").rm("/results", recursive=True)


def test_two_scans_do_not_write_to_one_folder(write: Write, ready: Ready, tmp_path: Path) -> None:
    """The second one is told to wait."""
    folder = write({"a": "clear", "b": "clear"})
    running = ready(folder, tmp_path / "out").run()
    next(running)
    with pytest.raises(UsageError, match="another scan writes there"):
        next(ready(folder, tmp_path / "out").run())
    running.close()


PROGRAM = """
import sys
from datetime import UTC, date, datetime
from docforensics.batch.scan import begin
sys.path.insert(0, {here!r})
scan = begin({folder!r}, {out!r}, workers=1, inspected_on=date(2026, 11, 25), examiner="odd_examiner:make", time_limit=1.5)
scan.store._flush_seconds = 0.05
for _ in scan.run():
    pass
"""


def test_a_scan_killed_at_any_moment_loses_and_doubles_nothing(
    write: Write, pooled: Ready, rows_of: RowsOf, table_of: TableOf, tmp_path: Path
) -> None:
    """Row for row but for times, with a crashing document among them."""
    words = ("slow 0.02", "refer", "bug x", "alert")
    folder = write({**{f"{n:03}": f"{words[n % 4]}" for n in range(60)}, "crash": "crash"})
    rows_of(pooled(folder, tmp_path / "whole", time_limit=1.5))
    out = tmp_path / "killed"
    program = PROGRAM.format(here=str(Path(__file__).parent), folder=str(folder), out=str(out))
    with subprocess.Popen([sys.executable, "-c", program]) as process:
        while not list(out.glob("documents/*")) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    (out / "findings" / "part-999999.parquet").write_bytes(
        b"left by a kill before its documents were written"
    )
    assert table_of(out, "documents").num_rows < 61
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    for table in ("documents", "findings"):
        assert table_of(out, table).equals(table_of(tmp_path / "whole", table))


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"executor": "spark"}, "expected one of local, ray"),
        ({"address": "auto"}, "only the executor ray"),
        ({"channel": "fax"}, "channel: expected one of"),
        ({"retain": ("everything",)}, "retain: expected one of"),
        ({"time_limit": 0}, "time_limit > 0"),
        ({"retain": ("mrz",), "out": None}, "name a folder"),
        ({"workers": -1}, "workers: expected 1 or more"),
        ({"workers": 0}, "workers: expected 1 or more"),
        ({"inspected_on": "2026-11-24"}, "inspected_on: expected a datetime.date"),
        ({"inspected_on": datetime(2026, 11, 24, tzinfo=UTC)}, "inspected_on: expected a datetime.date"),
    ],
)
def test_a_mistake_is_told_before_the_work(
    write: Write, tmp_path: Path, options: dict[str, Any], text: str
) -> None:
    """When `scan` is called, not when the first result is asked for."""
    told = {"out": tmp_path / "out", **options}
    with pytest.raises(UsageError, match=text):
        df.scan(write({"a": "clear"}), **told)


def test_engine_local_or_ray_is_taken_as_the_executor_with_a_warning(write: Write) -> None:
    """What the keyword meant before it named the MRZ engine; `mrz_engine` is still taken as `engine`."""
    folder = write({"a": "clear"})
    with pytest.warns(DeprecationWarning, match="engine='local' is now executor='local'"):
        df.scan(folder, engine="local", workers=1)
    settings = begin(folder, None, mrz_engine="tesseract").settings
    assert settings.examination.engine == "tesseract"


def test_results_of_another_calibration_never_mix(
    write: Write, ready: Ready, rows_of: RowsOf, tmp_path: Path
) -> None:
    """A scan cannot be resumed with thresholds of one's own that it was not begun with."""
    own = tmp_path / "own.toml"
    own.write_text("", encoding="utf-8")
    folder = write({"a": "clear"})
    rows_of(ready(folder, tmp_path / "out", calibration=[own]))
    own.write_text(
        '[[shift]]\ncondition = "upload/visible"\nn_genuine = 99\nn_forged = 0\nchecks = {}\ntotal = -1\n',
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match=r"another configuration \(calibration\)"):
        ready(folder, tmp_path / "out", calibration=[own])


def test_a_policy_made_in_python_reaches_the_workers(write: Write, tmp_path: Path) -> None:
    """A scan takes what `Examiner` takes."""
    folder = write({"a": "no picture"})
    (result,) = df.scan(folder, tmp_path / "out", workers=1, policy=df.Policy(name="mine", prior=0.2))
    assert result.name == "a"


def test_a_missing_extra_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command to type."""
    monkeypatch.setattr("docforensics.batch.extras.find_spec", lambda _name: None)
    with pytest.raises(EngineUnavailableError, match=r"pip install 'docforensics\[batch\]'"):
        df.scan(write({"a": "clear"}))
