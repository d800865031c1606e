"""What a worker does beside examining."""

import ctypes

import pytest

from docforensics.batch.messages import bytes_held
from docforensics.batch.schema import scanned_table
from docforensics.batch.serve import _TRIM, given_back, packed, unpacked


def test_rows_travel_whole() -> None:
    """As an Arrow stream and back."""
    table = scanned_table([{"name": "a", "document": "1", "findings": []}, {"name": "b"}])
    assert unpacked(packed(table)).equals(table)
    assert isinstance(packed(table), bytes)


@pytest.mark.skipif(_TRIM is None, reason="needs glibc")
def test_memory_that_was_freed_goes_back_to_the_system() -> None:
    """64 MiB of small blocks below one that stays in use: glibc alone would keep them."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = (
        ctypes.c_void_p,
        (ctypes.c_size_t,),
        (ctypes.c_void_p,),
    )
    blocks = [libc.malloc(2**16) for _ in range(1000)]
    stays = libc.malloc(2**16)
    for block in blocks:
        ctypes.memset(block, 1, 2**16)
    for block in blocks:
        libc.free(block)
    before = bytes_held()
    given_back()
    assert before - bytes_held() > 2**25
    libc.free(stays)
