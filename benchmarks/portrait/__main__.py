"""Tells how well each check of the portrait sees substituted portraits, beside its same-mask genuine control.

    python -m benchmarks.portrait SET... --work FOLDER -o benchmarks/results/portrait.json

Sets are drawn by `python -m sample_docs.generator`. Documents are laid on their template once and kept in the work folder, and what
was measured of them in its `lines.jsonl`, so a run that was stopped goes on; remove that file after a check was changed. `--lay I/N`
lays a part and stops, for several processes; `--kept` goes by what was laid.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2

from benchmarks.portrait.documents import Case, cases, lay, twin_of
from benchmarks.portrait.measure import Line, line_of
from benchmarks.portrait.summary import markdown, summary, written
from benchmarks.portrait.table import table
from benchmarks.provenance import provenance


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
    parser.add_argument("--kept", action="store_true", help="only documents that were laid")
    parser.add_argument("--lay", metavar="I/N", help="lay this part of the documents and stop")
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.lay:
        part, parts = (int(word) for word in options.lay.split("/"))
        lay(options.sets, options.work, genuine=options.genuine, part=part, parts=parts)
        return
    lines = list(measured(options))
    result = {**provenance(), "sets": _told(options.sets), **summary(table(lines))}
    if options.out:
        options.out.write_text(written(result), encoding="utf-8")
        options.out.with_suffix(".md").write_text(markdown(result), encoding="utf-8")
    print(markdown(result))


def measured(options: argparse.Namespace) -> Iterator[Line]:
    """A line for each document, kept or made."""
    if not options.kept:
        lay(options.sets, options.work, genuine=options.genuine)
    kept = options.work / "lines.jsonl"
    known = {_key(line): line for line in _read(kept)}
    with kept.open("a", encoding="utf-8") as file:
        for case in cases(options.sets, options.work, genuine=options.genuine, known=known):
            if not isinstance(case, Case):
                yield known[case]
                continue
            line = line_of(case, twin_of(case, options.work) if case.species else None)
            file.write(json.dumps(line) + "\n")
            file.flush()
            yield line


def _read(path: Path) -> Iterator[Line]:
    if path.is_file():
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _key(line: Line) -> tuple[str, str]:
    return str(line["folder"]), str(line["document_id"])


def _told(sets: list[Path]) -> dict[str, int]:
    """How many images each set lists."""
    return {
        folder.name: len((folder / "manifest.csv").read_text(encoding="utf-8").splitlines()) - 1
        for folder in sets
    }


if __name__ == "__main__":
    main()
