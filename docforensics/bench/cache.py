"""Answers kept on disk, so that a run that was killed goes on where it stopped.

The key holds everything that could change an answer; a file is written whole or not at all. Answers that failed are
not kept: they are asked for again.
"""

import hashlib
import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.systems.model import Answer, ScoreMap
from docforensics.errors import UsageError
from docforensics.parsing import read_json
from docforensics.regular import is_file
from docforensics.whole_file import write_whole

VERSION = 1
"""Of the form of the files."""


def key_of(*told: object) -> str:
    """Name an answer by what it depends on."""
    return hashlib.sha256(json.dumps([VERSION, *told], default=str).encode()).hexdigest()


def write_result(file: Path, data: bytes) -> None:
    """Write a file whole; UsageError where it cannot be written."""
    try:
        write_whole(file, data)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror or error}") from error


class Cache:
    """Answers by key, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Answer | None:
        """Give the answer without its maps; None when it is not there or was damaged."""
        try:
            told = read_json(self._file(key, ".json").read_bytes())
            whole = not told["maps"] or is_file(self._file(key, ".npz"))
            return Answer(**{**told, "findings": tuple(told["findings"]), "maps": ()}) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, answer: Answer) -> Answer:
        """Keep an answer; give it without its maps, as `get` will."""
        arrays = {
            str(number): map_.astype(np.float16)
            for number, map_ in enumerate(answer.maps)
            if map_ is not None
        }
        if arrays:
            write_result(self._file(key, ".npz"), _packed(arrays))
        bare = replace(answer, maps=())
        told = {**asdict(bare), "maps": len(answer.maps)}
        write_result(self._file(key, ".json"), json.dumps(told, allow_nan=False).encode())
        return bare

    def map(self, key: str, picture: int) -> ScoreMap | None:
        """Give the map of one picture, at half precision; None when there is none."""
        file = self._file(key, ".npz")
        if not is_file(file):
            return None
        with np.load(file) as arrays:
            name = str(picture)
            return arrays[name].astype(np.float32) if name in arrays.files else None

    def _file(self, key: str, suffix: str) -> Path:
        return self._folder / key[:2] / f"{key}{suffix}"


def _packed(arrays: dict[str, NDArray[np.float16]]) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]  # the stub takes a keyword for allow_pickle
    return stream.getvalue()
