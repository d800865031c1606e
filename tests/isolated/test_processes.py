"""Work in a process of its own is answered, ended when it takes too much, and harms nobody when it dies."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from docforensics.errors import DecodeError, ResourceError
from docforensics.isolated import Bounds, EndedError, OverrunError, WorkAnswer, WorkQuestion, processes, run

BOUNDS = Bounds(seconds=20, memory_bytes=2**28)


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def asked(work: str, bounds: Bounds = BOUNDS, told: bytes = b"") -> WorkAnswer:
    """Ask a work of the tests."""
    return run(
        f"works:{work}",
        WorkQuestion(told=told, buffers=(np.frombuffer(b"abc", np.uint8), np.empty(0, np.uint8))),
        bounds,
    )


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + BOUNDS.seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_goes_in_comes_out() -> None:
    """Told and buffers, in their order; what was received cannot be changed by a view that something else holds."""
    answer = asked("echoed", told=b"123")
    assert answer.told == b"321"
    assert [one.tobytes() for one in answer.buffers] == [b"abc", b""]


def test_it_is_another_process_and_is_kept() -> None:
    """The start of one costs a fifth of a second."""
    first, second = asked("process").told, asked("process").told
    assert first == second != str(os.getpid()).encode()


def test_what_takes_too_long_is_ended() -> None:
    """And the next question is answered by another one."""
    before, start = asked("process").told, time.monotonic()
    with pytest.raises(OverrunError, match=r"longer than 0\.3 s"):
        asked("slow", Bounds(seconds=0.3, memory_bytes=2**28))
    assert time.monotonic() - start < 10
    assert asked("process").told != before


def test_what_takes_too_much_memory_is_refused_it() -> None:
    """The helper lives on."""
    for work in ("large", "many_pixels"):
        with pytest.raises(OverrunError, match=f"more than {2**28} bytes"):
            asked(work)
    assert asked("echoed").told == b""


def test_what_dies_raises_an_error() -> None:
    """The signal is named."""
    with pytest.raises(EndedError, match="SIGABRT"):
        asked("dying")


def test_our_errors_come_through_as_they_are() -> None:
    """Others are named."""
    with pytest.raises(DecodeError, match="it is damaged"):
        asked("refusing")
    with pytest.raises(EndedError, match="KeyError: 'what'"):
        asked("failing")


def test_threads_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """One that is at work holds up no other: it ends only after the other was answered."""
    answers: list[bytes] = []
    thread = threading.Thread(target=lambda: answers.append(asked("held", told=os.fsencode(tmp_path)).told))
    thread.start()
    until((tmp_path / "begun").exists)
    assert asked("echoed", told=b"123").told == b"321"
    assert answers == []
    (tmp_path / "end").touch()
    thread.join()
    assert answers == [b"ended"]


def test_a_helper_that_died_while_it_waited_is_replaced() -> None:
    """As when the system is short of memory."""
    waiting = int(asked("process").told)
    os.kill(waiting, 9)
    time.sleep(0.1)
    assert int(asked("process").told) != waiting


def test_a_program_that_cannot_start_another_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that embeds Python; it is no fault of a file."""
    processes._kept.close()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ResourceError, match="no process could be started with /nowhere/python"):
        asked("echoed")


def test_files_beside_the_caller_are_not_imported(tmp_path: Path) -> None:
    """A folder of hostile files is a usual place to work in; and the helper ends with its parent."""
    (tmp_path / "msgspec.py").write_text("raise SystemExit('imported from the working folder')")
    program = (
        "import sys; sys.path[:] = [one for one in sys.path if one]\n"
        "from docforensics.isolated import Bounds, WorkQuestion, run\n"
        "print(run('docforensics.isolated.messages:WorkAnswer', WorkQuestion(), Bounds(seconds=20, memory_bytes=2**28)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "EndedError: TypeError" in done.stderr
    assert "imported from" not in done.stderr
