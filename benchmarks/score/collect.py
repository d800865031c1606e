"""Measures sets for the calibration in parts that fit a busy machine: `python -m benchmarks.score.collect SET... --table FILE`.

The documents come in a fixed order in which both splits and both labels are mixed as they will be in the end, so that a run that
is stopped leaves a table that can be used; the next run goes on. Several processes take every n-th document each (`--part 0/2`,
each with a table of its own). Holders whose documents a template was learned from are left out (`--apart`).
"""

import argparse
import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2

from docforensics.bench.data_set import DataSet, Item
from docforensics.bench.loaders import load_data_set
from docforensics.bench.outcomes import collect
from docforensics.settings import Templates

BATCH = 12
"""Documents between two looks at the clock."""


def ordered(
    items: Sequence[Item], *, apart: frozenset[str], wanted: Sequence[int], seed: int = 0
) -> tuple[Item, ...]:
    """Mix documents so that any beginning holds the same shares.

    Parameters
    ----------
    apart
        Holders to leave out.
    wanted
        How many genuine and forged documents of the calibration split, then of the test split; holders in an order by hash.

    """
    groups: dict[tuple[str, bool], list[Item]] = {}
    for item in sorted(items, key=lambda item: (_shuffled(f"{seed}/{item.group}"), item.id)):
        if item.group not in apart:
            groups.setdefault((item.split, item.is_forged), []).append(item)
    kinds = [("calibration", False), ("calibration", True), ("test", False), ("test", True)]
    placed = [
        ((place + 0.5) / count, number, item)
        for number, (kind, count) in enumerate(zip(kinds, wanted, strict=True))
        for place, item in enumerate(groups.get(kind, [])[:count])
    ]
    return tuple(item for _, _, item in sorted(placed, key=lambda entry: entry[:2]))


def _shuffled(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def measure(
    data: DataSet, table: Path, *, templates: Templates, seconds: float, part: tuple[int, int]
) -> tuple[int, int]:
    """Examine every n-th document until the time is over; how many are in the table, of how many."""
    number, of = part
    items = data.items[number::of]
    end, done = time.monotonic() + seconds, 0
    for start in range(0, len(items), BATCH):
        if time.monotonic() > end:
            break
        found = collect(replace(data, items=items[start : start + BATCH]), table, templates=templates)
        done += len(found.examined)
        for document, why in found.unreadable.items():
            print(f"{document} left out: {why}", flush=True)
    return done, len(items)


def main() -> None:
    """Measure a part and say how far it came."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--templates", default="shipped", help="a folder, `shipped` or `none`")
    parser.add_argument("--apart", type=Path, help="file of holders, separated by blanks")
    parser.add_argument("--wanted", type=int, nargs=4, default=(1000, 1000, 1000, 1000))
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--seconds", type=float, default=540)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    sets = [load_data_set(root) for root in options.sets]
    apart = frozenset(options.apart.read_text(encoding="utf-8").split()) if options.apart else frozenset()
    items = ordered([item for one in sets for item in one.items], apart=apart, wanted=options.wanted)
    number, of = map(int, options.part.split("/"))
    templates: Templates = {"shipped": None, "none": ()}.get(options.templates, options.templates)
    done, count = measure(
        replace(sets[0], items=items),
        options.table,
        templates=templates,
        seconds=options.seconds,
        part=(number, of),
    )
    print(f"{options.table}: {done} of {count} documents")


if __name__ == "__main__":
    main()
