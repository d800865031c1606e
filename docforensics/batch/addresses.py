"""Files on this machine and behind any fsspec address, read under the limits and written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from docforensics.capture.limits import Limits
from docforensics.capture.source import read_source
from docforensics.errors import InputError, UsageError
from docforensics.regular import read_regular
from docforensics.whole_file import write_whole

_UNFINISHED = ".unfinished"
_MOST_BYTES = 2**31
"""Of a manifest or a part of results: a part has some megabytes, and a manifest of ten million rows one gigabyte."""


def is_remote(address: str) -> bool:
    """Whether an address is for fsspec (`s3://...`, `memory://...`) and not a path."""
    return "://" in address


def read_bytes(address: str, limits: Limits) -> bytes:
    """Read a file under the limits; InputError where it cannot be read."""
    if not is_remote(address):
        return read_source(address, limits)[0]
    filesystem, path = _resolve(address)
    try:
        limits.check_bytes(int(filesystem.info(path).get("size") or 0))
        with filesystem.open(path, "rb") as stream:
            raw = bytes(stream.read(limits.max_bytes + 1))
    except InputError:
        raise
    except Exception as error:
        # Each file system has its own errors; whichever, this input is not readable.
        raise InputError(f"{address} cannot be read ({type(error).__name__}): check the address") from error
    limits.check_bytes(len(raw))  # a stream may state no size
    return raw


def find_remote(address: str) -> tuple[str, ...]:
    """List the files under a folder's address, or those that match a pattern, sorted."""
    filesystem, path = _resolve(address)
    try:
        found = filesystem.glob(path) if has_pattern(path) else filesystem.find(path)
    except Exception as error:
        raise UsageError(f"{address} cannot be listed ({type(error).__name__}: {error})") from error
    return tuple(sorted(filesystem.unstrip_protocol(one) for one in found))


def has_pattern(path: str) -> bool:
    """Whether a path is a glob pattern."""
    return any(mark in path for mark in "*?[")


def _resolve(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 (an extra)

    try:
        filesystem, path = url_to_fs(address)
    except (ValueError, ImportError) as error:
        raise UsageError(f"{address}: {error}") from error
    return filesystem, str(path)


class Folder:
    """A folder of results: on this machine, or behind an address (where one object is written at once or not at all)."""

    def __init__(self, address: str | os.PathLike[str]) -> None:
        from fsspec.implementations.dirfs import DirFileSystem  # noqa: PLC0415 (an extra)
        from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415

        self.address = os.fspath(address)
        self.path = None if is_remote(self.address) else Path(self.address)
        """None for a folder behind an address."""
        files, root = (
            _resolve(self.address) if self.path is None else (LocalFileSystem(), self.path.absolute())
        )
        self._files = DirFileSystem(path=str(root), fs=files)

    def file(self, name: str) -> str:
        """The address of a file in it."""
        return f"{self.address.rstrip('/')}/{name}"

    def write(self, name: str, data: bytes) -> None:
        """Write a file so that a kill leaves the old one, the new one or none, never a part."""
        try:
            if self.path is None:
                self._files.pipe_file(name, data)
            else:
                # What is unfinished lies in a folder that no reader's pattern covers.
                write_whole(self.path / name, data, by_way_of=self.path / _UNFINISHED)
        except OSError as error:
            raise UsageError(f"{self.file(name)} cannot be written: {error.strerror or error}") from error

    def read(self, name: str, *, most: int | None = None) -> bytes | None:
        """Read a file, of at most so many bytes where the caller names a number; None when it is not there."""
        try:
            if self.path is not None:
                return read_regular(self.path / name, most or _MOST_BYTES)
            return self._fetched(name, most) if most else bytes(self._files.cat_file(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(f"{self.file(name)} cannot be read: {error.strerror or error}") from error
        except ValueError as error:
            raise UsageError(f"{self.file(name)} cannot be read: {error}") from error

    def _fetched(self, name: str, most: int) -> bytes:
        """Read from behind an address, no more than asked for; ValueError for a larger file."""
        with self._files.open(name, "rb") as stream:
            raw = bytes(stream.read(most + 1))
        if len(raw) > most:
            raise ValueError(f"expected at most {most} bytes")
        return raw

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Names, below this folder, of the files in one of its folders that end so, sorted."""
        self._files.invalidate_cache()
        found = self._files.find(folder) if self._files.exists(folder) else ()
        return tuple(sorted(name for name in found if name.endswith(suffix)))

    def delete(self, name: str) -> None:
        """Delete a file that is there."""
        self._files.rm_file(name)


def remove_unfinished(root: Path, *, left_behind: bool = False) -> int:
    """Take away the folder of unfinished files where all are finished; with `left_behind` also what a process that was killed left in it, counted."""
    left = list((root / _UNFINISHED).glob(".*")) if left_behind else []
    for file in left:
        file.unlink(missing_ok=True)
    with suppress(OSError):
        (root / _UNFINISHED).rmdir()
    return len(left)
