"""Detection of single-field edits by kind and channel: `python -m benchmarks.zones.table CACHE`.

A document is *flagged* when a check of the families `mrz` and `data` is adverse (a likelihood ratio of 2 under its shipped
row). Genuine documents flagged are the false alarms of that operating point. The checks run on what `read.py` kept; what
was judged stays in the cache's `judged*.jsonl` (remove them when a check has changed); `--most N` judges N more, and
`--part K/OF` only those of one part, so that several processes may share the work.
"""

import argparse
import json
import pickle
import zlib
from collections import defaultdict
from pathlib import Path
from time import process_time
from typing import Any

import cv2

from benchmarks.provenance import provenance
from benchmarks.zones.read import WITH_VIZ, restored
from docforensics.checks.outcome import Aborted, Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.shares import share_interval

OF_THE_PRINT = frozenset({"mrz.typeface", "mrz.uniformity"})
OF_BOTH_ZONES = "data.mrz_against_viz"
RESULT = Path("benchmarks/results/zones.json")
GROUPS = {
    "digits": ("mrz.check_digits",),
    "zones": (OF_BOTH_ZONES,),
    "face": ("mrz.typeface",),
    "odd": ("mrz.uniformity",),
    "pitch": ("mrz.alignment",),
}
NOT_SEEN = "both: an edit made alike in both zones is beyond any comparison of the two; only print, template or chip can tell it"
SILENT = frozenset({"data.expired", "data.specimen"})


def main() -> None:
    """Judge what is kept, print the table and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--result", type=Path, default=RESULT)
    parser.add_argument("--most", type=int, default=10**6, help="documents to judge in this run")
    parser.add_argument("--part", default="0/1", help="K/OF: documents of the K-th of so many parts")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    judged = judge_all(options.cache, options.most, options.part)
    table = tabulate(judged)
    for line in (*written(table), NOT_SEEN):
        print(line)
    with_viz = [item["checks_s"] for item in judged if item["row"]["kind"] in WITH_VIZ]
    options.result.write_text(
        json.dumps(
            {
                "provenance": provenance(),
                "n": len(judged),
                "read_cpu_s": mean([item["read_s"] for item in judged]),
                "checks_cpu_s": mean(with_viz),
                "table": table,
                "cannot_see": NOT_SEEN,
                "misses": misses(judged),
            },
            indent=1,
        )
        + "\n"
    )


def mean(values: list[float]) -> float:
    """Average, 0 of none."""
    return sum(values) / max(len(values), 1)


def judge_all(cache: Path, most: int, part: str) -> list[dict[str, Any]]:
    """Judge every kept document once; what was judged before is read back."""
    lines = [line for store in cache.glob("judged*.jsonl") for line in store.read_text().splitlines()]
    known = {item["file"]: item for item in map(json.loads, lines)}
    own, parts = map(int, part.split("/"))
    fresh = [
        path
        for path in sorted(cache.glob("*.pickle"))
        if path.name not in known and zlib.crc32(path.name.encode()) % parts == own
    ]
    with (cache / f"judged-{own}.jsonl").open("a") as file:
        for path in fresh[:most]:
            known[path.name] = judged_one(path)
            file.write(json.dumps(known[path.name]) + "\n")
            file.flush()
    return [known[name] for name in sorted(known)]


def judged_one(path: Path) -> dict[str, Any]:
    """Run the checks that its kind of edit asks for on one document."""
    item = pickle.loads(path.read_bytes())  # noqa: S301 (written by read.py)
    kind = item["row"]["kind"]
    document = restored(item, with_capture=touches_print(kind) or item["lines"] is None)
    start = process_time()
    outcomes = {
        check.id: run_check(check, document) for check in discover_checks(()) if is_asked(check.id, kind)
    }
    zones = outcomes.get(OF_BOTH_ZONES)
    return {
        "file": path.name,
        "row": item["row"],
        "exact": item["lines"] is not None and "|".join(item["lines"]) == item["row"]["mrz"],
        "is_read": item["lines"] is not None,
        "values": {name: one.value for name, one in outcomes.items() if isinstance(one, Measured)},
        "aborted": [name for name, one in outcomes.items() if isinstance(one, Aborted)],
        "zones": {name: zones.facts[name] for name in ("agreeing", "disagreeing", "not_seen")}
        if isinstance(zones, Measured)
        else {},
        "read_s": item["read_s"],
        "checks_s": process_time() - start,
    }


def is_asked(check: str, kind: str) -> bool:
    """Whether a check of the zones could tell this kind from a genuine page: the dear ones are left out where not."""
    if check == OF_BOTH_ZONES:
        return kind in WITH_VIZ
    return check.startswith(("mrz.", "data.")) and (check not in OF_THE_PRINT or touches_print(kind))


def touches_print(kind: str) -> bool:
    """Whether an edit changes a type face; genuine pages are asked for all."""
    return kind == "genuine" or kind.startswith(("face-", "retype-"))


def adverse(item: dict[str, Any]) -> set[str]:
    """Name the checks that are adverse under the shipped rows."""
    rows = load_calibration().rows
    return {
        check
        for check, value in item["values"].items()
        if check not in SILENT and check in rows and rows[check].log10_lr(value) >= NO_SUPPORT_BELOW
    }


def tabulate(judged: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Count flagged documents by channel and kind, in all and by group of checks."""
    counts: dict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for item in judged:
        counts[item["row"]["channel"], item["row"]["kind"]].append(adverse(item))
    return {
        f"{channel} {kind}": {
            "n": len(found),
            "any": interval(sum(bool(one) for one in found), len(found)),
            **{name: sum(bool(one & set(checks)) for one in found) for name, checks in GROUPS.items()},
        }
        for (channel, kind), found in sorted(counts.items())
    }


def interval(hits: int, n: int) -> dict[str, float]:
    """Wilson's 95 % interval of a share."""
    low, high = share_interval(hits, n)
    return {"hits": hits, "share": hits / n, "low": low, "high": high}


def misses(judged: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List genuine documents that are flagged, and edits that are not, with what was measured."""
    odd = [item for item in judged if bool(adverse(item)) is (item["row"]["kind"] == "genuine")]
    return [
        {
            "file": item["file"],
            "field": item["row"]["field"],
            "exact": item["exact"],
            "adverse": sorted(adverse(item)),
        }
        for item in odd
        if item["row"]["kind"] != "both"
    ]


def written(table: dict[str, dict[str, Any]]) -> list[str]:
    """Write the table out."""
    lines = [
        f"{'channel kind':34} {'n':>4} {'flagged':>8} {'95 %':>14} "
        + " ".join(f"{name:>6}" for name in GROUPS)
    ]
    for name, row in table.items():
        found = row["any"]
        span = f"{found['low']:.3f}-{found['high']:.3f}"
        counts = " ".join(f"{row[group]:6}" for group in GROUPS)
        lines.append(f"{name:34} {row['n']:4} {found['share']:8.3f} {span:>14} {counts}")
    return lines


if __name__ == "__main__":
    main()
