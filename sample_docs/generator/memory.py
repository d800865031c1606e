"""Keeps the memory of large arrays between documents."""

import ctypes

_MMAP_MAX, _TRIM_THRESHOLD = -4, -1
"""Parameters of glibc's ``mallopt`` (malloc.h)."""
_LARGEST = 2**31 - 1


def keep_freed_memory() -> bool:
    """Let the allocator of this process keep what is freed for the next array; whether it can.

    By default glibc takes every array of some megabytes from the system and gives it back at once, and the system
    clears each page again: a seventh of the time of a photo. Other C libraries have no such setting and need none.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return bool(mallopt(_MMAP_MAX, 0)) and bool(mallopt(_TRIM_THRESHOLD, _LARGEST))
