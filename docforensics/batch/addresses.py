"""Files on this machine and behind any fsspec address, read under the limits and written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from docforensics.capture.limits import Limits
from docforensics.capture.source import read_source
from docforensics.errors import InputError, UsageError
from docforensics.regular import entries_below, files_below, is_folder, place_below, read_below, read_regular
from docforensics.whole_file import BEGUN, write_whole

_UNFINISHED = ".unfinished"
_ANY = "any"
"""In place of a file's name, where its folder is judged."""
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


def read_file(address: str) -> bytes | None:
    """Read a file that whoever runs this program named, wherever its links lead; None when it is not there, UsageError where it cannot be read."""
    folder, _, name = address.rpartition("/")
    if is_remote(address):
        return Folder(folder).read(name)
    try:
        return read_regular(address, _MOST_BYTES)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unread(address, error) from error


def _unread(address: str, error: OSError | ValueError) -> UsageError:
    return UsageError(f"{address} cannot be read: {getattr(error, 'strerror', None) or error}")


class Folder:
    """A folder of results: on this machine, or behind an address (where one object is written at once or not at all).

    Names of its files are given below it. On this machine they are judged by where links lead: what leads out of the folder is not read,
    and nothing is listed, written or deleted through a folder that is a link. UsageError names the place.
    """

    def __init__(self, address: str | os.PathLike[str]) -> None:
        self.address = os.fspath(address)
        self.path: Path | None
        """None for a folder behind an address."""
        self.path, self._files = _opened(self.address)

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
                by_way_of = place_below(self.path, f"{_UNFINISHED}/{_ANY}").parent
                write_whole(place_below(self.path, name), data, by_way_of=by_way_of)
        except OSError as error:
            raise UsageError(f"{self.file(name)} cannot be written: {error.strerror or error}") from error

    def read(self, name: str, *, most: int | None = None) -> bytes | None:
        """Read a file, of at most so many bytes where the caller names a number; None when it is not there."""
        try:
            if self.path is not None:
                return read_below(self.path, name, most or _MOST_BYTES)
            return self._fetched(name, most) if most else bytes(self._files.cat_file(name))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise _unread(self.file(name), error) from error

    def _fetched(self, name: str, most: int) -> bytes:
        """Read from behind an address, no more than asked for; ValueError for a larger file."""
        with self._files.open(name, "rb") as stream:
            raw = bytes(stream.read(most + 1))
        if len(raw) > most:
            raise ValueError(f"expected at most {most} bytes")
        return raw

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Names, below this folder, of the files in one of its folders that end so, sorted; pipes and links are listed as well, and refused when they are read."""
        try:
            found = tuple(self._found(folder))
        except OSError as error:
            raise UsageError(f"{self.file(folder)} cannot be listed: {error.strerror or error}") from error
        return tuple(sorted(name for name in found if name.endswith(suffix)))

    def _found(self, folder: str) -> Iterator[str]:
        if self.path is None:
            self._files.invalidate_cache()
            yield from self._files.find(folder) if self._files.exists(folder) else ()
            return
        place = place_below(self.path, f"{folder}/{_ANY}").parent
        for file in entries_below(place) if is_folder(place) else ():
            yield f"{folder}/{file.relative_to(place).as_posix()}"

    def delete(self, name: str) -> None:
        """Delete a file that is there."""
        try:
            if self.path is None:
                self._files.rm_file(name)
            else:
                place_below(self.path, name).unlink()
        except OSError as error:
            raise UsageError(f"{self.file(name)} cannot be deleted: {error.strerror or error}") from error


def _opened(address: str) -> tuple[Path | None, Any]:
    """Give a folder's path where it lies on this machine, however that is told, and else the file system behind its address."""
    if not is_remote(address):
        return Path(address), None
    from fsspec.implementations.dirfs import DirFileSystem  # noqa: PLC0415 (an extra)
    from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415

    files, root = _resolve(address)
    return (
        (Path(root), None)
        if isinstance(files, LocalFileSystem)
        else (None, DirFileSystem(path=root, fs=files))
    )


def remove_unfinished(root: Path, *, left_behind: bool = False) -> int:
    """Take away the folder of unfinished files where all are finished; with `left_behind` also what a process that was killed left in it, counted.

    Raises UsageError where that folder is a link, or cannot be changed.
    """
    try:
        folder = place_below(root, f"{_UNFINISHED}/{_ANY}").parent
        found = files_below(folder) if left_behind and is_folder(folder) else ()
        left = [file for file in found if BEGUN.fullmatch(file.name)]
        for file in left:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{root / _UNFINISHED}: {error.strerror or error}; take it away") from error
    with suppress(OSError):
        folder.rmdir()
    return len(left)
