"""A lock on a folder of this machine: between processes and threads; the system lets go of it when its holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"
"""Name of the file that is locked, where none is given; it stays, empty."""


@contextmanager
def locked(folder: Path, *, waits: bool = True, name: str = LOCK) -> Iterator[None]:
    """Hold a folder, which is made where it is not there.

    Parameters
    ----------
    waits
        Whether to wait for another holder; else BlockingIOError is raised where there is one.
    name
        Of the file: of a folder that is itself replaced, the lock lies next to it.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # What is not there is made; what is there may be a link or a pipe of somebody else's: it is not emptied, nor waited for.
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    with open(folder / name, "rb+", buffering=0, opener=lambda path, _: os.open(path, flags, 0o666)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        yield
