"""What holds native libraries to one thread."""

import os

import cv2

from docforensics.batch.threads import THREADS


def test_these_tests_run_on_one_thread_each() -> None:
    """Set before the libraries loaded, or they would not have read it."""
    assert {name: os.environ[name] for name in THREADS} == THREADS
    assert cv2.getNumThreads() == 1
