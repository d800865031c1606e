"""Counts false alarms of every check on real genuine documents: `python -m benchmarks.real.counts ROWS... -o models/calibration/real.toml`.

ROWS are lines of this folder's scripts (`document`, `source`, `label`, `true_checks`, `measured`, `adverse`, `code`). Captures of one document
count once; a finding that is true of the print is none. The counts bound the weight of each check (`scoring/counted.py`).
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.real.examine import read_rows
from benchmarks.real.folders import GENUINE, TRUE_OF_PRINT, read_list
from docforensics.scoring.counted import RealCount

HEADER = "# Written by `python -m benchmarks.real.counts`; not by hand. False alarms on real genuine documents, by check; the folders are ../shared/data's."


def counts(lines: Iterable[dict[str, Any]]) -> list[RealCount]:
    """Count by check: documents on which it measured, their sources, and those on which it was adverse and that is not true of the print."""
    documents: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    alarms: dict[str, set[str]] = defaultdict(set)
    folders: dict[str, set[str]] = defaultdict(set)
    listed = read_list(TRUE_OF_PRINT)
    for line in lines:
        if line["label"] != GENUINE:
            continue
        true = {*line.get("true_checks", ()), *listed.get(line.get("file", ""), ())}
        for check in line.get("measured", {}):
            documents[check].add(line["document"])
            sources[check].add(line["source"])
            folders[check].add(line.get("set") or line["file"].partition("/")[0])
        for finding in line.get("adverse", ()):
            if finding["check"] not in true:
                alarms[finding["check"]].add(line["document"])
    return [
        RealCount(
            check=check,
            documents=len(documents[check]),
            sources=len(sources[check]),
            false_alarms=len(alarms[check]),
            data_set=", ".join(sorted(folders[check])),
        )
        for check in sorted(documents)
    ]


def written(found: Sequence[RealCount], codes: Sequence[str]) -> str:
    """Write the file; `codes` are the states of the code that made the rows."""
    blocks = [
        "\n".join(
            [
                "[[real]]",
                f"check = {json.dumps(one.check)}",
                f"documents = {one.documents}",
                f"sources = {one.sources}",
                f"false_alarms = {one.false_alarms}",
                f"data_set = {json.dumps(one.data_set)}",
            ]
        )
        for one in found
    ]
    return "\n\n".join([f"{HEADER}\n# Rows of code {', '.join(codes)}.", *blocks]) + "\n"


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    lines = read_rows(options.rows)
    found = counts(lines)
    options.out.write_text(written(found, sorted({line["code"] for line in lines})), encoding="utf-8")
    for one in found:
        print(
            f"{one.check:40s} {one.documents:4d} documents {one.sources:3d} sources {one.false_alarms:2d} false, supports {one.supports(0.0):.2f}"
        )


if __name__ == "__main__":
    main()
