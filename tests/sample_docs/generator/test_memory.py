"""What keeping freed memory does to a process."""

import platform
import subprocess
import sys

import pytest

_PROBE = """
import resource
import numpy as np
from sample_docs.generator.memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        np.ones(8_000_000, np.uint8)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

first = faults()
kept = keep_freed_memory()
faults()
print(kept, first, faults())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt is glibc's")
def test_freed_arrays_are_used_again_without_asking_the_system() -> None:
    """Page faults show what the allocator asks the system for."""
    run = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True)
    kept, before, after = run.stdout.split()
    assert kept == "True"
    assert int(after) < int(before) / 2
