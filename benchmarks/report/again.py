"""Does an examination come out the same when it is done again, and under another Python? Measured on the sample documents.

    python -m benchmarks.report.again write FOLDER
    python3.12 -m benchmarks.report.again check FOLDER
    python3.13 -m benchmarks.report.again check FOLDER

`write` makes a case of every sample document; `check`, run by whichever Python, examines each again from the sample files and adds to
results/report-again.json how many came out with every value the same, and what differed elsewhere.
"""

import argparse
import json
import platform
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from docforensics.bench.data_set import Item
from docforensics.bench.loaders import load_data_set
from docforensics.capture.light import Light
from docforensics.capture.model import SideKind
from docforensics.capture.side import Capture
from docforensics.examiner import Examiner
from docforensics.report.case import environment
from docforensics.reproducing import reproduce

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "benchmarks" / "results" / "report-again.json"
DAY = date(2026, 11, 24)


def captures(item: Item) -> list[Capture]:
    """Load the sides of a document, each in all its lights."""
    sides: dict[SideKind, dict[Light, Path]] = defaultdict(dict)
    for picture in item.pictures:
        sides[picture.side][picture.light] = picture.file
    return [Capture.from_lights(lights, side=side, channel=item.channel) for side, lights in sides.items()]


def write(folder: Path) -> None:
    """Make the cases."""
    folder.mkdir(parents=True, exist_ok=True)
    examiner = Examiner()
    for item in load_data_set(ROOT / "sample_docs").items:
        out = folder / f"{item.id}.case"
        if not out.exists():
            examiner.examine(captures(item), inspected_on=DAY).save_case(out)
            print(item.id, flush=True)


def check(folder: Path) -> None:
    """Do every examination again, and add the counts under this Python's version."""
    equal, values, differing = 0, 0, {}
    changed: set[str] = set()
    for item in load_data_set(ROOT / "sample_docs").items:
        found = reproduce(folder / f"{item.id}.case", [picture.file for picture in item.pictures])
        equal, values = equal + found.is_equal, values + found.compared
        changed |= set(found.changed)
        if not found.is_equal:
            differing[item.id] = [f"{one.place}: {one.was!r}, now {one.now!r}" for one in found.differences]
        print(item.id, "equal" if found.is_equal else f"{len(found.differences)} differ", flush=True)
    told = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    told[platform.python_version()] = {
        "documents": equal + len(differing),
        "equal": equal,
        "values": values,
        "changed": sorted(changed),
        "environment": environment(),
        "differences": differing,
    }
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    lines = [
        "| Python | documents | every value the same | values compared | what else differed |",
        "|---|---|---|---|---|",
    ]
    for name in sorted(told, key=lambda one: [int(part) for part in one.split(".")]):
        row = told[name]
        other = ", ".join(row["changed"]) or "nothing"
        lines.append(f"| {name} | {row['documents']} | {row['equal']} | {row['values']} | {other} |")
    RESULT.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("write", "check"))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    (write if given.what == "write" else check)(given.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
