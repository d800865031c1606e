"""A reader in its own process: a crash or a stall costs one image, and the run goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.mrz import session as module
from benchmarks.mrz.session import NotLoadedError, Session
from benchmarks.mrz.systems import System

WORKER = """
import json, sys, time
if sys.argv[1] == "broken":
    raise SystemExit("no such model")
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    image = json.loads(line)["image"]
    if "crash" in image:
        sys.exit(3)
    if "slow" in image:
        time.sleep(60)
    answer = {"lines": ["AB", "CD"], "wall": 0.1, "cpu": 0.1, "error": None, "extra": {}}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A reader that crashes or stalls on images of that name."""
    worker = tmp_path / "stub.py"
    worker.write_text(WORKER, encoding="utf-8")
    monkeypatch.setattr(module, "_WORKER", worker)
    running = Session(System(name="stub"), tmp_path)
    yield running
    running.close()


def test_a_crash_is_named_and_the_next_image_is_read(reader: Session) -> None:
    """The process is started anew."""
    crashed = reader.read(Path("crash.png"))

    assert (crashed.lines, crashed.error) == (None, "crash")
    assert reader.read(Path("page.png")).lines == ("AB", "CD")


def test_a_call_past_the_limit_is_ended_and_the_next_image_is_read(reader: Session) -> None:
    """It would have taken a minute."""
    late = reader.read(Path("slow.png"), limit=0.05)

    assert (late.lines, late.error) == (None, "time limit")
    assert reader.read(Path("page.png")).lines == ("AB", "CD")


def test_a_reader_that_does_not_come_up_says_why(reader: Session, tmp_path: Path) -> None:
    """The last line of its log."""
    del reader
    with pytest.raises(NotLoadedError, match="no such model"):
        Session(System(name="broken"), tmp_path)
