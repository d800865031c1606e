"""What documents of the sets are as they are: `python -m benchmarks.evasion.plain ROWS...`, rows of `benchmarks.evasion.run --plain`.

Genuine and forged by channel, forged by species, and what became of the frozen list: how many of it are still flagged, and which are not. Where
a document stands in several files the last one counts.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from benchmarks.evasion.cases import read_flagged
from benchmarks.evasion.run import NONE, read_rows
from benchmarks.evasion.table import is_forged, share
from benchmarks.provenance import RESULTS, provenance

FLAGGED = ("REFER", "ALERT")
Row = dict[str, Any]


def table(rows: Iterable[Row], frozen: Collection[str]) -> dict[str, Any]:
    """Count outcomes; `frozen` names the documents of the list."""
    plain = [row for row in rows if row["manipulation"] == NONE]
    genuine, forged = ([row for row in plain if is_forged(row) is is_it] for is_it in (False, True))
    listed = [row for row in forged if row["document"] in frozen]
    return {
        "genuine": _by(genuine, lambda row: row["channel"]),
        "forged": _by(forged, lambda row: row["channel"]),
        "forged_by_species": _by(forged, lambda row: row["species"]),
        "genuine_flagged": {row["document"]: row["adverse"] for row in genuine if row["outcome"] in FLAGGED},
        "genuine_not_clear": dict(
            Counter(
                f"{row['channel']}: {(row['open'] or ['weak evidence'])[0].split(' ')[0]}"
                for row in genuine
                if row["outcome"] != "CLEAR"
            ).most_common()
        ),
        "frozen": len(listed),
        "frozen_flagged": sum(row["outcome"] in FLAGGED for row in listed),
        "frozen_not_flagged": {
            row["document"]: row["outcome"] for row in listed if row["outcome"] not in FLAGGED
        },
        "forged_clear": sorted(row["document"] for row in forged if row["outcome"] == "CLEAR"),
    }


def _by(rows: Iterable[Row], name: Callable[[Row], str]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[name(row)][row["outcome"]] += 1
    return {key: dict(sorted(counts.items())) for key, counts in sorted(found.items())}


def main() -> None:
    """Count, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "evasion-plain.json")
    options = parser.parse_args()
    found = table(read_rows(options.rows), {one.document for one in read_flagged()})
    for channel, counts in found["genuine"].items():
        print(f"genuine, {channel}: CLEAR {share(counts.get('CLEAR', 0), sum(counts.values()))}, {counts}")
    for channel, counts in found["forged"].items():
        print(
            f"forged, {channel}: flagged {share(sum(counts.get(one, 0) for one in FLAGGED), sum(counts.values()))}, {counts}"
        )
    print(f"frozen list: flagged {share(found['frozen_flagged'], found['frozen'])}")
    text = json.dumps({"question": "evasion-plain", **provenance(), **found}, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
