"""What the checks of the zones say of published prints: `python -m benchmarks.zones.shared ../shared/data/mrz`.

Prints every adverse finding with its reason, and counts the fields of the visual zone that were seen and that agree. With
`--engine tesseract` only check digits, length and charset are asked, as another reader sees the prints. With `--kept FILE`
what was looked at is kept, and `--most N` looks at N more, so that a slow engine can be run in parts.
"""

import argparse
import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import cv2

from benchmarks.provenance import provenance
from docforensics.checks.data.mrz_against_viz import compared
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.support.mrz_print import read_print
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh

INSPECTED_ON = date(2026, 11, 24)
OF_THE_TEXT = ("mrz.check_digits", "mrz.length", "mrz.charset")


def main() -> None:
    """Run over the manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine")
    parser.add_argument("--result", type=Path)
    parser.add_argument("--kept", type=Path, help="file of what was looked at before; goes on from there")
    parser.add_argument("--most", type=int, default=10**6, help="images to look at in this run")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    examiner = Examiner(templates=(), engine=options.engine)
    with (options.folder / "manifest.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["use"] == "read" or not options.engine]
    kept = options.kept.read_text().splitlines() if options.kept and options.kept.is_file() else []
    found = [json.loads(line) for line in kept]
    for row in rows[len(found) :][: options.most]:
        found.append(looked_at(examiner, options.folder, row, text_only=options.engine is not None))
        if options.kept:
            with options.kept.open("a") as file:
                file.write(json.dumps(found[-1]) + "\n")
        print(
            len(found),
            "of",
            len(rows),
            found[-1]["file"][:46],
            row["use"],
            row["check_digits"][:34],
            "exact" if found[-1]["exact"] else "",
            found[-1]["adverse"],
            found[-1]["fields"],
            flush=True,
        )
    if len(found) < len(rows):
        return
    summary = summarised(rows, found)
    print(json.dumps(summary, indent=1))
    if options.result:
        options.result.write_text(
            json.dumps(
                {"provenance": provenance(), "engine": options.engine or "network", **summary}, indent=1
            )
            + "\n"
        )


def looked_at(examiner: Examiner, folder: Path, row: dict[str, str], *, text_only: bool) -> dict[str, Any]:
    """Run the checks on one image."""
    document = examiner.read(folder / row["file"], inspected_on=INSPECTED_ON)
    checks = [
        check
        for check in discover_checks(())
        if (check.id in OF_THE_TEXT if text_only else check.family in {"mrz", "data"})
    ]
    outcomes = [run_check(check, document) for check in checks]
    evidence = weigh(checks, outcomes, load_calibration(), Policy())
    reading = document.mrz_reading
    start = process_time()
    fields = {} if text_only else fields_of(document)
    return {
        "file": row["file"],
        "exact": reading is not None and "|".join(reading.lines) == row["mrz"],
        "adverse": {
            item.check: dict(getattr(outcome, "facts", {})).get("fields", "")
            for item, outcome in zip(evidence, outcomes, strict=True)
            if item.is_adverse
        },
        "aborted": [item.check for item in evidence if str(item.result) == "aborted"],
        "fields": fields,
        "viz_s": process_time() - start,
    }


def fields_of(document: Document) -> dict[str, str]:
    """Name the state of every field of the visual zone; none where the MRZ was not read whole."""
    seen = read_print(document)
    if seen is None or not all(seen.whole(line) for line in range(seen.layout.n_lines)):
        return {}
    text = document.sides[0].viz.text
    return {} if text is None else {check.name: str(check.state) for _, check in compared(seen, 0, text)}


def summarised(rows: list[dict[str, str]], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Count what the issue asks for."""
    of_passports = [
        item for row, item in zip(rows, found, strict=True) if row["use"] == "read" and row["format"] == "TD3"
    ]
    with_viz = [item for item in of_passports if "agrees" in item["fields"].values()]
    states = Counter(state for item in with_viz for state in item["fields"].values())
    valid = [
        item
        for row, item in zip(rows, found, strict=True)
        if row["use"] == "read" and row["check_digits"] == "ok"
    ]
    times = sorted(item["viz_s"] for item in found if item["fields"])
    return {
        "exact": sum(item["exact"] for item in found),
        "valid_prints": len(valid),
        "valid_prints_with_adverse_text_finding": [
            item["file"] for item in valid if set(item["adverse"]) & set(OF_THE_TEXT)
        ],
        "adverse": {item["file"]: item["adverse"] for item in found if item["adverse"]},
        "aborted": {item["file"]: item["aborted"] for item in found if item["aborted"]},
        "td3_pages_with_visual_zone": len(with_viz),
        "td3_fields": dict(states),
        "td3_disagreements": {
            item["file"]: [name for name, state in item["fields"].items() if state == "disagrees"]
            for item in with_viz
            if "disagrees" in item["fields"].values()
        },
        "viz_cpu_s": {"median": times[len(times) // 2], "largest": times[-1]} if times else {},
    }


if __name__ == "__main__":
    main()
