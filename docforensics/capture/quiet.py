"""Pillow warns of damaged metadata; the caller gets an answer or an error instead of a warning."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, cast

_PILLOW_MODULES: Final = r"PIL\."
_lock = threading.Lock()
_inside = 0
"""Threads inside at this moment."""


@contextmanager
def pillow_kept_quiet() -> Iterator[None]:
    """Ignore the warnings that Pillow's own modules raise while any thread is inside.

    `warnings.catch_warnings` saves and restores the filters of the whole process, so that two threads using it leave
    each other's filters behind. One entry of our own is put in and taken out instead; all others stay untouched.
    """
    global _inside  # noqa: PLW0603  # one count for the process, as the filters are
    with _lock:
        _inside += 1
        warnings.filterwarnings("ignore", module=_PILLOW_MODULES)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                # Absent when another thread has put back filters that it had saved before.
                with suppress(ValueError, StopIteration):
                    filters = cast("list[tuple[Any, ...]]", warnings.filters)
                    filters.remove(next(entry for entry in filters if _is_ours(entry)))


def _is_ours(entry: tuple[Any, ...]) -> bool:
    return entry[0] == "ignore" and getattr(entry[3], "pattern", None) == _PILLOW_MODULES
