"""Any program that prints JSON for a file: `--system "mine=python detect.py {file}"`.

The program is started once a document, without a shell, with `{file}` replaced by the primary picture and `{files}` by
all of them; it prints one JSON object:

    {"score": 0.93, "log10_lr": 1.2, "flagged": true, "inconclusive": false, "regions": [{"box": [left, top, right, bottom], "score": 0.8}]}

Only `score` is needed, larger for more forged; boxes are pixels of the primary picture.
"""

import hashlib
import json
import math
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docforensics.bench.normalise import Questioned, Shot
from docforensics.bench.systems.model import Answer, ScoreMap, drawn
from docforensics.errors import DecodeError, UsageError

TIMEOUT = 120.0
"""Seconds an answer may take: a judgement; `--timeout` changes it."""
_TOO_LONG = 500
"""Characters of a program's error that are shown: a judgement."""


class Command:
    """A user's program as a system."""

    def __init__(self, name: str, command: str, *, timeout: float = TIMEOUT) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise UsageError(f"--system {name}: the command cannot be split into words: {error}") from error
        if not any("{file}" in word or word == "{files}" for word in self._words):
            raise UsageError(
                f"--system {name}: the command must contain {{file}} or {{files}}, got {command!r}"
            )
        if shutil.which(self._words[0]) is None:
            raise UsageError(f"--system {name}: the program {self._words[0]!r} was not found")
        self.name = name
        self.about = f"command: {command}"
        self._timeout = timeout
        told = repr((command, timeout, [_sha(word) for word in self._words]))
        self.digest = hashlib.sha256(told.encode()).hexdigest()

    def answer(self, questioned: Questioned) -> Answer:
        """Start the program on the pictures and read what it prints."""
        with tempfile.TemporaryDirectory(prefix="docforensics-") as folder:
            files = [_written(Path(folder), k, shot) for k, shot in enumerate(questioned.shots)]
            said = self._said(files, files[questioned.item.primary])
        return Answer(
            score=_number(said, "score", needed=True),
            log10_lr=_number(said, "log10_lr"),
            flagged=_flag(said, "flagged"),
            inconclusive=bool(_flag(said, "inconclusive")),
            maps=_maps(said, questioned),
            binary="regions" in said,
        )

    def _said(self, files: Sequence[Path], primary: Path) -> Mapping[str, Any]:
        try:
            done = subprocess.run(  # noqa: S603 (the user's own command, without a shell)
                list(self._filled(files, primary)),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self._timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DecodeError(f"no answer within {self._timeout:g} s") from None
        except OSError as error:
            raise UsageError(
                f"--system {self.name}: {self._words[0]} cannot be started: {error.strerror}"
            ) from error
        if done.returncode != 0:
            raise DecodeError(f"exit code {done.returncode}: {_tail(done.stderr)}")
        return _parsed(done.stdout)

    def _filled(self, files: Sequence[Path], primary: Path) -> Sequence[str]:
        words: list[str] = []
        for word in self._words:
            words += (
                [str(file) for file in files] if word == "{files}" else [word.replace("{file}", str(primary))]
            )
        return words


def _sha(word: str) -> str:
    """Hash a word that names a file: a changed script must not be answered from the cache."""
    path = Path(word)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _written(folder: Path, number: int, shot: Shot) -> Path:
    suffix = ".jpg" if shot.data[:2] == b"\xff\xd8" else shot.picture.file.suffix
    file = folder / f"{number}{suffix}"
    file.write_bytes(shot.data)
    return file


def _parsed(output: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(output)
    except ValueError:
        raise DecodeError(f"expected one JSON object, got {_tail(output)!r}") from None
    if not isinstance(said, dict):
        raise DecodeError(f"expected one JSON object, got a {type(said).__name__}")
    return said


def _number(said: Mapping[str, Any], key: str, *, needed: bool = False) -> float | None:
    value = said.get(key)
    if value is None and not needed:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DecodeError(f"{key}: expected a finite number, got {value!r}")
    return float(value)


def _flag(said: Mapping[str, Any], key: str) -> bool | None:
    value = said.get(key)
    if value is not None and not isinstance(value, bool):
        raise DecodeError(f"{key}: expected true or false, got {value!r}")
    return value


def _maps(said: Mapping[str, Any], questioned: Questioned) -> tuple[ScoreMap | None, ...]:
    if "regions" not in said:
        return ()
    try:
        boxes = [[float(v) for v in region["box"]] for region in said["regions"]]
        weights = [float(region.get("score", 1.0)) for region in said["regions"]]
        corners = [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)] for x0, y0, x1, y1 in boxes]
    except (TypeError, KeyError, ValueError, AttributeError):
        raise DecodeError(
            'regions: expected [{"box": [left, top, right, bottom], "score": 1.0}, ...]'
        ) from None
    maps: list[ScoreMap | None] = [None] * len(questioned.shots)
    maps[questioned.item.primary] = drawn(corners, weights, questioned.primary.pixels.shape)
    return tuple(maps)


def _tail(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()[-_TOO_LONG:]
