"""Memory of the web process: what a large request took is given back to the system."""

import ctypes

_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of mallopt(3)."""
_LARGE = 128 * 1024
"""Bytes from which a block is mapped by itself: glibc's own value at its start, which it raises to 32 MiB with the blocks that are freed."""


def give_back_large_blocks() -> bool:
    """Have each block from 128 KiB mapped by itself, so that it is given back when it is freed; False where the C library is not glibc.

    Otherwise glibc soon takes the bodies of requests from the heaps of its threads, and what a body took stays wherever a small block lies behind it: the
    process grew from 97 to 138 MB over 10,000 hostile requests, all of it free (`benchmarks/service/hostile.py`).
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE))
    except (OSError, AttributeError, TypeError):
        return False
