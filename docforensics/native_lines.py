"""Lines that native decoders write to the standard error of the process: dropped where the process is ours, left alone where it is the caller's."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_DESCRIPTOR = 2


@contextmanager
def native_lines_dropped() -> Iterator[None]:
    """Drop inside what C code writes to descriptor 2, such as libjpeg's lines on damaged data; `sys.stderr` goes where it went.

    For programs alone: a descriptor is the whole process's, and a library may not take it from its caller. Nothing is done where `sys.stderr` is not
    the standard error that the process began with.
    """
    before = sys.__stderr__
    if before is None or sys.stderr is not before or descriptor_of(before) != _DESCRIPTOR:
        yield
        return
    before.flush()
    kept = os.dup(_DESCRIPTOR)
    with open(kept, "w", buffering=1, encoding=before.encoding, errors=before.errors) as stream:  # noqa: PTH123 (a descriptor)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _DESCRIPTOR)
        os.close(nowhere)
        sys.stderr = stream
        try:
            yield
        finally:
            stream.flush()
            sys.stderr = before
            os.dup2(kept, _DESCRIPTOR)


def descriptor_of(stream: TextIO | None) -> int | None:
    """Give the descriptor of a stream; None for one that has none."""
    try:
        return None if stream is None else stream.fileno()
    except (io.UnsupportedOperation, AttributeError, ValueError):
        return None
