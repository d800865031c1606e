"""Memory that is freed and kept."""

import platform
import subprocess
import sys

import pytest

from docforensics import freed
from docforensics.errors import InputError
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


def test_freed_memory_is_given_back_with_every_second_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether it is read or refused: a file that cannot be read took memory as well."""
    given: list[int] = []
    monkeypatch.setattr(freed, "_TRIM", given.append)
    examiner = Examiner(templates=())
    for number in range(1, 7):
        with pytest.raises(InputError):
            examiner.read(b"no picture")
        assert len(given) == number // 2
