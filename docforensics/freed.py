"""Memory that is freed: kept within a document for its next picture, and given back at its end."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


def give_back_freed_memory() -> None:
    """Give freed memory back to the system: glibc keeps what lies between blocks in use, and more of it document by document.

    After one picture that took 240 MB the next 48 small ones held 413 MB where this was done with every thirty-second, 397 with every eighth, 381 with each; with every
    second, 2,000 small pictures let it grow by 20 MB. It costs the next document 3 % of its time, whose pages the system clears again.
    """
    if _TRIM is not None:
        _TRIM(0)


@contextmanager
def giving_back() -> Iterator[None]:
    """Give freed memory back when a document is done, however it ended."""
    try:
        yield
    finally:
        give_back_freed_memory()


def _trim() -> Callable[[int], int] | None:
    """`malloc_trim` of glibc; None where the C library has none."""
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return found


_TRIM = _trim()
