"""A reader in a process of its own: `python worker.py NAME`; images come in and lines go out as JSON lines.

Runs in the environment of the reader, which may be under another licence and lack docforensics and its libraries:
nothing but the standard library is imported here. Answers on stdout; what the reader prints goes to stderr.

    -> {"image": "page.png"}
    <- {"lines": ["P<UTO...", ...] or null, "wall": 0.031, "cpu": 0.030, "error": null, "extra": {...}}
    -> {"resources": true}
    <- {"peak_mb": 212.0, "child_peak_mb": 0.0, "cpu_s": 0.8}
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import IO, Any

from readers import READERS, Reader  # type: ignore[import-not-found]


def main() -> None:
    """Load the reader, say so, and answer until stdin ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    read = READERS[sys.argv[1]]()
    _answer(out, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        _answer(out, _resources() if request.get("resources") else _measured(read, request["image"]))


def _answer(out: IO[str], answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer) + "\n")
    out.flush()


def _measured(read: Reader, image: str) -> dict[str, Any]:
    """One call: decode, locate, read. An exception of the reader is an answer, not an end."""
    cpu, wall = _cpu_seconds(), time.perf_counter()
    lines: list[str] | None = None
    extra: dict[str, Any] = {}
    error: str | None = None
    try:
        lines, extra = read(image)
    except Exception as problem:  # noqa: BLE001 (counted as not read, and named)
        error = type(problem).__name__
    wall, cpu = time.perf_counter() - wall, _cpu_seconds() - cpu
    return {"lines": lines or None, "wall": wall, "cpu": cpu, "error": error, "extra": extra}


def _cpu_seconds() -> float:
    """Of this process and of programs that it started and that have ended (Tesseract)."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _resources() -> dict[str, float]:
    """Peak resident memory (a child's figure has this process's own as its floor, by how Linux counts), CPU so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"peak_mb": _own_peak(), "child_peak_mb": children, "cpu_s": _cpu_seconds()}


def _own_peak() -> float:
    """VmHWM, since ru_maxrss counts what the parent had before this program began."""
    try:
        with Path("/proc/self/status").open(encoding="utf-8") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
