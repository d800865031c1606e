"""Detection of single-field edits by kind and channel: `python -m benchmarks.zones.table CACHE`.

A document is *flagged* when a check of the families `mrz` and `data` is adverse (a likelihood ratio of 2 under its shipped
row). Genuine documents flagged are the false alarms of that operating point. Kept outcomes are used where `read.py` made
them; the checks of the print are run here, on what it kept.
"""

import argparse
import json
import pickle
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2

from benchmarks.examine.provenance import provenance
from benchmarks.zones.read import restored
from docforensics.checks.outcome import Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

OF_THE_PRINT = ("mrz.typeface", "mrz.uniformity")
RESULT = Path("benchmarks/results/zones.json")
GROUPS = {
    "digits": ("mrz.check_digits",),
    "zones": ("data.mrz_against_viz",),
    "face": ("mrz.typeface",),
    "odd": ("mrz.uniformity",),
}
SILENT = frozenset({"data.expired", "data.test_document"})


def main() -> None:
    """Judge what is kept, print the table and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--result", type=Path, default=RESULT)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    judged = judge_all(options.cache)
    table = tabulate(judged)
    for line in written(table):
        print(line)
    seconds = (
        [item["read_s"] for item in judged],
        [item["checks_s"] for item in judged if "data.mrz_against_viz" in item["values"]],
    )
    options.result.write_text(
        json.dumps(
            {
                "provenance": provenance(),
                "n": len(judged),
                "read_cpu_s": sum(seconds[0]) / max(len(seconds[0]), 1),
                "checks_cpu_s": sum(seconds[1]) / max(len(seconds[1]), 1),
                "table": table,
                "misses": misses(judged),
            },
            indent=1,
        )
        + "\n"
    )


def judge_all(cache: Path) -> list[dict[str, Any]]:
    """Judge every kept document once; what was judged before is read back."""
    store = cache / "judged.jsonl"
    known = (
        {item["file"]: item for item in map(json.loads, store.read_text().splitlines())}
        if store.is_file()
        else {}
    )
    checks = [check for check in discover_checks(()) if check.id in OF_THE_PRINT]
    with store.open("a") as file:
        for path in sorted(
            cache.glob("*.pickle"), key=lambda path: (not touches_print(path.name), path.name)
        ):
            if path.name in known:
                continue
            kept = pickle.loads(path.read_bytes())  # noqa: S301 (written by read.py)
            values = {
                name: value for name, (kind, value, _) in kept["outcomes"].items() if kind == "Measured"
            }
            document = restored(kept["document"])
            for check in checks if touches_print(path.name) else ():
                outcome = run_check(check, document)
                values.pop(check.id, None)
                if isinstance(outcome, Measured):
                    values[check.id] = outcome.value
            item = {
                "file": path.name,
                "row": kept["row"],
                "exact": kept["lines"] is not None and "|".join(kept["lines"]) == kept["row"]["mrz"],
                "is_read": kept["lines"] is not None,
                "values": values,
                "read_s": kept["read_s"],
                "checks_s": kept["checks_s"],
            }
            known[path.name] = item
            file.write(json.dumps(item) + "\n")
    return [known[name] for name in sorted(known)]


def touches_print(name: str) -> bool:
    """Whether the checks of the print are run: on genuine pages, and where an edit changes a type face."""
    return any(part in name for part in ("-genuine", "-face-", "-retype-"))


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
    z = 1.959964
    share, spread = hits / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * (share * (1 - share) / n + spread / (4 * n)) ** 0.5 / (1 + spread)
    return {"hits": hits, "share": share, "low": max(centre - half, 0.0), "high": min(centre + half, 1.0)}


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
