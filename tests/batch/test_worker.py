"""What a worker tells its parent without a message."""

import subprocess
import sys
import tempfile

from docforensics.batch.worker import SLOT_BYTES, Running, Slot

_WRITE = """
import sys, time
from docforensics.batch.worker import Slot
slot, number, end = Slot(int(sys.argv[1])), 0, time.monotonic() + 1
while time.monotonic() < end:
    number += 1
    slot.write(number, number, f"{number:064}", float(number))
"""


def test_what_runs_is_read_whole_while_it_is_written() -> None:
    """Or a task would seem to have run since the clock began, and its worker would be killed."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        slot.write(0, 0, "0" * 64, 0.0)
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITE, str(memory.fileno())], pass_fds=(memory.fileno(),)
        )
        torn, seen = [], set()
        while writer.poll() is None:
            for _ in range(1000):
                read = slot.read()
                if read.whole:
                    seen.add(read.chunk)
                    if not read.chunk == read.position == read.since == int(read.document):
                        torn.append(read)
        assert writer.returncode == 0
        assert not torn
        assert len(seen) > 100
        slot.close()


def test_what_a_worker_left_that_died_as_it_wrote_is_known_as_such() -> None:
    """The number of the writing stands before it, and not yet behind it."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        slot.write(7, 3, "a" * 64, 1.0)
        assert slot.read() == Running(chunk=7, position=3, since=1.0, document="a" * 64, whole=True)
        memory.seek(0)
        memory.write((2).to_bytes(8, "little"))
        memory.flush()
        assert not slot.read().whole
        slot.close()
