"""Seconds and memory of the process that holds a pile together, at ten times the pages: the stages that need all pages at once.

    python -m benchmarks.templates.pile_scale PILE STORE --times 10 --out benchmarks/results/templates-pile-scale.json

PILE and STORE are those of `benchmarks.templates.discover`. Every document stands for so many: copies keep what was found of it, and their looks carry
noise, so that no two are equal. What workers do with one document, and learning, is not done again: grouping, choosing samples, gathering,
series, the tables and the page are. Nothing is extrapolated.
"""

import argparse
import csv
import json
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.provenance import provenance
from docforensics.batch.addresses import Folder
from docforensics.batch.discover.names import FOLDER
from docforensics.batch.discover.records import ComparedRecord, PageRecord, packed, unpacked
from docforensics.batch.discover.run import Discovery
from docforensics.batch.discover.stages import StepResult, Steps
from docforensics.batch.entries import ScanEntry
from docforensics.batch.listing import Listing, find_entries
from docforensics.batch.scan import settings_of_scan
from docforensics.batch.store import read_parts

_NOISE = 0.3
"""Of the looks of a copy, as a share of their length: copies measure 0.92 to one another, and pages of one side 0.57 to 0.99."""


class FormerRun:
    """What an earlier run left, and what is noted on the way."""

    def __init__(self, store: Path, times: int) -> None:
        self.store, self.times = store, times
        with (store / "groups.csv").open(newline="", encoding="utf-8") as rows:
            self.home = {row["name"]: _planned(row["group"]) for row in csv.DictReader(rows)}
        self.marks: dict[str, tuple[float, int]] = {}
        self.renamed: dict[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedSteps(Steps):
    """Gives what an earlier run found, as if every document were so many; a copy of `capture-1` is `capture-1~3`."""

    former: FormerRun

    def run(self, step: str, work: str, listing: Listing, **_: object) -> Iterator[tuple[str, StepResult]]:
        """Give results of a step; what it needs of this process by then is kept."""
        del work
        self.former.marks[step] = (time.perf_counter(), _peak_mib())
        yield from {"pages": self._pages, "learned": self._learned, "compared": self._compared}[step](listing)
        self.former.marks[f"{step} read"] = (time.perf_counter(), _peak_mib())

    def _pages(self, listing: Listing) -> Iterator[tuple[str, StepResult]]:
        del listing
        rng = np.random.default_rng(1)
        for name, data in _rows(self.former.store, "pages"):
            records = unpacked(data, list[PageRecord])
            for copy in range(self.former.times):
                changed = [replace(one, looks=_noisy(one, rng) if copy else one.looks) for one in records]
                yield f"{name}~{copy}", StepResult(packed=packed(changed), reason="")

    def _learned(self, listing: Listing) -> Iterator[tuple[str, StepResult]]:
        known = {_planned(name): data for name, data in _rows(self.former.store, "learned")}
        for one in listing.packed():
            entry = ScanEntry.unpacked(one)
            homes = Counter(self.former.home[_id_of(side.pictures[0].address)] for side in entry.sides)
            former = homes.most_common(1)[0][0]
            if not former:  # ten copies of a page that was alone are a group
                yield entry.name, StepResult(packed=b"", reason="copies of a page that was alone")
                continue
            self.former.renamed[former] = entry.name.partition("/")[0]
            yield entry.name, StepResult(packed=known[former], reason="")

    def _compared(self, listing: Listing) -> Iterator[tuple[str, StepResult]]:
        wanted = {name for name, _ in listing.packed()}
        for name, data in _rows(self.former.store, "compared"):
            records = [self._in_its_group(one) for one in unpacked(data, list[ComparedRecord])]
            told = packed(records)
            for copy in range(self.former.times):
                if f"{name}~{copy}" in wanted:
                    yield f"{name}~{copy}", StepResult(packed=told, reason="")

    def _in_its_group(self, record: ComparedRecord) -> ComparedRecord:
        former = _planned(record.group)
        if not former:
            return record
        return replace(record, group=record.group.replace(former, self.former.renamed.get(former, former), 1))


def _planned(name: str) -> str:
    """The group of a template or sample: `group-03` of `group-03-b` and of `group-03/0,1`."""
    return "-".join(name.partition("/")[0].split("-")[:2])


def _id_of(address: str) -> str:
    return f"capture-{Path(address).name.partition('-')[0]}"


def _rows(store: Path, step: str) -> Iterator[tuple[str, bytes]]:
    """What a step found, by name, the last of each."""
    found: dict[str, bytes] = {}
    for folder in sorted((store / FOLDER).glob(f"{step}-*"), key=lambda one: one.stat().st_mtime):
        for table in read_parts(Folder(folder), "documents", ["name", "described"]):
            for row in table.to_pylist():
                if row["described"]:
                    found[row["name"]] = row["described"]
    yield from found.items()


def _noisy(record: PageRecord, rng: np.random.Generator) -> bytes:
    looks = record.vector.astype(np.float32)
    noise = rng.standard_normal(looks.shape).astype(np.float32)
    moved = looks + noise * (_NOISE * np.linalg.norm(looks) / np.linalg.norm(noise))
    return bytes(moved.astype(np.float16).tobytes())


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _listing(pile: Path, times: int) -> Listing:
    """Every document of the manifest so many times."""
    with (pile / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        listed = list(csv.DictReader(rows))
    target = pile / f"times-{times}.csv"
    with target.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, list(listed[0]), lineterminator="\n")
        written.writeheader()
        for row in listed:
            written.writerows({**row, "id": f"{row['id']}~{copy}"} for copy in range(times))
    return find_entries(target)


def measured(pile: Path, store: Path, times: int) -> dict[str, Any]:
    """Run the process at so many times the pages."""
    with tempfile.TemporaryDirectory() as root:
        (Path(root) / FOLDER).mkdir()
        settings = settings_of_scan(None, None, {})
        steps = CopiedSteps(
            root=Path(root),
            settings=settings,
            executor="local",
            address=None,
            workers=1,
            shown=lambda *_: None,
            former=FormerRun(store, times),
        )
        listing = _listing(pile, times)
        before, begun, cpu = _peak_mib(), time.perf_counter(), time.process_time()
        found = Discovery(steps=steps, listing=listing, least=4).run()
        ended = time.perf_counter()
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for group in found.groups:
        names = [one.name for one in group.members] + [one.name for one in group.outliers]
        groups[group.name].update(steps.former.home[name.partition("~")[0]] for name in names)
    pages = sum(sum(one.values()) for one in groups.values())
    return {
        "documents": listing.count,
        "groups": len(found.groups),
        "pages_with_most_of_their_former_group": round(
            sum(max(one.values(), default=0) for one in groups.values()) / max(pages, 1), 4
        ),
        "seconds": round(ended - begun, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "seconds_and_peak_mib_until": {
            name: [round(at - begun, 1), mib] for name, (at, mib) in steps.former.marks.items()
        },
        "peak_mib_before": before,
        "peak_mib": _peak_mib(),
    }


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pile", type=Path)
    parser.add_argument("store", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    record = {
        "provenance": provenance(),
        "times": options.times,
        **measured(options.pile, options.store, options.times),
    }
    print(json.dumps(record, indent=1))
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
