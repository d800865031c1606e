"""Puts all parts of a template in the place of those that a folder holds, or none."""

import errno
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from docforensics.regular import is_folder, is_there
from docforensics.templates.parts import JSON, PART
from docforensics.whole_file import write_whole

_Moved = list[tuple[Path, Path]]
"""Where each file was, and where it is now."""


def write_parts(folder: Path, parts: Mapping[str, bytes]) -> None:
    """Write parts into a folder, which is made if need be, in the place of those that it holds; what else it holds stays as it is.

    All parts are written into a hidden folder in it first, where a full disk ends, and then moved. Where a move fails the former parts are
    put back. The former `template.json` goes first and the new one comes last: what was killed in between is no template, and never a mix of two.

    Raises
    ------
    OSError
        The folder cannot be written, or a folder bears the name of a part. What was there is there.
    """
    is_new = not is_there(folder)
    folder.mkdir(parents=True, exist_ok=True)
    coming, going = (folder / f".{secrets.token_hex(4)}.{end}" for end in ("new", "old"))
    try:
        for name, data in parts.items():
            write_whole(coming / name, data)
        _exchange(folder, list(parts), coming, going)
    except BaseException:
        with suppress(OSError):  # former parts that could not be put back stay in it
            going.rmdir()
        raise
    else:
        shutil.rmtree(going, ignore_errors=True)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # only an empty one can be removed so
                folder.rmdir()


def _exchange(folder: Path, names: list[str], coming: Path, going: Path) -> None:
    """Move the former parts of a folder away and new ones in; where that fails, move all back."""
    former = [file for file in folder.iterdir() if PART.fullmatch(file.name)]
    for file in former:
        if is_folder(file) and not file.is_symlink():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    moved: _Moved = []
    going.mkdir()
    try:
        for file in sorted(former, key=lambda file: file.name != JSON):
            _move(file, going / file.name, moved)
        for name in sorted(names, key=lambda name: name == JSON):
            _move(coming / name, folder / name, moved)
    except BaseException:
        for source, target in reversed(moved):
            with suppress(FileNotFoundError):  # the move that failed
                target.rename(source)
        raise


def _move(source: Path, target: Path, moved: _Moved) -> None:
    """Note a move, and make it: one that was interrupted is known."""
    moved.append((source, target))
    source.rename(target)
