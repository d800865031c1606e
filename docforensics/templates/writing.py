"""Writes to paths that a user named; UsageError where one cannot be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docforensics.errors import UsageError


@contextmanager
def writing(path: str | Path) -> Iterator[None]:
    """Raise UsageError, with the path and the reason of the system, for an OSError inside."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
