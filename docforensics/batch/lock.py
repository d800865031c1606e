"""A lock on a folder of this machine: between processes and threads; the system lets go of it when its holder ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"
"""Name of the file that is locked; it stays, empty."""


@contextmanager
def locked(folder: Path, *, waits: bool = True) -> Iterator[None]:
    """Hold a folder, which is made where it is not there.

    Parameters
    ----------
    waits
        Whether to wait for another holder; else BlockingIOError is raised where there is one.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        yield
