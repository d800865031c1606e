"""Tells how well each check of the portrait sees substituted portraits, beside its same-mask genuine control.

    python -m benchmarks.portrait SET... --work FOLDER -o benchmarks/results/portrait.json

Sets are drawn by `python -m sample_docs.generator`. Documents are laid on their template once and kept in the work folder, so a
run that was stopped goes on. `--lay I/N` lays a part and stops, for several processes.
"""

import argparse
import json
from pathlib import Path

import cv2

from benchmarks.examine.provenance import provenance
from benchmarks.portrait.documents import cases, lay, twin_of
from benchmarks.portrait.measure import Line, line_of
from benchmarks.portrait.table import markdown, table


def main() -> None:
    """Lay, measure, tabulate."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument(
        "--genuine", type=int, default=1_000_000, help="genuine documents of a set, twins first"
    )
    parser.add_argument("--lay", metavar="I/N", help="lay this part of the documents and stop")
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.lay:
        part, parts = (int(word) for word in options.lay.split("/"))
        lay(options.sets, options.work, genuine=options.genuine, part=part, parts=parts)
        return
    lines: list[Line] = []
    for case in cases(options.sets, options.work, genuine=options.genuine):
        twin = twin_of(case, options.work) if case.species else None
        lines.append(line_of(case, twin))
    (options.work / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
    result = {**provenance(), "sets": _told(options.sets), "channels": table(lines)}
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(markdown(result))


def _told(sets: list[Path]) -> dict[str, int]:
    """How many images each set lists."""
    return {
        folder.name: len((folder / "manifest.csv").read_text(encoding="utf-8").splitlines()) - 1
        for folder in sets
    }


if __name__ == "__main__":
    main()
