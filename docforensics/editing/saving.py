"""Writes an edited template: whole under another name, then renamed over what is there, so that no revision is half written."""

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docforensics.errors import UsageError
from docforensics.parsing import encoded
from docforensics.regular import is_file, is_folder, real_path
from docforensics.resources import models_folder
from docforensics.templates.parts import JSON
from docforensics.templates.writing import refuse_unwritable


class TemplateFolder:
    """The folder that is written: the one that was opened, or another one, which the first save makes."""

    def __init__(self, folder: Path, *, opened: bytes | None) -> None:
        self.path = folder
        self._there = opened

    @classmethod
    def over(cls, source: Path, parts: Mapping[str, bytes]) -> "TemplateFolder":
        """The folder that was opened.

        Raises
        ------
        UsageError
            It is a packed file, comes with this package, or cannot be written.
        """
        if is_file(source):
            raise UsageError(f"{source}: is a packed file; name a folder to write with --output")
        if real_path(source).is_relative_to(models_folder().resolve()):
            raise UsageError(
                f"{source}: comes with this package, which compares it with its sha256; name another folder with --output"
            )
        refuse_unwritable(source, str(source))
        return cls(source, opened=parts[JSON])

    @classmethod
    def new(cls, folder: Path) -> "TemplateFolder":
        """Another folder, which is not there yet or is empty.

        Raises
        ------
        UsageError
            It is there, or cannot be made.
        """
        if is_file(folder) or (is_folder(folder) and any(folder.iterdir())):
            raise UsageError(
                f"--output: {folder} is there already; name a folder that is not, or an empty one"
            )
        refuse_unwritable(folder, f"--output: {folder}")
        return cls(folder.absolute(), opened=None)  # "." has no name to rename to

    def save(self, record: Mapping[str, Any], parts: Mapping[str, bytes]) -> None:
        """Write a record; `parts` are the other files, which a new folder gets too.

        Raises
        ------
        UsageError
            The folder cannot be written, or was changed by another program since. What was there is there.
        """
        data = encoded(record)
        try:
            if self._there is None:
                self._make({**parts, JSON: data})
            elif data != self._there:
                self._replace(data)
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be written: {error.strerror or error}") from error
        self._there = data

    def _make(self, parts: Mapping[str, bytes]) -> None:
        """A folder beside it gets all files, and then its name."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(self.path)
        beside.mkdir()
        try:
            for name, data in parts.items():
                _write(beside / name, data)
            if is_folder(self.path):
                self.path.rmdir()  # only an empty one can be removed so
            beside.rename(self.path)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise

    def _replace(self, data: bytes) -> None:
        """`template.json` alone is written: an edit changes no picture."""
        file = self.path / JSON
        if file.read_bytes() != self._there:
            raise UsageError(
                f"{file}: was changed by another program since it was opened, and stays as it is; "
                "note what you changed, end, and edit it anew"
            )
        beside = _beside(file)
        try:
            _write(beside, data)
            shutil.copymode(file, beside)
            beside.replace(file)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _write(file: Path, data: bytes) -> None:
    """Write a file that is not there, to the disk."""
    with file.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _beside(path: Path) -> Path:
    """A name in the same folder, so that renaming is one step, which no part of a template has."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
