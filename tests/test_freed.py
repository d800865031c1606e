"""Memory that is freed and kept."""

import platform
import subprocess
import sys
from collections.abc import Sequence
from mmap import mmap
from threading import Event

import numpy as np
import pytest

from docforensics import freed
from docforensics.errors import ExaminationCancelledError
from docforensics.examiner import Examiner
from docforensics.freed import GivesBack, resident_bytes

_CLEARED = """
import resource
import numpy as np
from docforensics.freed import keep_freed_memory
{keep}
for turn in range(3):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    planes = [np.ones(2_000_000, np.float32) for _ in range(3)]
    del planes
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _pages_cleared(keep: str) -> int:
    """Pages that the system cleared for the third 24 MB, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _CLEARED.format(keep=keep)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library decides otherwise")
def test_freed_memory_is_used_again() -> None:
    """Without a page that the system would have to clear once more."""
    assert _pages_cleared("keep_freed_memory()") < 100


def _given_back(held: Sequence[int | None], monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether memory is given back after each document, where the process holds so many MB at its end; giving back leaves 100."""
    given: list[bool] = []
    now: list[int | None] = [None]

    def trim(_: int) -> None:
        given[-1] = True
        now[0] = None if now[0] is None else 100 * 2**20

    monkeypatch.setattr(freed, "_TRIM", trim)
    monkeypatch.setattr(freed, "resident_bytes", lambda: now[0])
    gives_back = GivesBack()
    for one in held:
        now[0] = None if one is None else one * 2**20
        given.append(False)
        gives_back.after_document()
    return given


def test_memory_of_documents_of_one_size_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one takes it; what grows little by little is given back in the end."""
    assert _given_back([130, 130, 140, 147, 149, 130], monkeypatch) == [True, False, False, False, True, True]


def test_memory_of_a_large_document_is_given_back_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """At its end, when it still holds its pictures, and with the next one."""
    assert _given_back([130, 300, 135, 135], monkeypatch) == [True, True, True, False]


def test_memory_is_given_back_each_time_where_the_system_does_not_say_how_much_is_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if each document were large."""
    assert _given_back([None, None, None], monkeypatch) == [True, True, True]


@pytest.mark.skipif(platform.system() != "Linux", reason="other systems have no such file")
def test_the_system_says_how_much_is_held() -> None:
    """More by about what is asked for and written; asked of the system itself, since a process gives out freed memory again."""
    with mmap(-1, 2**26) as asked:
        before = resident_bytes()
        block = np.frombuffer(asked, np.uint8)
        block[:] = 1
        after = resident_bytes()
        del block
    assert before is not None
    assert after is not None
    assert 2**25 < after - before < 2**28


def test_memory_may_be_given_back_at_the_end_of_each_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """However it ends: an examination that is cancelled took memory as well."""
    asked: list[bool] = []
    monkeypatch.setattr(GivesBack, "after_document", lambda _: asked.append(True))
    examiner = Examiner(templates=())
    document = examiner.read(np.full((200, 300, 3), 200, np.uint8))
    assert not asked
    examiner.report(document)
    assert len(asked) == 1
    cancel = Event()
    cancel.set()
    with pytest.raises(ExaminationCancelledError):
        examiner.report(document, cancel=cancel)
    assert len(asked) == 2
