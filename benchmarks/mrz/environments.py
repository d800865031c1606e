"""An environment of its own for each peer, below a cache folder: made by `python -m venv` and `pip install`, once."""

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.mrz.systems import System


class NotObtainedError(Exception):
    """The peer cannot be installed here; the text is the last line of what pip said."""


def python_of(system: System, cache: Path) -> Path:
    """The interpreter that runs the system, its environment made if it is not there.

    Raises
    ------
    NotObtainedError
        There is no fitting Python, or pip failed.
    """
    if not system.requirements:
        return Path(sys.executable)
    mark = hashlib.sha256(system.version.encode()).hexdigest()[:8]
    folder = cache / "environments" / f"{system.shares or system.name}-{mark}"
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        _make(system, folder)
        (folder / "ready").write_text(system.version + "\n", encoding="utf-8")
    return python


def _make(system: System, folder: Path) -> None:
    if system.interpreter is None:
        raise NotObtainedError(f"needs {system.python}, which is not on this machine")
    _run([system.interpreter, "-m", "venv", "--clear", str(folder)])
    _run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *system.requirements])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotObtainedError(said[-1] if said else f"{command[0]} ended with {done.returncode}")
