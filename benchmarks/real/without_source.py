"""Bounds that depend on data, chosen without the source that is reported: leave one source out.

What a finding may weigh follows from counts on these very documents (`counts.py`). Here each picture is judged again with counts of all
other sources, from the outcomes that its row keeps; what is shipped rests on all, and what is reported never saw its source.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.real.counts import counts
from benchmarks.real.table import FLAGGED
from docforensics.checks.modes import RunMode
from docforensics.checks.registry import declared_modes
from docforensics.scoring.calibration import Calibration, load_calibration
from docforensics.scoring.counted import RealCount
from docforensics.scoring.outcomes import from_table
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import verdict_of

Line = dict[str, Any]


def without_sources(lines: Iterable[Line], counted: Sequence[Line]) -> list[Line]:
    """Give the rows with the outcome that they have under counts without their own source.

    Parameters
    ----------
    lines
        Rows that are reported, with `examined`; those without it could not be examined and stay as they are.
    counted
        Rows that the shipped counts are made of.
    """
    own = tuple(counted)
    checks = frozenset(check for line in own for check in line.get("measured", {}))
    calibrations: dict[str, Calibration] = {}
    policy, modes = Policy(), declared_modes()
    found = []
    for line in lines:
        source = line["source"]
        if source not in calibrations:
            rest = [one for one in own if one["source"] != source]
            calibrations[source] = load_calibration().counted(_all(counts(rest), checks))
        found.append(_judged(line, calibrations[source], policy, modes))
    return found


def _all(found: Iterable[RealCount], checks: Iterable[str]) -> list[RealCount]:
    """Counts of every check: one that measured on a single source counts as measured on none without it."""
    known = {one.check: one for one in found}
    none = {check: RealCount(check=check, documents=0, sources=0, false_alarms=0) for check in checks}
    return list({**none, **known}.values())


def _judged(line: Line, calibration: Calibration, policy: Policy, modes: Mapping[str, RunMode]) -> Line:
    if "examined" not in line:
        return line
    outcome = verdict_of(from_table(line["examined"]), calibration, policy, modes).outcome.value
    if outcome not in FLAGGED:  # a table holds no claims, so CLEAR and INCONCLUSIVE are told by the row alone
        outcome = "INCONCLUSIVE" if line["outcome"] in FLAGGED else line["outcome"]
    return {**line, "outcome": outcome, "outcome_as_shipped": line["outcome"]}
