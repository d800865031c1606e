"""How often is a changed claim verified all the same? `python -m benchmarks.evasion.power ROWS...`, rows of `benchmarks.evasion.run`.

By claim, channel and quality of the capture: of the forgeries that change the claim, the share of which it was verified although it was
changed. A check may verify a claim (`verifies_from` of its calibration row) where that share is at most one in ten; only rows that were
examined in full count, and calibration holders alone may set a limit.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.evasion.run import NONE, read_rows
from benchmarks.evasion.table import lower, upper
from docforensics.checks.claims import ClaimId

_PRINT = (ClaimId.PRINT_PROCESS,)
CHANGES: Mapping[str, tuple[ClaimId, ...]] = {
    "data-digital": (ClaimId.PRINT_AT_DATA,),
    "data-mechanical": (ClaimId.PRINT_AT_DATA,),
    "mrz-font": (ClaimId.MRZ_PRINT,),
    "mrz-pitch": (ClaimId.MRZ_PRINT,),
    "mrz-digital-stale": (ClaimId.MRZ_DATA,),
    "photo-digital": (ClaimId.PORTRAIT,),
    "photo-digital-both": (ClaimId.PORTRAIT,),
    "photo-physical": (ClaimId.PORTRAIT,),
    "photo-physical-both": (ClaimId.PORTRAIT,),
    "photo-displaced": (ClaimId.PORTRAIT,),
    "counterfeit-inkjet": _PRINT,
    "counterfeit-inkjet-bright": (*_PRINT, ClaimId.UV_SUBSTRATE),
    "counterfeit-laser": _PRINT,
    "counterfeit-laser-bright": (*_PRINT, ClaimId.UV_SUBSTRATE),
    "grey-copy": _PRINT,
    "print-recapture": _PRINT,
    "screen-recapture": _PRINT,
    "page-substitution": (ClaimId.PERFORATED_NUMBER,),
    "uv-missing": (ClaimId.UV_PRINT,),
    "uv-painted": (ClaimId.UV_PRINT,),
    "mrz-ir-transparent": (ClaimId.IR_DATA,),
    "stolen-blank": (ClaimId.IR_DATA,),
    "ovd-missing": (ClaimId.DEVICES,),
    "ovd-flat": (ClaimId.DEVICES,),
    "pseudo-document": (ClaimId.MRZ_DATA,),
}
"""What each species of the sample documents surely changes, as far as the lights of the capture show it."""
QUALITIES = frozenset({NONE, "file", "scale", "blur"})
"""Groups of manipulations that change the quality of the whole capture and nothing else."""


def table(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Count by claim, channel and manipulation: how often it was verified although it was changed, of how many."""
    counts: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row["group"] not in QUALITIES or not row.get("in_full", True):
            continue
        claims = {str(one).split(":", 1)[0] for one in row["open"]}
        for claim in CHANGES.get(row["species"], ()):
            if claim in row["mandatory"]:
                count = counts[claim, row["channel"], row["manipulation"]]
                count[0] += claim not in claims
                count[1] += 1
    return {key: (verified, of) for key, (verified, of) in sorted(counts.items())}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="+", type=Path)
    options = parser.parse_args()
    for (claim, channel, manipulation), (verified, of) in table(read_rows(options.rows)).items():
        interval = f"{lower(verified, of):.0%} to {upper(verified, of):.0%}"
        print(f"{claim:18} {channel:14} {manipulation:14} {verified}/{of} ({interval})")


if __name__ == "__main__":
    main()
