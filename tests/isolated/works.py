"""Works that the tests ask of a helper: found by name, as those of the package are."""

import os
import time
from pathlib import Path

import cv2
import numpy as np

from docforensics.errors import DecodeError
from docforensics.isolated import WorkAnswer, WorkQuestion


def echoed(question: WorkQuestion) -> WorkAnswer:
    """Give back what was told."""
    return WorkAnswer(told=question.told[::-1], buffers=tuple(question.buffers))


def process(_question: WorkQuestion) -> WorkAnswer:
    """Give the number of the process."""
    return WorkAnswer(told=str(os.getpid()).encode())


def slow(_question: WorkQuestion) -> WorkAnswer:
    """Take too long."""
    time.sleep(60)
    return WorkAnswer()


def held(question: WorkQuestion) -> WorkAnswer:
    """Say in the folder that is told that the work has begun, and go on until somebody says there that it may end."""
    folder = Path(os.fsdecode(question.told))
    (folder / "begun").touch()
    while not (folder / "end").exists():
        time.sleep(0.01)
    return WorkAnswer(told=b"ended")


def many_pixels(_question: WorkQuestion) -> WorkAnswer:
    """Have OpenCV ask for a gigabyte."""
    cv2.resize(np.zeros((2, 2), np.uint8), (2**15, 2**15))
    return WorkAnswer()


def large(_question: WorkQuestion) -> WorkAnswer:
    """Ask for a gigabyte."""
    return WorkAnswer(buffers=(np.ones(2**30, np.uint8),))


def dying(_question: WorkQuestion) -> WorkAnswer:
    """Die as a broken decoder does."""
    os.abort()


def refusing(_question: WorkQuestion) -> WorkAnswer:
    """Raise one of our errors."""
    raise DecodeError("it is damaged")


def failing(_question: WorkQuestion) -> WorkAnswer:
    """Raise any other."""
    raise KeyError("what")
