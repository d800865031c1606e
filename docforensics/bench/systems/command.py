"""Any program that prints JSON for a file: `--system "mine=python detect.py {file}"`.

The program is started once a document, without a shell, with `{file}` replaced by the primary picture and `{files}` by
all of them; it prints one JSON object:

    {"score": 0.93, "log10_lr": 1.2, "flagged": true, "inconclusive": false, "regions": [{"box": [left, top, right, bottom], "score": 0.8}]}

Only `score` is needed, larger for more forged; boxes are pixels of the primary picture.
"""

import hashlib
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docforensics.bench.normalise import Questioned, Shot
from docforensics.bench.systems.model import Answer, ScoreMap, drawn
from docforensics.errors import DecodeError, UsageError
from docforensics.parsing import made, placed, read_json
from docforensics.regular import is_file

TIMEOUT = 120.0
"""Seconds an answer may take: a judgement; `--timeout` changes it."""
_TOO_LONG = 500
"""Characters of a program's error that are shown: a judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """A place that the program marks."""

    box: tuple[float, float, float, float]
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the program prints."""

    score: float
    log10_lr: float | None = None
    flagged: bool | None = None
    inconclusive: bool | None = None
    regions: tuple[_Region, ...] | None = None


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
            score=said.score,
            log10_lr=said.log10_lr,
            flagged=said.flagged,
            inconclusive=bool(said.inconclusive),
            maps=_maps(said, questioned),
            binary=said.regions is not None,
        )

    def _said(self, files: Sequence[Path], primary: Path) -> _Said:
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
    return hashlib.sha256(path.read_bytes()).hexdigest() if is_file(path) else ""


def _written(folder: Path, number: int, shot: Shot) -> Path:
    suffix = ".jpg" if shot.data[:2] == b"\xff\xd8" else shot.picture.file.suffix
    file = folder / f"{number}{suffix}"
    file.write_bytes(shot.data)
    return file


def _parsed(output: bytes) -> _Said:
    with placed(f"expected one JSON object, got {_tail(output)!r}", DecodeError):
        told = read_json(output)
    with placed("its answer", DecodeError):
        return made(_Said, told, more=True)


def _maps(said: _Said, questioned: Questioned) -> tuple[ScoreMap | None, ...]:
    if said.regions is None:
        return ()
    corners = [
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)] for x0, y0, x1, y1 in (one.box for one in said.regions)
    ]
    maps: list[ScoreMap | None] = [None] * len(questioned.shots)
    weights = [one.score for one in said.regions]
    maps[questioned.item.primary] = drawn(corners, weights, questioned.primary.pixels.shape)
    return tuple(maps)


def _tail(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()[-_TOO_LONG:]
