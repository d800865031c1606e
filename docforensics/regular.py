"""Files and folders by name: the one place that asks the system what a name stands for, and that opens what it stands for.

A name may stand for a device without end, for a pipe that nobody writes to, or for nothing that the system can look up: it may be too long,
hold a NUL or a character that no file name has, or lie where this user may not look. `is_file`, `is_folder` and `is_there` say no to all of
these, where `pathlib` raises for some; `read_regular` and `open_regular` raise OSError for them, so that whoever opens catches one class.
"""

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO

AnyName = str | os.PathLike[str]


def is_file(path: AnyName) -> bool:
    """Whether a path leads to a regular file that can be looked up."""
    return os.path.isfile(path)  # noqa: PTH113 (Path.is_file raises for a name that is too long)


def is_folder(path: AnyName) -> bool:
    """Whether a path leads to a folder that can be looked up."""
    return os.path.isdir(path)  # noqa: PTH112 (Path.is_dir raises for a name that is too long)


def is_there(path: AnyName) -> bool:
    """Whether a path leads to anything that can be looked up."""
    return os.path.exists(path)  # noqa: PTH110 (Path.exists raises for a name that is too long)


def real_path(path: AnyName) -> Path:
    """Give where a path leads once every link on it is followed, as far as it can be; the path itself for what is no name."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:  # a NUL, or a character that no file name has
        return Path(path).absolute()


def files_below(folder: Path) -> Iterator[Path]:
    """Give the regular files of a folder and of those in it, links to files among them and links to folders not, in no order.

    Raises OSError where one of the folders cannot be listed.
    """
    yield from filter(is_file, entries_below(folder))


def entries_below(folder: Path) -> Iterator[Path]:
    """Give all that lies in a folder and in those in it but the folders themselves: files, pipes, and links of any kind, which are not followed.

    Raises OSError where one of the folders cannot be listed.
    """
    if not is_folder(folder):
        raise OSError(errno.ENOTDIR, "no such folder", readable(str(folder)))
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                else:
                    yield Path(entry.path)


def readable(name: str) -> str:
    r"""Write bytes of a file name that are no text as `\xff`, so that names stay text, and differ as the files' do."""
    if name.isascii():
        return name
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character, which stands for no byte
        raw = name.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


def read_regular(path: AnyName, most_bytes: int) -> bytes:
    """Read a file of at most so many bytes.

    Raises OSError for one that cannot be read or is no regular file, ValueError for a larger one.
    """
    with open_regular(path) as file:
        raw = read_open(file, most_bytes + 1)
    if len(raw) > most_bytes:
        raise ValueError(f"expected at most {most_bytes} bytes")
    return raw


def read_below(folder: AnyName, name: str, most_bytes: int) -> bytes:
    """Read a file below a folder as `read_regular` does; OSError also where links lead out of the folder, which whoever writes into it decides."""
    root, path = real_path(folder), real_path(Path(folder, name))
    if not path.is_relative_to(root):
        raise OSError(errno.EXDEV, "a link leads out of the folder", name)
    return read_regular(path, most_bytes)


def place_below(folder: AnyName, name: str) -> Path:
    """Give where a file of this name is written or deleted below a folder; OSError where a folder on the way is a link, or the name leads out.

    The file may itself be a link: who deletes it or replaces it takes away the link, and not what it leads to.
    """
    root = real_path(folder)
    place = Path(root, name)
    if ".." in place.parts or not place.is_relative_to(root) or real_path(place.parent) != place.parent:
        raise OSError(
            errno.EXDEV,
            "a folder on the way is a link, or the name leads out: take the link away",
            readable(name),
        )
    return place


def read_open(file: IO[bytes], count: int) -> bytes:
    """Read an open file to its end, or so many bytes."""
    # Python sets aside what it is asked for: the file's size and not the limit, but for what it may have grown by.
    size = os.fstat(file.fileno()).st_size
    raw = file.read(min(size + 1, count))
    return raw + file.read(count - len(raw)) if len(raw) > size else raw


def open_regular(path: AnyName) -> BufferedReader:
    """Open a file to read it; OSError where it is no regular file, or its name is none that the system knows."""
    try:
        file = open(path, "rb", opener=_open_without_waiting)  # noqa: SIM115 (Path.open has no opener; whoever asked closes it)
    except ValueError as error:
        raise OSError(errno.EINVAL, "not the name of a file", readable(str(Path(path)))) from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not a regular file", str(Path(path)))
    return file


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a path; a named pipe without a writer would otherwise wait for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
