"""The audit log: append-only, chained, verified."""

import json
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from docforensics.errors import UsageError
from docforensics.service.audit import AuditLog, Head, verify_log
from docforensics.service.blobs import KeptError

KEY = b"k" * 32


@pytest.fixture(name="heads")
def fixture_heads() -> list[Head]:
    """What the store was given."""
    return []


@pytest.fixture(name="log")
def fixture_log(tmp_path: Path, heads: list[Head]) -> Path:
    """A log of five entries."""
    file = tmp_path / "audit.jsonl"
    log = AuditLog(file, KEY, heads.append)
    for number in range(5):
        log.append("examine", by="key", of=f"document-{number}", result="REFER")
    return file


def test_a_log_that_nobody_touched_holds(log: Path, heads: list[Head]) -> None:
    """Its last entry is the one that the store knows."""
    assert [number for number, _ in heads] == [1, 2, 3, 4, 5]
    verdict = verify_log(log, KEY, heads[-1])
    assert (verdict.entries, verdict.problem) == (5, "")


def _changed(lines: list[str]) -> list[str]:
    return [lines[0].replace("REFER", "CLEAR"), *lines[1:]]


def _without_the_second(lines: list[str]) -> list[str]:
    return [lines[0], *lines[2:]]


def _cut_off(lines: list[str]) -> list[str]:
    return lines[:3]


def _swapped(lines: list[str]) -> list[str]:
    return [lines[1], lines[0], *lines[2:]]


def _no_json(lines: list[str]) -> list[str]:
    return [*lines[:4], "[]\n"]


def _too_deep(lines: list[str]) -> list[str]:
    return [*lines[:4], "[" * 2000 + "\n"]


def _another_type(lines: list[str]) -> list[str]:
    return [*lines[:4], lines[4].replace('"hash": "', '"hash": "é')]


def _too_long(lines: list[str]) -> list[str]:
    return [*lines[:4], f'{{"number": {"9" * 5000}}}\n']


@pytest.mark.parametrize(
    ("tamper", "holds", "problem"),
    [
        (_changed, 0, "was changed"),
        (_without_the_second, 1, "does not follow"),
        (_cut_off, 3, "is missing: the store knows 5"),
        (_swapped, 0, "does not follow"),
        (_no_json, 4, "does not follow"),
        (_too_deep, 4, "does not follow"),
        (_another_type, 4, "was changed"),
        (_too_long, 4, "does not follow"),
    ],
)
def test_a_tampered_log_is_found(
    log: Path, heads: list[Head], tamper: Callable[[list[str]], list[str]], holds: int, problem: str
) -> None:
    """With how many entries hold before it."""
    log.write_text("".join(tamper(log.read_text().splitlines(keepends=True))), encoding="utf-8")
    verdict = verify_log(log, KEY, heads[-1])
    assert verdict.entries == holds
    assert problem in verdict.problem


def test_a_log_that_was_written_anew_is_found(log: Path, heads: list[Head], tmp_path: Path) -> None:
    """With another key by its hashes, with the same one by what the store knows."""
    other = tmp_path / "other.jsonl"
    for key, problem in ((b"", "another key"), (KEY, "not the one that the store knows")):
        other.unlink(missing_ok=True)
        forger = AuditLog(other, key, lambda _head: None)
        for _ in range(5):
            forger.append("examine", by="key", of="nothing", result="CLEAR")
        assert problem in verify_log(other, KEY, heads[-1]).problem
    assert verify_log(log, KEY, heads[-1]).problem == ""


def test_several_write_one_log(log: Path, heads: list[Head]) -> None:
    """Each through a file of its own, as processes do."""

    def write() -> None:
        for _ in range(20):
            AuditLog(log, KEY, heads.append).append("read", by="key")

    threads = [Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify_log(log, KEY, max(heads)).entries == 65


def test_what_cannot_be_written_is_named(tmp_path: Path, log: Path) -> None:
    """A folder in its place; a last line that is damaged."""
    with pytest.raises(KeptError, match="cannot be written"):
        AuditLog(tmp_path, KEY, lambda _head: None).append("read", by="key")
    with pytest.raises(KeptError, match="another key"):
        AuditLog(log, b"other", lambda _head: None).append("read", by="key")
    log.write_text(log.read_text() + json.dumps({"number": "x"}) + "\n")
    with pytest.raises(KeptError, match="last line is damaged, or"):
        AuditLog(log, KEY, lambda _head: None).append("read", by="key")
    with pytest.raises(UsageError, match="cannot be read"):
        verify_log(tmp_path / "none", KEY, None)


def test_a_line_that_the_disk_took_half_of_leaves_nothing(log: Path, heads: list[Head]) -> None:
    """The next one, with room again, follows the one before."""
    before = log.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, hard))
    try:
        with pytest.raises(KeptError, match="cannot be written"):
            AuditLog(log, KEY, heads.append).append("examine", by="key")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert log.read_bytes() == before
    AuditLog(log, KEY, heads.append).append("examine", by="key")
    verdict = verify_log(log, KEY, heads[-1])
    assert (verdict.entries, verdict.problem) == (6, "")
