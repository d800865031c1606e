"""What holds for a process that works for another one: native libraries with one thread, bounded memory, and its end with the other's."""

import gc
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

THREADS = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OMP_THREAD_LIMIT",  # Tesseract's recognition asks for four whatever OMP_NUM_THREADS says
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENCV_FOR_THREADS_NUM",
        "ARROW_IO_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)
"""Environment of such a process, and of the tests: native libraries take one thread.

Libraries read this when they load, so it is set before. Two processes on two busy cores whose linear algebra takes two threads each wait for
one another in loops: the fits of `benchmarks.designs` then took four times the processor time.
"""
_SMALL_PAGES = {"NUMPY_MADVISE_HUGEPAGE": "0"}
"""NumPy then asks for no pages of 2 MB, as it does for arrays from 4 MiB on.

It asks on blocks that the C library uses again, and what is freed around a small block in such a page is not given back: 2,000 pictures let a process
grow by 40 MB in one step. Who sets the variable is obeyed. Price: see `docs/decisions/2026-11-28-freed-memory.md`.
"""
_OPENCV_NO_MEMORY = -4
"""Code of a `cv2.error` where memory was refused (`StsNoMem`)."""
_POLL_SECONDS = 1.0
"""Between two looks for the parent: a judgement."""


def module_path() -> str:
    """State where this process finds modules, but for the folder that it works in, as `PYTHONPATH` does."""
    return os.pathsep.join(filter(None, sys.path))


def helper_environment() -> dict[str, str]:
    """Give the environment of a process that examines for this one: its own, one thread, pages of the usual size, the same modules."""
    return {**_SMALL_PAGES, **os.environ, **THREADS, "PYTHONPATH": module_path()}


@contextmanager
def loading() -> Iterator[None]:
    """Load what such a process needs for its whole life: nothing is searched for garbage while it loads, nor what was loaded afterwards.

    Some 300 modules make 200,000 objects that live as long as the process, and Python searched them time and again as they came: an eighth of a
    worker's start (.60 -> .53 CPU s, n = 4). For a process that has done no work yet: garbage that there is would be kept as well.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def bound_memory(limit: int | None) -> None:
    """Let no more address space be had than `limit` bytes beyond what is mapped now; None takes the bound away.

    Linux; elsewhere nothing is bounded. The limit that this process began with (`ulimit -Hv`) holds in any case.
    """
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = most
    if limit is not None:
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except OSError:
            return
        bound = pages * resource.getpagesize() + limit
        bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def ending_of(code: int) -> str:
    """State in words how a process ended: the signal that ended it, by name where it has one, or its exit code."""
    if code >= 0:
        return f"exit code {code}"
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"


def lacks_memory(error: Exception) -> bool:
    """Whether memory was refused: to Python, or to OpenCV, whose error is no MemoryError."""
    return isinstance(error, MemoryError) or getattr(error, "code", None) == _OPENCV_NO_MEMORY


def leave_with_parent() -> None:
    """End this process as soon as the one that started it has ended, whatever it does then."""
    threading.Thread(target=_leave_after, args=(os.getppid(),), daemon=True).start()


def _leave_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os._exit(1)
