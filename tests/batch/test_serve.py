"""What a worker does beside examining."""

import ctypes
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from docforensics.batch.messages import SLOT_BYTES, Slot, bytes_held
from docforensics.batch.schema import scanned_table
from docforensics.batch.serve import Server, given_back, packed, unpacked


def test_rows_travel_whole() -> None:
    """As an Arrow stream and back."""
    table = scanned_table([{"name": "a", "document": "1", "findings": []}, {"name": "b"}])
    assert unpacked(packed(table)).equals(table)
    assert isinstance(packed(table), bytes)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux")
def test_arrow_takes_no_address_space_once_memory_is_bounded() -> None:
    """Its allocator takes 1 GiB at first use, which would be more than a document may have."""
    code = """if True:
        from pathlib import Path
        from docforensics.batch.schema import scanned_table
        from docforensics.batch.serve import packed, set_aside
        def pages():
            return int(Path("/proc/self/statm").read_text().split()[0])
        set_aside()
        before = pages()
        packed(scanned_table([{"name": "a", "described": b"x" * 2**20}]))
        print(4096 * (pages() - before))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 2**26


def test_a_document_that_leaves_no_memory_for_its_row_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slot still names it when the worker ends: else nobody is blamed, and it ends the next worker as well."""
    with tempfile.TemporaryFile() as memory:
        memory.truncate(SLOT_BYTES)
        slot = Slot(memory.fileno())
        server = Server.__new__(Server)
        server._work = SimpleNamespace(row=lambda _task, _hashed: {"name": "a"})  # type: ignore[assignment]
        monkeypatch.setattr("docforensics.batch.serve.packed", _no_memory)
        with pytest.raises(MemoryError):
            server.chunk(7, [("a", ())], slot)
        assert (slot.read().chunk, slot.read().position) == (7, 0)
        slot.close()


def _no_memory(_table: object) -> bytes:
    raise MemoryError


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library decides otherwise")
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
