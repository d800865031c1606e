"""Memory that is freed: kept for the next picture and the next document of its size, and given back where it is more than these need."""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import numpy as np

_LARGEST = 2**25 - 2**14
"""Bytes: the largest block from which glibc learns, 32 MiB less what it adds to a block."""


def keep_freed_memory() -> None:
    """Let the C library keep freed memory of some megabytes for the next array, where it decides by what a program frees.

    By default glibc gives every freed array back to the system, which clears each page again before it is used: 14,000 pages an examination:
    3 % of its time on a machine that does nothing else (.781 and .760 s, 10 flatbed pages), 10 % on one under load. Once a block was freed it keeps blocks of that size, and twice as much unused memory in all. Nothing is set: who
    tunes the allocator (`MALLOC_TRIM_THRESHOLD_`, `mallopt`) is obeyed, other C libraries are not touched, and the block itself is never written.
    """
    np.empty(_LARGEST, np.uint8)


_ROOM = 48 * 2**20
"""Bytes of memory more than after the last time up to which it is kept. A flatbed page frees 32 MB and a passport in three lights 36; a phone photo of 12 megapixels frees
70, and is not kept. A judgement."""
_STATM = Path("/proc/self/statm")
"""Of Linux: its second number are the pages that the process holds."""


def give_back_freed_memory() -> None:
    """Give freed memory back to the system: glibc keeps what lies between blocks in use, and more of it document by document.

    After one picture that took 240 MB the next 48 small ones held 413 MB where this was done with every thirty-second, 397 with every eighth, 381 with each. What is given
    back has to be cleared by the system for the next document: 25 ms of the 380 of a flatbed page (`GivesBack` therefore asks how much it is).
    """
    if _TRIM is not None:
        _TRIM(0)


class GivesBack:
    """Gives freed memory back after documents that leave much of it, and after the one that follows such a document.

    That one finds what the large one itself still held. So the process holds no more than after the last time and `_ROOM`, however many documents come.
    """

    __slots__ = ("_again", "_lock", "_low")

    def __init__(self) -> None:
        self._low, self._again, self._lock = 0, True, Lock()

    def after_document(self) -> None:
        """Give back what was freed, where that is much or not known."""
        with self._lock:
            held = resident_bytes()
            if held is not None and not self._again and held < self._low + _ROOM:
                return
            give_back_freed_memory()
            left = resident_bytes()
            self._again = held is None or left is None or held - left > _ROOM
            self._low = left or 0


_GIVES_BACK = GivesBack()


@contextmanager
def giving_back() -> Iterator[None]:
    """Give freed memory back when a document is done, however it ended, if it is much."""
    try:
        yield
    finally:
        _GIVES_BACK.after_document()


def resident_bytes() -> int | None:
    """Bytes of memory that this process holds; None where the system does not state it."""
    try:
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError, ValueError, IndexError):
        return None


def _trim() -> Callable[[int], int] | None:
    """`malloc_trim` of glibc; None where the C library has none."""
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return found


_TRIM = _trim()
