r"""Whole examinations of what is no document: `python -m fuzz.examined -n 2000 --rows FILE.jsonl -o FILE.json`.

Small pictures and damaged files (`fuzz/nothings.py`), in one to three lights, examined one after another with the shipped templates in one process
with the environment of those that examine for `scan`, `serve` and `watch`. Counted are exceptions that are none of ours, processes that died, and CLEAR; the slope of the memory (resident, least squares, after the
first tenth) is given over all of them, and that of what the C library has in use: the rest is freed, and kept. Rows are kept: what was begun goes on, and what a process died of is passed over and counted.
"""

import argparse
import ctypes
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.provenance import provenance
from docforensics.capture.side import Capture
from docforensics.errors import DocforensicsError
from docforensics.examiner import Examiner
from docforensics.helper_process import helper_environment
from fuzz.nothings import NoDocument, no_document

_PAGE = os.sysconf("SC_PAGE_SIZE")


class _Heap(ctypes.Structure):
    """What `mallinfo2` of glibc gives."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in [
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        ]
    )


def examined(examiner: Examiner, one: NoDocument) -> dict[str, Any]:
    """Examine one, and tell what came of it."""
    begun = time.process_time()
    told: dict[str, Any] = {"kind": one.kind, "lights": len(one.images)}
    try:
        capture = Capture.load(**one.images, **one.stated)
        told["outcome"] = str(examiner.examine(capture, inspected_on=one.inspected_on).verdict.outcome)
    except DocforensicsError as error:
        told["raised"] = type(error).__name__
    except Exception as error:  # noqa: BLE001 (what is counted)
        told["uncaught"] = repr(error)[:400]
    return told | {
        "cpu_seconds": round(time.process_time() - begun, 3),
        "rss": _resident(),
        "in_use": _in_use(),
    }


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _in_use() -> int:
    """Bytes that the C library has handed out and not got back; 0 where it cannot tell."""
    asked = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if asked is None:
        return 0
    asked.restype = _Heap
    told = asked()
    return int(told.uordblks + told.hblkhd)


def work_through(rows: Path, count: int, seed: int) -> None:
    """Examine in this process what has no row yet."""
    done = {row["number"] for row in read(rows)}
    examiner = Examiner()
    examiner.warm_up()
    with rows.open("a", encoding="utf-8") as file:
        for number in sorted(set(range(count)) - done):
            print(json.dumps({"begun": number, "process": os.getpid()}), file=file, flush=True)
            row = examined(examiner, no_document(number, seed))
            print(json.dumps({"number": number, "process": os.getpid(), **row}), file=file, flush=True)


def read(rows: Path) -> list[dict[str, Any]]:
    """Read the rows; what was begun by a process that is gone, and never ended, has killed it."""
    lines = (
        [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()] if rows.exists() else []
    )
    ended = {line["number"] for line in lines if "number" in line}
    died = [
        {"number": line["begun"], "died": True}
        for line in lines
        if line.get("begun", next(iter(ended), None)) not in ended
    ]
    return [line for line in lines if "number" in line] + died


def slope_mb(resident: list[int]) -> float:
    """Growth of the memory in MB over all examinations: least squares after the first tenth, laid on their whole number."""
    late = np.asarray(resident[len(resident) // 10 :], np.float64)
    return round(float(np.polyfit(np.arange(len(late)), late, 1)[0]) * len(resident) / 1e6, 2)


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Count."""
    longest = max((Counter(row.get("process") for row in rows)).items(), key=lambda one: one[1])[0]
    resident = [row["rss"] for row in rows if row.get("process") == longest]
    in_use = [row.get("in_use", 0) for row in rows if row.get("process") == longest]
    cpu = [row["cpu_seconds"] for row in rows if "cpu_seconds" in row]
    return {
        "examinations": len(rows),
        "uncaught": [row for row in rows if "uncaught" in row],
        "died": [row["number"] for row in rows if "died" in row],
        "clear": [row for row in rows if row.get("outcome") == "CLEAR"],
        "outcomes": dict(Counter(row["outcome"] for row in rows if "outcome" in row).most_common()),
        "raised": dict(Counter(row["raised"] for row in rows if "raised" in row).most_common()),
        "kinds": dict(Counter(row["kind"] for row in rows if "kind" in row)),
        "slope_mb": slope_mb(resident),
        "slope_of_what_is_in_use_mb": slope_mb(in_use),
        "slope_over": len(resident),
        "rss_mb": [round(value / 1e6) for value in np.quantile(resident, (0, 0.5, 1))],
        "cpu_seconds": {"median": round(float(np.median(cpu)), 3), "most": max(cpu), "all": round(sum(cpu))},
    }


def main() -> None:
    """Examine, in a process that is started again where it dies, and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=26)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    if options.inside:
        work_through(options.rows, options.n, options.seed)
        return
    while len(read(options.rows)) < options.n:
        before = len(read(options.rows))
        told = ["-n", str(options.n), "--seed", str(options.seed), "--rows", str(options.rows), "--inside"]
        ended = subprocess.run(
            [sys.executable, "-m", "fuzz.examined", *told], check=False, env=helper_environment()
        ).returncode
        if len(read(options.rows)) == before:
            raise SystemExit(f"the process ends with {ended} before its first examination")
    result = {
        "question": "examinations of what is no document",
        "seed": options.seed,
        **summary(read(options.rows)),
    }
    print(json.dumps(result, indent=1))
    if options.out:
        options.out.write_text(json.dumps({**result, **provenance()}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
