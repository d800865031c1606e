r"""What becomes of every hostile file: `python -m fuzz.hostile_tried [KIND...] -o FILE`.

Each (`fuzz/hostile.py`) is read by the package as a user would have it read: first in a process of its own within 5 seconds and 1 GiB (`docforensics.isolated`),
then in this process, but for one that was ended there. Told are seconds on the clock, the peak of memory above what was held before (VmHWM), and what was
raised. Exceptions that are none of ours, processes that died, and files that went beyond the bounds are counted at the end.
"""

import argparse
import json
import resource
import sys
import time
import warnings
from collections import Counter
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.provenance import provenance
from docforensics.errors import DocforensicsError
from docforensics.isolated import Bounds, EndedError, OverrunError, WorkAnswer, WorkQuestion, run
from fuzz.hostile import Hostile
from fuzz.hostile_formats import all_formats
from fuzz.hostile_readers import READERS, warmed_up
from fuzz.hostile_tables import all_tables

BOUNDS = Bounds(seconds=5.0, memory_bytes=2**30)
_HERE = 6 * 2**30
"""Bytes of address space of this process: what takes more is counted as uncaught."""
_STATUS = Path("/proc/self/status")


def read(kind: str, folder: Path) -> dict[str, Any]:
    """Read a folder in this process; what was measured and raised."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before, begun, told = _peak(), time.monotonic(), {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            READERS[kind](folder)
    except DocforensicsError as error:
        told["raised"] = f"{type(error).__name__}: {str(error).replace(str(folder), '...')[:200]}"
    except Exception as error:  # noqa: BLE001 (what is counted)
        told["uncaught"] = f"{type(error).__name__}: {str(error)[:200]}"
    return {"seconds": round(time.monotonic() - begun, 2), "mb": round((_peak() - before) / 1e6), **told}


def _peak() -> int:
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def prepared(question: WorkQuestion) -> None:
    """Load what reading needs, before the bounds hold."""
    del question
    warmed_up()


def work(question: WorkQuestion) -> WorkAnswer:
    """Read in a process of its own."""
    told = json.loads(question.told)
    return WorkAnswer(told=json.dumps(read(told["kind"], Path(told["folder"]))).encode())


def isolated(one: Hostile, folder: Path) -> dict[str, Any]:
    """Read it in a process of its own; or how that ended."""
    question = WorkQuestion(told=json.dumps({"kind": one.kind, "folder": str(folder)}).encode())
    begun = time.monotonic()
    try:
        answer = run("fuzz.hostile_tried:work", question, BOUNDS, prepare="fuzz.hostile_tried:prepared")
    except (OverrunError, EndedError) as error:
        return {"seconds": round(time.monotonic() - begun, 2), "ended": f"{type(error).__name__}: {error}"}
    return dict(json.loads(answer.told))


def tried(one: Hostile) -> dict[str, Any]:
    """Try one."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        one.lay(folder)
        row: dict[str, Any] = {"kind": one.kind, "name": one.name, "isolated": isolated(one, folder)}
    if "ended" not in row["isolated"]:
        with TemporaryDirectory() as name:  # anew: a reader may have written there
            folder = Path(name) / "in"
            folder.mkdir()
            one.lay(folder)
            row["here"] = read(one.kind, folder)
    return row


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Count."""
    names = [f"{row['kind']}/{row['name']}" for row in rows]
    by_name = dict(zip(names, rows, strict=True))
    measured = [row["here"] for row in rows if "here" in row]
    return {
        "files": len(rows),
        "kinds": dict(Counter(row["kind"] for row in rows)),
        "uncaught": {
            name: told["uncaught"]
            for name, row in by_name.items()
            for told in (row["isolated"], row.get("here", {}))
            if "uncaught" in told
        },
        "ended": {
            name: row["isolated"]["ended"] for name, row in by_name.items() if "ended" in row["isolated"]
        },
        "read": [name for name, row in by_name.items() if "raised" not in row.get("here", {"raised": ""})],
        "slowest": sorted(
            ((row["here"]["seconds"], name) for name, row in by_name.items() if "here" in row), reverse=True
        )[:8],
        "largest_mb": sorted(
            ((row["here"]["mb"], name) for name, row in by_name.items() if "here" in row), reverse=True
        )[:8],
        "seconds_in_all": round(sum(one["seconds"] for one in measured)),
    }


def main() -> int:
    """Try all, or those of the kinds named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", choices=[[], *READERS], metavar="KIND", help=", ".join(READERS))
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    resource.setrlimit(
        resource.RLIMIT_AS, (_HERE, _HERE)
    )  # so that the system ends no program of somebody else
    warmed_up()
    rows = []
    for one in chain(all_tables(), all_formats()):
        if not options.kinds or one.kind in options.kinds:
            rows.append(tried(one))
            print(json.dumps(rows[-1]), flush=True)
    told = summary(rows)
    print(json.dumps(told, indent=1))
    if options.out:
        text = json.dumps({"question": "hostile files", **told, "rows": rows, **provenance()}, indent=1)
        options.out.write_text(text + "\n", encoding="utf-8")
    return 1 if told["uncaught"] or told["ended"] else 0


if __name__ == "__main__":
    sys.exit(main())
