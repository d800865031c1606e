"""Writes the frozen list of flagged forgeries: `python -m benchmarks.evasion.freeze ROWS... --sets SETS...`.

ROWS are those of `benchmarks.evasion.run --plain`. The list was made once, with the code of f31cb4d; it is run again and not made
again, because a list that empties is no success.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.evasion.cases import FLAGGED, FlaggedForgery, write_flagged
from benchmarks.evasion.documents import Documents
from benchmarks.evasion.run import NONE, read_rows


def frozen(rows: Iterable[dict[str, Any]], documents: Documents) -> list[FlaggedForgery]:
    """Give the forgeries that are REFER or ALERT as they are, by name."""
    flagged = [
        row
        for row in rows
        if row["species"] and row["manipulation"] == NONE and row["outcome"] in ("REFER", "ALERT")
    ]
    return [
        FlaggedForgery(
            document=row["document"],
            design=row["design"],
            channel=row["channel"],
            holder=row["holder"],
            seed=documents.facts[row["document"]].seed,
            species=row["species"],
            severity=row["severity"],
            split=row["split"],
            outcome=row["outcome"],
            log10_lr=row["log10_lr"],
        )
        for row in sorted(flagged, key=lambda row: row["document"])
    ]


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument("--sets", nargs="+", required=True, type=Path)
    parser.add_argument("-o", "--out", type=Path, default=FLAGGED)
    options = parser.parse_args()
    found = frozen(read_rows(options.rows), Documents(options.sets))
    write_flagged(found, options.out)
    print(f"{options.out}: {len(found)} forgeries")


if __name__ == "__main__":
    main()
