"""The audit log: one line an action, append-only, each line bound to the one before; no personal data.

With the key of the service the chain is keyed (HMAC-SHA256), so that nobody without it can write one that holds; without a key it is
plain, and finds damage alone. The store keeps the number and hash of the last line, so that a log that was cut off is found as well. Who
may write the log, the store and the key may write anything.
"""

import errno
import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from docforensics.errors import UsageError
from docforensics.parsing import made, read_json
from docforensics.regular import open_regular
from docforensics.service.blobs import KeptError

_NOTHING = "0" * 64
"""Hash before the first line."""
_MOST_LINE = 4096
"""Bytes of a line; no field that is logged comes near."""
_AuditEntry = dict[str, str | int]
Head = tuple[int, str]
"""Number and hash of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What verifying a log gave."""

    entries: int
    """Lines that hold."""
    problem: str
    """What is wrong with the next one; empty where all hold."""


class AuditLog:
    """Appends to one file; processes and threads share it.

    Parameters
    ----------
    keep_head
        Called with number and hash of each line once it is on the disk.
    """

    def __init__(self, file: Path, key: bytes, keep_head: Callable[[Head], None]) -> None:
        self._file, self._key, self._keep_head = file, key, keep_head

    def append(self, action: str, *, by: str, of: str = "", result: str = "") -> None:
        """Log an action: who did it, with which examination or key, and what came of it, as codes.

        Raises KeptError where it cannot be written: then the action must not be answered as done.
        """
        try:
            with self._file.open("a+b", buffering=0) as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)  # ends with the file
                head = self._written(stream, {"action": action, "by": by, "of": of, "result": result})
                self._keep_head(head)
        except OSError as error:
            raise KeptError(f"{self._file} cannot be written: {error.strerror}") from error

    def _written(self, stream: FileIO, told: dict[str, str]) -> Head:
        number, before = _last(stream, self._key)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry: _AuditEntry = {"number": number + 1, "at": at, **told, "before": before}
        digest = _hash_of(entry, self._key)
        line = f"{json.dumps({**entry, 'hash': digest})}\n".encode("ascii")
        size = stream.seek(0, os.SEEK_END)
        try:
            _put(stream, line)
        except OSError:
            os.ftruncate(stream.fileno(), size)  # half a line, of a full disk, would damage the next
            raise
        return number + 1, digest


def verify_log(file: Path, key: bytes, head: Head | None) -> AuditVerdict:
    """Verify a log line by line, and its last one by what the store keeps; UsageError where it cannot be read."""
    number, before = 0, _NOTHING
    try:
        with open_regular(file) as stream:
            while raw := stream.readline(_MOST_LINE):
                entry = _entry(raw)
                digest = entry.pop("hash", "")
                if entry.get("number") != number + 1 or entry.get("before") != before:
                    return AuditVerdict(entries=number, problem="does not follow the one before")
                if not _is_same(_hash_of(entry, key), digest):
                    return AuditVerdict(entries=number, problem="was changed, or written with another key")
                number, before = number + 1, str(digest)
                if head is not None and number == head[0] and before != head[1]:
                    return AuditVerdict(entries=number - 1, problem="is not the one that the store knows")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    if head is not None and number < head[0]:
        return AuditVerdict(entries=number, problem=f"is missing: the store knows {head[0]} entries")
    return AuditVerdict(entries=number, problem="")


def _put(stream: FileIO, line: bytes) -> None:
    """Write a line to the disk. It waits in no buffer, which closing would write; OSError where the disk takes a part alone."""
    if stream.write(line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(stream.fileno())


def _last(stream: FileIO, key: bytes) -> Head:
    """Number and hash of the last line; of none where the file is empty. OSError where it does not hold under the key."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _MOST_LINE))
    lines = stream.read().splitlines()
    if not lines:
        return 0, _NOTHING
    entry = _entry(lines[-1])
    digest, number = str(entry.pop("hash", "")), entry.get("number")
    if not isinstance(number, int) or not _is_same(_hash_of(entry, key), digest):
        raise OSError(None, "its last line is damaged, or was written with another key (--key-file)")
    return number, digest


def _entry(raw: bytes) -> _AuditEntry:
    """Read a line; nothing where it is none."""
    try:
        return made(_AuditEntry, read_json(raw))
    except ValueError:
        return {}


def _is_same(digest: str, told: str | int) -> bool:
    return hmac.compare_digest(digest.encode(), str(told).encode())


def _hash_of(entry: _AuditEntry, key: bytes) -> str:
    covered = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key, covered, hashlib.sha256).hexdigest() if key else hashlib.sha256(covered).hexdigest()
