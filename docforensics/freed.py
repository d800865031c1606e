"""Memory that is freed, kept for the next picture."""

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
