"""What holds native libraries to one thread, and what the process of tests does with garbage."""

import gc
import os

import cv2

from docforensics.batch.threads import THREADS


def test_these_tests_run_on_one_thread_each() -> None:
    """Set before the libraries loaded, or they would not have read it."""
    assert {name: os.environ[name] for name in THREADS} == THREADS
    assert cv2.getNumThreads() == 1


def test_what_tests_make_is_searched_for_circles() -> None:
    """Collecting went without, and left what it made aside."""
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000
