"""States how much evidence genuine documents of kept tables have against them: `python -m benchmarks.designs.limits TABLE... --captures photo`.

A combination by judgement, as of photos and sent files with a template (`models/calibration/expert.toml`), has no fit that states what a share of genuine
documents reaches. It is printed here as a line of that file: the log10 LR without bounds, under the rows that ship and the counts on each model, of the
genuine documents of these captures that were compared with a template. Documents of one design are alike, so the same is printed with each design
counted as one, which supports fewer and larger shares. Then every document beyond the first point, with its log10 LR.

A fit states what documents without counts on their model reach, which is more: `benchmarks.designs.ship --limits` puts these in its place.
"""

import argparse
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.designs.table import read
from benchmarks.designs.verdicts import Judging
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit.fit import SHARES as SHARES_OF_FITS
from docforensics.scoring.fit.ratios import false_alarm_points
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy

SHARES = (0.05, 0.02, 0.01)
"""Of genuine documents that exceed a limit: of the shipped policies `high-security` targets the first, `balanced` the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What one genuine document has against it."""

    document: str
    design: str
    log10_lr: float
    """Without bounds."""


def reached_by(documents: Sequence[Examined], judging: Judging) -> list[Reached]:
    """Judge genuine documents, the most suspicious first."""
    verdicts = judging.verdicts(documents)
    found = [
        Reached(document=one.document, design=one.design, log10_lr=verdict.unbounded_log10_lr)
        for one, verdict in zip(documents, verdicts, strict=True)
        if verdict.unbounded_log10_lr is not None
    ]
    return sorted(found, key=lambda one: -one.log10_lr)


def stated(found: Sequence[Reached]) -> str:
    """The points as `false_alarms` of a combination, by documents and by designs, then the documents beyond the first one."""
    ratios = [one.log10_lr for one in found]
    of_design = Counter(one.design for one in found)
    points = false_alarm_points(ratios, SHARES)
    counts = np.array([1 / of_design[one.design] for one in found])
    by_design = false_alarm_points(ratios, SHARES, counts)
    limit = points[0][1] if points else float("inf")
    return "\n".join(
        [
            f"{len(found)} genuine documents of {len(of_design)} designs",
            f"false_alarms = {[list(point) for point in points]}",
            f"by designs: {[list(point) for point in by_design]}",
            *(f"  {one.log10_lr:.3f} {one.document}" for one in found if one.log10_lr > limit),
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What shares of the genuine documents of a capture reach whose models were counted on."""

    documents: int
    designs: int
    with_values: int = 0
    """Documents on whose models the values of false alarms are known, where there were any: what exceeds these weighs more."""
    points: tuple[tuple[float, float], ...]
    """Shares, and the log10 LR without bounds that each of them reaches."""

    @property
    def words(self) -> str:
        """The limits in a line of a card."""
        points = ", ".join(f"{share:.0%}: {ratio:+.2f}" for share, ratio in self.points)
        return f"{self.origin}: {points}"

    @property
    def origin(self) -> str:
        """Of which documents they are."""
        known = (
            f"{self.with_values} of them with the values of these"
            if self.with_values
            else "without the values of these"
        )
        return f"{self.documents} genuine documents of {self.designs} designs, false alarms counted on each model, {known}"

    def put_into(self, text: str, condition: str) -> str:
        """Put them in the place of those that the fit of a condition states, in the text of a calibration file."""
        block = re.compile(
            rf'(\[\[combination\]\](?:\n(?!\[\[).*)*?\ncondition = "{re.escape(condition)}"(?:\n(?!\[\[).*)*?\nfalse_alarms = ).*'
        )
        stated = f"{[list(point) for point in self.points]}  # {self.origin}"
        found, count = block.subn(lambda match: f"{match[1]}{stated}", text)
        if count != 1:
            raise UsageError(f"expected one combination of {condition} that states false_alarms, got {count}")
        return found


def limits_of_capture(tables: Sequence[Path], capture: str, calibration: Calibration) -> Limits:
    """Give what the genuine documents of one capture in these tables reach; UsageError for one whose model was not counted on, and for so few that no share is known."""
    documents = genuine_of(tables, [capture])
    uncounted = [one.document for one in documents if not one.counts]
    if uncounted:
        raise UsageError(
            f"{uncounted[0]} and {len(uncounted) - 1} more have no counts on their model: name tables of `benchmarks.designs.measure` without --no-counts"
        )
    found = reached_by(documents, Judging(calibration=calibration, policy=Policy()))
    points = false_alarm_points([one.log10_lr for one in found], SHARES_OF_FITS)
    if not points:
        raise UsageError(f"{len(found)} genuine documents of {capture} know of no share: name more tables")
    return Limits(
        documents=len(found),
        designs=len({one.design for one in found}),
        with_values=sum(any(count.values for count in one.counts.values()) for one in documents),
        points=points,
    )


def genuine_of(
    tables: Sequence[Path], captures: Collection[str], *, without: Collection[str] = ()
) -> list[Examined]:
    """The genuine documents of some captures that were compared with a template, but for some designs; UsageError where there are none, or one is in two tables."""
    found = [
        one
        for table in tables
        for one in read(table)
        if one.has_template and not one.is_forged
        if one.capture in captures and one.design not in without
    ]
    if not found:
        raise UsageError("no genuine document of these captures was compared with a template: see --captures")
    twice = [name for name, count in Counter(one.document for one in found).items() if count > 1]
    if twice:
        raise UsageError(
            f"{twice[0]} and {len(twice) - 1} more are in two of these tables: leave one of the two out"
        )
    return found


def main() -> None:
    """Read the tables, judge, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.designs.limits", description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--captures", nargs="+", required=True, help="channels of the tables, as `photo`")
    parser.add_argument(
        "--without", nargs="+", default=[], help="designs, as of templates that are learned otherwise by now"
    )
    arguments = parser.parse_args()
    try:
        documents = genuine_of(arguments.tables, arguments.captures, without=arguments.without)
    except UsageError as error:
        raise SystemExit(f"{parser.prog}: {error}") from None
    print(stated(reached_by(documents, Judging(calibration=Calibration.load(), policy=Policy()))))


if __name__ == "__main__":
    main()
