"""One thread for native libraries, bounded memory, and what the process of tests does with garbage."""

import gc
import os
import subprocess
import sys

import cv2
import pytest

from docforensics.helper_process import THREADS, ending_of, helper_environment


def test_these_tests_run_on_one_thread_each() -> None:
    """Set before the libraries loaded, or they would not have read it."""
    assert {name: os.environ[name] for name in THREADS} == THREADS
    assert cv2.getNumThreads() == 1


def test_what_tests_make_is_searched_for_circles() -> None:
    """Collecting went without, and left what it made aside."""
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000


@pytest.mark.parametrize(("told", "asked"), [(None, "False"), ("1", "True")])
def test_what_examines_for_others_asks_for_no_huge_pages(
    monkeypatch: pytest.MonkeyPatch, told: str | None, asked: str
) -> None:
    """Memory freed round a small block in one stays; who sets NumPy's own variable is obeyed."""
    if told is None:
        monkeypatch.delenv("NUMPY_MADVISE_HUGEPAGE", raising=False)
    else:
        monkeypatch.setenv("NUMPY_MADVISE_HUGEPAGE", told)
    program = "import numpy; print(numpy._core.multiarray._get_madvise_hugepage())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=helper_environment()
    )
    assert done.stdout.strip() == asked


def test_what_a_process_loads_is_not_searched_for_garbage_and_what_it_makes_then_is() -> None:
    """Also where it cannot be loaded."""
    program = """
import gc
from docforensics.helper_process import loading
try:
    with loading():
        made = [[] for _ in range(20_000)]
        print(gc.isenabled())
        raise ImportError
except ImportError:
    print(gc.isenabled(), gc.get_freeze_count() > len(made), gc.get_count()[0] < 700)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["False", "True True True"]


def test_a_limit_of_the_system_stays_above_any_bound() -> None:
    """Under `ulimit -Hv` a larger bound was refused, and every worker of a scan died of it."""
    program = """
import resource
from docforensics.helper_process import bound_memory
resource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))
for limit in (2**40, 2**20, None):
    bound_memory(limit)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    print(soft == hard, hard == 2**32)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["True True", "False True", "True True"]


@pytest.mark.parametrize(
    ("code", "said"), [(3, "exit code 3"), (-6, "SIGABRT"), (-9, "SIGKILL"), (-45, "signal 45")]
)
def test_how_a_process_ended_is_said_in_words(code: int, said: str) -> None:
    """A number alone tells an officer nothing; signals that have no name keep theirs."""
    assert ending_of(code) == said
