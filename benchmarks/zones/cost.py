"""What the visual zone costs: `python -m benchmarks.zones.cost SET/CELL... --templates DIR --rows FILE --most 5 [-o OUT]`.

SET/CELL are folders of drawn documents (`benchmarks.evasion.sets`, one a design and channel), DIR the templates learned for them; `-` is none.
Of each document in white light: lines that the network was asked for, CPU milliseconds of it, of the whole comparison with the coded line (the network
included), of what is found without reading (portraits, print), and which fields agree and disagree. Rows go on where they were stopped; two files of rows
are compared with `--before FILE`.
"""

import argparse
import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path
from time import process_time
from typing import Any

import cv2

from benchmarks.provenance import RESULTS, provenance
from docforensics.capture.model import Pixels
from docforensics.checks.data import mrz_against_viz
from docforensics.checks.outcome import Measured
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.viz import recognise
from docforensics.viz.read import read_viz

INSPECTED_ON = date(2026, 11, 24)
PARTS = ("lines", "network", "compared", "found")
FIELDS = ("agreeing", "disagreeing", "not_seen")


class Watch:
    """Counts what the network is asked, and the CPU seconds that it takes."""

    def __init__(self) -> None:
        self.lines, self.seconds = 0, 0.0
        read = recognise.NetworkReader.read

        def watched(reader: recognise.NetworkReader, crop: Pixels) -> recognise.ReadLine:
            start = process_time()
            line = read(reader, crop)
            self.lines, self.seconds = self.lines + 1, self.seconds + process_time() - start
            return line

        recognise.NetworkReader.read = watched  # type: ignore[assignment, method-assign]


def documents(cells: Sequence[Path], most: int) -> Iterator[tuple[str, Path]]:
    """Name the first images in white light of each cell."""
    for cell in cells:
        pictures = sorted((cell / "documents").rglob("*white.jpg"))
        yield from ((cell.name, picture) for picture in pictures[:most])


def costed(document: Document, watch: Watch) -> dict[str, Any]:
    """Find and compare the visual zone anew."""
    start = process_time()
    sides = tuple(
        replace(side, viz=read_viz(side.page, side.mrz_reading, reader="network")) for side in document.sides
    )
    found = process_time() - start
    watch.lines, watch.seconds = 0, 0.0
    start = process_time()
    outcome = mrz_against_viz.measure(replace(document, sides=sides))
    compared = process_time() - start
    facts = outcome.facts if isinstance(outcome, Measured) else {}
    return {
        "lines": watch.lines,
        "network": 1e3 * watch.seconds,
        "compared": 1e3 * compared,
        "found": 1e3 * found,
        "value": round(outcome.value, 6) if isinstance(outcome, Measured) else None,
        **{name: str(facts.get(name, "")) for name in FIELDS},
    }


def measured(cells: Sequence[Path], templates: str, rows: Path, most: int) -> list[dict[str, Any]]:
    """Cost every document that the file of rows does not hold yet."""
    kept = [json.loads(line) for line in rows.read_text().splitlines()] if rows.is_file() else []
    examiner = Examiner(templates=() if templates == "-" else templates)
    watch = Watch()
    for cell, picture in documents(cells, most):
        name = f"{cell}/{picture.parent.name}/{picture.name}"
        if any(row["document"] == name for row in kept):
            continue
        document = examiner.read(picture, inspected_on=INSPECTED_ON)
        if not kept:
            costed(document, watch)  # the first loads the networks
        kept.append({"document": name, "cell": cell, **costed(document, watch)})
        with rows.open("a") as file:
            file.write(json.dumps(kept[-1]) + "\n")
    return kept


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Medians, and of the whole comparison the 95th percentile."""
    told: dict[str, Any] = {part: round(statistics.median(row[part] for row in rows), 1) for part in PARTS}
    compared = sorted(row["compared"] for row in rows)
    return {"n": len(rows), **told, "compared_p95": round(compared[ceil(0.95 * (len(compared) - 1))], 1)}


def differing(rows: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]) -> list[str]:
    """Name the documents that are compared with another result."""
    old = {row["document"]: row for row in before}
    return [
        row["document"]
        for row in rows
        if row["document"] in old
        and any(row[name] != old[row["document"]][name] for name in ("value", *FIELDS))
    ]


def table(by_cell: dict[str, dict[str, Any]]) -> str:
    """The figures for people."""
    head = "| documents | n | lines read | network, ms | comparison, ms | its p95 | found, ms |\n|---|---|---|---|---|---|---|"
    rows = [
        f"| {name} | {row['n']} | {row['lines']:g} | {row['network']} | {row['compared']} | {row['compared_p95']} | {row['found']} |"
        for name, row in by_cell.items()
    ]
    return "\n".join([head, *rows]) + "\n"


def main() -> None:
    """Measure, and write what came out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cells", type=Path, nargs="+")
    parser.add_argument("--templates", default="-")
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--most", type=int, default=5)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "zones-cost.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows = measured(options.cells, options.templates, options.rows, options.most)
    before = [json.loads(line) for line in options.before.read_text().splitlines()] if options.before else []
    cells = sorted({row["cell"] for row in rows})
    result: dict[str, Any] = {"provenance": provenance()}
    for name, kept in (("now", rows), ("before", before)):
        if kept:
            by_cell = {cell: [row for row in kept if row["cell"] == cell] for cell in cells}
            result[name] = {cell: summary(some) for cell, some in by_cell.items() if some} | {
                "all": summary(kept)
            }
    if before:
        result["differing"] = differing(rows, before)
    options.out.write_text(json.dumps(result, indent=1) + "\n")
    said = "".join(f"\n{name}\n\n{table(result[name])}" for name in ("before", "now") if name in result)
    options.out.with_suffix(".md").write_text(f"# What the visual zone costs\n{said}")
    print(said, result.get("differing", ""))


if __name__ == "__main__":
    main()
