"""Where what was asked lies while a worker may need it: a file each, for the eyes of this user, in memory where the system has such a folder."""

import os
import secrets
import shutil
import tempfile
import threading
from pathlib import Path

from docforensics.errors import DocforensicsError, UsageError

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (Linux's folder in memory; what is in it is made here for this user alone)
_PREFIX = "docforensics-service"


class SpoolFullError(DocforensicsError):
    """What waits takes as many bytes as it may, or the disk has no room; to be tried again later."""


class Spool:
    """A folder of one process. What an ended process left behind is taken away when the next one begins."""

    def __init__(self, folder: Path | None, most_bytes: int) -> None:
        root = folder or (_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir()))
        self._root, self._most = root, most_bytes
        self._lock, self._held = threading.Lock(), 0
        self._folder = root / f"{_PREFIX}-{os.getuid()}-{os.getpid()}-{secrets.token_hex(4)}"

    def begin(self) -> None:
        """Make the folder; UsageError where that cannot be done."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            for left in self._root.glob(f"{_PREFIX}-{os.getuid()}-*"):
                if not _runs(left.name.split("-")[3]):
                    shutil.rmtree(left, ignore_errors=True)
            self._folder.mkdir(mode=0o700)
        except OSError as error:
            raise UsageError(f"--spool: {self._root} cannot be written: {error.strerror}") from error

    def put(self, raw: bytes) -> Path:
        """Keep bytes in a file; SpoolFullError where there is no room."""
        with self._lock:
            if self._held + len(raw) > self._most:
                raise SpoolFullError(f"{self._held} bytes wait to be examined, the limit is {self._most}")
            self._held += len(raw)
        file = self._folder / secrets.token_hex(16)
        try:
            file.write_bytes(raw)
        except OSError as error:
            self.drop(file, len(raw))
            raise SpoolFullError(f"no room for what is to be examined: {error.strerror}") from error
        return file

    def drop(self, file: Path, size: int) -> None:
        """Take a file away; whoever examines it stops before its next stage."""
        file.unlink(missing_ok=True)
        with self._lock:
            self._held -= size

    def end(self) -> None:
        """Take everything away."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True
