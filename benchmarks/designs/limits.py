"""States how much evidence genuine documents of kept tables have against them: `python -m benchmarks.designs.limits TABLE... --captures photo messenger`.

A combination by judgement, as of photos and sent files with a template (`models/calibration/expert.toml`), has no fit that states what a share of genuine
documents reaches. It is printed here as a line of that file: the log10 LR without bounds, under the rows that ship and the counts on each model, of the
genuine documents of these captures that were compared with a template; and the documents that reach the least share.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.designs.table import read
from benchmarks.designs.verdicts import Judging
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit.ratios import false_alarm_points
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy

SHARES = (0.05, 0.02, 0.01)
"""Of genuine documents that exceed a limit: of the shipped policies `high-security` targets the first, `balanced` the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What one genuine document has against it."""

    document: str
    log10_lr: float
    """Without bounds."""


def reached_by(documents: Sequence[Examined], judging: Judging) -> list[Reached]:
    """Judge genuine documents, the most suspicious first."""
    verdicts = judging.verdicts(documents)
    found = [
        Reached(document=one.document, log10_lr=verdict.unbounded_log10_lr)
        for one, verdict in zip(documents, verdicts, strict=True)
        if verdict.unbounded_log10_lr is not None
    ]
    return sorted(found, key=lambda one: -one.log10_lr)


def stated(found: Sequence[Reached]) -> str:
    """The points as `false_alarms` of a combination, then the documents beyond the limit of the largest share that is known."""
    points = false_alarm_points([one.log10_lr for one in found], SHARES)
    lines = [
        f"{len(found)} genuine documents",
        f"false_alarms = {[list(point) for point in points]}",
    ]
    limit = points[0][1] if points else float("inf")
    lines += [f"  {one.log10_lr:.3f} {one.document}" for one in found if one.log10_lr > limit]
    return "\n".join(lines)


def main() -> None:
    """Read the tables, judge, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.designs.limits", description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--captures", nargs="+", required=True, help="channels of the tables, as `photo`")
    arguments = parser.parse_args()
    documents = [
        one
        for table in arguments.tables
        for one in read(table)
        if one.has_template and not one.is_forged and one.capture in arguments.captures
    ]
    if not documents:
        raise SystemExit(
            str(UsageError("no genuine document of these captures was compared with a template"))
        )
    print(stated(reached_by(documents, Judging(calibration=Calibration.load(), policy=Policy()))))


if __name__ == "__main__":
    main()
