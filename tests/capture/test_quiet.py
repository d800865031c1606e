"""Pillow's warnings stay inside, everybody else's filters stay as they are."""

import threading
import warnings

import pytest

from docforensics.capture.quiet import pillow_kept_quiet


def warn_as(module: str) -> None:
    """Warn as that module would."""
    warnings.warn_explicit("text", UserWarning, "file.py", 1, module=module)


def test_warnings_of_pillow_are_ignored_inside_only() -> None:
    """Outside, the caller's own filters hold (here: errors)."""
    with pillow_kept_quiet():
        warn_as("PIL.TiffImagePlugin")
    with pytest.raises(UserWarning, match="text"):
        warn_as("PIL.TiffImagePlugin")


def test_warnings_of_others_are_never_touched() -> None:
    """Only Pillow's modules are meant."""
    with pillow_kept_quiet(), pytest.raises(UserWarning, match="text"):
        warn_as("numpy.core")


def test_the_filters_are_left_as_they_were_found_even_after_an_error() -> None:
    """The process is not ours."""
    before = list(warnings.filters)
    with pytest.raises(ValueError, match="inner"), pillow_kept_quiet():
        raise ValueError("inner")
    assert list(warnings.filters) == before


def test_a_thread_that_leaves_early_does_not_uncover_another() -> None:
    """The entry goes when the last one leaves."""
    entered, may_leave = threading.Event(), threading.Event()

    def stay() -> None:
        with pillow_kept_quiet():
            entered.set()
            may_leave.wait(10)

    thread = threading.Thread(target=stay)
    before = list(warnings.filters)
    thread.start()
    assert entered.wait(10)
    with pillow_kept_quiet():
        pass
    warn_as("PIL.Image")
    may_leave.set()
    thread.join()
    assert list(warnings.filters) == before
