"""Regular files of bounded size: a name may stand for a device without end, or for a pipe that nobody writes to."""

import errno
import os
import stat
from pathlib import Path
from typing import IO


def read_regular(path: str | os.PathLike[str], most_bytes: int) -> bytes:
    """Read a file of at most so many bytes.

    Raises OSError for one that cannot be read or is no regular file, ValueError for a larger one.
    """
    with open_regular(path) as file:
        raw = read_open(file, most_bytes + 1)
    if len(raw) > most_bytes:
        raise ValueError(f"expected at most {most_bytes} bytes")
    return raw


def read_open(file: IO[bytes], count: int) -> bytes:
    """Read an open file to its end, or so many bytes."""
    # Python sets aside what it is asked for: the file's size and not the limit, but for what it may have grown by.
    size = os.fstat(file.fileno()).st_size
    raw = file.read(min(size + 1, count))
    return raw + file.read(count - len(raw)) if len(raw) > size else raw


def open_regular(path: str | os.PathLike[str]) -> IO[bytes]:
    """Open a file to read it; OSError where it is no regular file."""
    file = open(path, "rb", opener=_open_without_waiting)  # noqa: SIM115 (Path.open has no opener; whoever asked closes it)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not a regular file", str(Path(path)))
    return file


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a path; a named pipe without a writer would otherwise wait for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
