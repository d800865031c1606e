"""How well a pile without labels becomes templates and a work list.

    python -m benchmarks.templates.pile PILE --n 480 --seed 281226
    python -m benchmarks.templates.discover PILE -o STORE --out benchmarks/results/templates-discover.json

Draws nothing: PILE is what `benchmarks.templates.pile` drew; with `--first` its first documents alone. A group is named by the model
(document, edition and side) of most of its pages; *pure* are the pages of these models among the pages of all groups. A forgery *differs in
print* where its species is none of `UNSEEN`.
"""

import argparse
import csv
import json
import resource
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.provenance import provenance
from docforensics.batch.discover.entry import discover_templates
from docforensics.batch.discover.result import DiscoveredGroup, Outlier, Pile
from docforensics.bench.metrics.rates import auc
from docforensics.shares import share_interval

UNSEEN = frozenset({"stolen-blank", "uv-missing", "uv-painted", "mrz-ir-transparent"})
"""Species that differ from a genuine document in no print that white light shows."""
_FIRST_SHARE = 0.15
"""Of the pages of a pile: the part of the work lists that an officer looks at."""

Truth = Mapping[str, Mapping[str, str]]


def truth_of(pile: Path) -> Truth:
    """What is true of every capture, by its id."""
    with (pile / "truth.csv").open(newline="", encoding="utf-8") as rows:
        return {row["id"]: row for row in csv.DictReader(rows)}


def model_of(row: Mapping[str, str]) -> str:
    """Document, edition and side."""
    return f"{row['design']}/{row['side']}"


def first_of(pile: Path, out: Path, documents: int, designs: Sequence[str]) -> Path:
    """A manifest of the first documents of some designs, beside the pile's."""
    truth = truth_of(pile)
    chosen = list(
        dict.fromkeys(row["document"] for row in truth.values() if not designs or row["design"] in designs)
    )
    kept = set(chosen[:documents])
    with (pile / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        listed = [row for row in csv.DictReader(rows) if truth[row["id"]]["document"] in kept]
    target = pile / f"{out.name}.csv"
    with target.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, list(listed[0]), lineterminator="\n")
        written.writeheader()
        written.writerows(listed)
    return target


def measured(found: Pile, truth: Truth) -> dict[str, Any]:
    """Purity, models, and where the forged stand in the work lists."""
    groups = [(group, _names(group)) for group in found.groups]
    homes = {
        group.name: Counter(model_of(truth[name]) for name in names).most_common(1)[0][0]
        for group, names in groups
        if names
    }
    pages = sum(len(names) for _, names in groups)
    pure = sum(model_of(truth[name]) == homes[group.name] for group, names in groups for name in names)
    listed = {name for _, names in groups for name in names}
    listed |= {out.name for out in found.left_out}
    models = Counter(model_of(truth[name]) for name in listed)
    learned = {homes[group.name] for group, names in groups if names and group.folder}
    return {
        "captures": found.pages,
        "groups": [_told(group, names, homes, truth) for group, names in groups],
        "pure": _share(pure, pages),
        "left_out": len(found.left_out),
        "models": len(models),
        "models_missed": sorted(set(models) - learned),
        **_work_lists(list(found.work_list()), listed, truth),
    }


def _names(group: DiscoveredGroup) -> list[str]:
    return [one.name for one in group.members] + [out.name for out in group.outliers]


def _told(
    group: DiscoveredGroup, names: Sequence[str], homes: Mapping[str, str], truth: Truth
) -> dict[str, Any]:
    return {
        "name": group.name,
        "status": group.status.value,
        "of": homes.get(group.name, ""),
        "pages": len(names),
        "models": dict(Counter(model_of(truth[name]) for name in names)),
        "outliers": len(group.outliers),
        "learned_from": group.captures,
        "notes": list(group.notes),
    }


def _work_lists(ranked: Sequence[Outlier], listed: set[str], truth: Truth) -> dict[str, Any]:
    """Forged pages among the first of the work lists, and how well the strength tells forged from genuine."""
    first = {one.name for one in ranked[: round(_FIRST_SHARE * len(listed))]}
    strengths = {one.name: one.strength for one in ranked}
    forged = [name for name in listed if truth[name]["species"]]
    printed = [name for name in forged if truth[name]["species"] not in UNSEEN]
    genuine = [name for name in listed if not truth[name]["species"]]
    scores = [[strengths.get(name, 0.0) for name in names] for names in (genuine, printed)]
    return {
        "forged": len(forged),
        "forged_that_differ_in_print": len(printed),
        "of_these_in_the_first_15_percent": _share(sum(name in first for name in printed), len(printed)),
        "missed_there": sorted(truth[name]["species"] for name in printed if name not in first),
        "auc_of_strength": round(float(auc(*scores)), 3) if printed and genuine else None,
        "genuine_in_the_first_15_percent": sum(name in first for name in genuine),
    }


def _share(count: int, of: int) -> dict[str, Any]:
    low, high = share_interval(count, of)
    return {
        "count": count,
        "of": of,
        "share": round(count / max(of, 1), 4),
        "interval": [round(low, 3), round(high, 3)],
    }


def main() -> None:
    """Discover, measure, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pile", type=Path)
    parser.add_argument("-o", "--store", type=Path, required=True)
    parser.add_argument("--first", type=int, default=100_000, help="documents (default: all)")
    parser.add_argument("--designs", nargs="*", default=(), help="documents of these designs alone")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    manifest = first_of(options.pile, options.store, options.first, options.designs)
    steps: dict[str, float] = {}
    begun = time.perf_counter()

    def shown(step: str, done: int, of: int) -> None:
        steps[step] = time.perf_counter() - begun
        if done == of or done % 10 == 0:
            print(f"{step} {done} of {of}, {steps[step]:.0f} s", flush=True)

    found = discover_templates(manifest, options.store, workers=options.workers, progress=shown)
    record = {
        "provenance": provenance(),
        "seconds": round(time.perf_counter() - begun, 1),
        "seconds_until_each_step": {name: round(value, 1) for name, value in steps.items()},
        "cpu_seconds_of_workers": round(sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]), 1),
        "largest_worker_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "parent_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **measured(found, truth_of(options.pile)),
    }
    print(json.dumps(record, indent=1))
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
