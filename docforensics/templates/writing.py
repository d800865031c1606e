"""Writing what a user named: what cannot be written is said in a sentence, not in a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docforensics.errors import UsageError


@contextmanager
def writing(path: str | Path) -> Iterator[None]:
    """Turn what the system says against writing to a path into a UsageError that names the path."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
