"""What a worker tells its parent without a message."""

import subprocess
import sys
import tempfile
import time

from docforensics.batch.messages import SLOT_BYTES, Running, Slot, portable
from docforensics.errors import ResourceError, TemplateError

_WRITE = """
import sys, time
from docforensics.batch.messages import Slot
slot, number, end = Slot(int(sys.argv[1])), 0, time.monotonic() + 60
while time.monotonic() < end:
    number += 1
    slot.write(number, number)
"""


def test_what_runs_is_read_whole_while_it_is_written() -> None:
    """Or a task would seem to have run since the clock began, and its worker would be killed."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        slot.write(0, 0)
        begun = time.monotonic()
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITE, str(memory.fileno())], pass_fds=(memory.fileno(),)
        )
        torn: list[Running] = []
        seen: set[int] = set()
        while len(seen) < 1000 and time.monotonic() < begun + 20:  # two processes may share one busy core
            for _ in range(1000):
                read = slot.read()
                if read.whole:
                    seen.add(read.chunk)
                    if read.chunk != read.position or not begun - 1 < read.since <= time.monotonic():
                        torn.append(read)
        writer.kill()
        writer.wait()
        assert not torn
        assert len(seen) > 10
        slot.close()


def test_what_a_worker_left_that_died_as_it_wrote_is_known_as_such() -> None:
    """The number of the writing stands before it, and not yet behind it."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        slot.write(7, 3)
        slot.hashed("a" * 64)
        read = slot.read()
        assert read == Running(chunk=7, position=3, since=read.since, document="a" * 64, whole=True)
        slot.write(7, 4)
        assert slot.read().document == ""
        memory.seek(0)
        memory.write((3).to_bytes(8, "little"))
        memory.flush()
        assert not slot.read().whole
        slot.close()


def test_an_error_of_a_plug_in_travels_as_what_it_is_to_the_caller() -> None:
    """A process that cannot import its type can load it all the same."""

    class OwnError(TemplateError):
        pass

    assert type(portable(OwnError("bad"))) is ResourceError
    ours = TemplateError("bad")
    assert portable(ours) is ours
