"""Memory that is freed and kept."""

import platform
import subprocess
import sys
from threading import Event

import numpy as np
import pytest

from docforensics import freed
from docforensics.errors import ExaminationCancelledError
from docforensics.examiner import Examiner

_CLEARED = """
import resource
import numpy as np
from docforensics.freed import keep_freed_memory
{keep}
for turn in range(3):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    planes = [np.ones(2_000_000, np.float32) for _ in range(3)]
    del planes
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _pages_cleared(keep: str) -> int:
    """Pages that the system cleared for the third 24 MB, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _CLEARED.format(keep=keep)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library decides otherwise")
def test_freed_memory_is_used_again() -> None:
    """Without a page that the system would have to clear once more."""
    assert _pages_cleared("keep_freed_memory()") < 100


def test_freed_memory_is_given_back_at_the_end_of_each_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However it ends: an examination that is cancelled took memory as well."""
    given: list[int] = []
    monkeypatch.setattr(freed, "_TRIM", given.append)
    examiner = Examiner(templates=())
    document = examiner.read(np.full((200, 300, 3), 200, np.uint8))
    assert not given
    examiner.report(document)
    assert len(given) == 1
    cancel = Event()
    cancel.set()
    with pytest.raises(ExaminationCancelledError):
        examiner.report(document, cancel=cancel)
    assert len(given) == 2
