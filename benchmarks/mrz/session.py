"""Talks to a reader in its own process, on one core, with a time limit on every image; a crash is an answer like others."""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.mrz.environments import python_of
from benchmarks.mrz.systems import System
from benchmarks.provenance import ROOT

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
LIMIT_S = 60.0
_LOADING_S = 180.0
_WORKER = Path(__file__).with_name("worker.py")


class NotLoadedError(Exception):
    """The reader did not come up; the text is the last line that it wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one image."""

    lines: tuple[str, ...] | None
    """None: nothing was found, or it failed."""
    wall: float
    cpu: float
    """Seconds of the call, decoding included; CPU with that of programs started."""
    error: str | None = None
    """Name of the exception, `crash` or `time limit`: counted as not read."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Of our engines: `sure`, the posterior of every character, and `pitch_px`."""


class Session:
    """A running reader. Started anew after a crash or a call that took too long."""

    def __init__(self, system: System, cache: Path, *, log: Path | None = None) -> None:
        """Make the environment if needed and start the reader; `NotObtainedError` or `NotLoadedError`."""
        self.system = system
        self._python = python_of(system, cache)
        self._log = log or cache / "logs" / f"{system.name}.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._start()

    def _start(self) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | ONE_THREAD
        if self.system.ours:
            environment["PYTHONPATH"] = str(ROOT)
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [str(self._python), str(_WORKER), self.system.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=environment,
            )
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(self._process, self._answers), daemon=True).start()
        if self._next(_LOADING_S) is None:
            self.close()
            said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise NotLoadedError(said[-1] if said else "it ended without a word")

    @staticmethod
    def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
        for line in process.stdout or ():
            answers.put(line)
        answers.put("")

    def _next(self, limit: float) -> dict[str, Any] | None:
        """The next answer; None when the process ended. `queue.Empty` past the limit."""
        line = self._answers.get(timeout=limit)
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def _ask(self, request: Mapping[str, object], limit: float) -> dict[str, Any] | None:
        if self._process.stdin is None:
            return None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return None
        return self._next(limit)

    def read(self, image: Path, *, limit: float = LIMIT_S) -> Answer:
        """Have an image read, and timed there."""
        start = time.perf_counter()
        try:
            answer = self._ask({"image": str(image.resolve())}, limit)
            error = "crash"
        except queue.Empty:
            answer, error = None, "time limit"
        if answer is None:
            self.close()
            self._start()
            spent = time.perf_counter() - start
            return Answer(lines=None, wall=spent, cpu=spent, error=error)
        lines = answer["lines"]
        return Answer(
            lines=tuple(lines) if lines else None,
            wall=answer["wall"],
            cpu=answer["cpu"],
            error=answer["error"],
            extra=answer["extra"],
        )

    def resources(self) -> dict[str, float]:
        """Peak memory (MB) and CPU seconds of the process since it began, and of programs it started."""
        return self._ask({"resources": True}, LIMIT_S) or {}

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


def cold_start(system: System, cache: Path, image: Path) -> dict[str, float]:
    """Seconds from starting the interpreter to the first reading, in a fresh process."""
    start = time.perf_counter()
    session = Session(system, cache, log=cache / "logs" / f"{system.name}-cold.log")
    session.read(image)
    wall = time.perf_counter() - start
    used = session.resources()
    session.close()
    return {"wall_s": wall, "cpu_s": used["cpu_s"], "peak_mb": used["peak_mb"]}
