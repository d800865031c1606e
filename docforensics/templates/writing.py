"""Writes to paths that a user named; UsageError where one cannot be written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docforensics.errors import UsageError
from docforensics.regular import is_folder, is_there


@contextmanager
def writing(path: str | Path) -> Iterator[None]:
    """Raise UsageError, with the path and the reason of the system, for an OSError inside."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error


def refuse_unwritable(folder: Path, name: str) -> None:
    """Raise UsageError where a folder, or the nearest one above that is there, cannot be written; `name` is the folder in the message."""
    nearest = next(path for path in (folder.absolute(), *folder.absolute().parents) if is_there(path))
    if not is_folder(nearest) or not os.access(nearest, os.W_OK):
        raise UsageError(f"{name}: cannot be written: {nearest} is no folder that you may write in")
