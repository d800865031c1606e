"""Two runs on the same documents: the difference of each figure, with an interval over resamples of both at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.metrics.bootstrap import Estimate, Figures, estimates
from docforensics.bench.metrics.likelihood import cllr, cllr_min
from docforensics.bench.summary import AnswerColumns
from docforensics.bench.tables import cell, grid, number
from docforensics.errors import UsageError

SHOWN = {
    "auc": "AUC",
    "eer": "EER",
    "bpcer10": "BPCER10",
    "avrank": "AVRank",
    "cllr": "Cllr",
    "cllr_min": "Cllr_min",
    "apcer": "APCER (own decision)",
    "bpcer": "BPCER (own decision)",
}
_PERCENT = frozenset({"eer", "bpcer10", "avrank", "apcer", "bpcer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure of one system in both runs."""

    first: float
    second: float
    change: Estimate
    """Second minus first, on the same resamples of documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """Two runs, system by system."""

    documents: int
    """Documents in both."""
    only_first: int
    only_second: int
    systems: Mapping[str, Mapping[str, Difference]]
    notes: tuple[str, ...]
    """What makes the two less than comparable."""

    def to_dict(self) -> dict[str, object]:
        """Write it as plain dicts, lists, strings and numbers."""
        return asdict(self)


def compare(
    first: Mapping[str, Any], second: Mapping[str, Any], *, draws: int = 1000, seed: int = 0
) -> RunComparison:
    """Compare two results as read from `result.json`, on the documents and systems that both have.

    A run of one system may be compared with a run of one other: then they are set side by side whatever their names.
    """
    pairs = _pairs(first["answers"], second["answers"])
    systems, shared, alone = {}, 0, (0, 0)
    for name, (a, b) in pairs.items():
        left, right = (
            {row["document"]: row for row in first["answers"][a]},
            {row["document"]: row for row in second["answers"][b]},
        )
        both = [one for one in left if one in right and left[one]["label"] == right[one]["label"]]
        if not both:
            raise UsageError("the two results share no document")
        shared, alone = len(both), (len(left) - len(both), len(right) - len(both))
        systems[name] = _differences([left[k] for k in both], [right[k] for k in both], draws, seed)
    return RunComparison(
        documents=shared,
        only_first=alone[0],
        only_second=alone[1],
        systems=systems,
        notes=tuple(_notes(first, second)),
    )


def _pairs(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    common = [name for name in first if name in second]
    if common:
        return {name: (name, name) for name in common}
    if len(first) == len(second) == 1:
        (a,), (b,) = first, second
        return {f"{a} against {b}": (a, b)}
    raise UsageError(f"the two results share no system: {', '.join(first)} and {', '.join(second)}")


def _notes(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    notes = []
    if first["provenance"].get("data_sha256") != second["provenance"].get("data_sha256"):
        notes.append("the data sets differ: compared is what both have by name")
    if first["settings"]["normalisation"] != second["settings"]["normalisation"]:
        notes.append("the pictures were normalised differently")
    if first["provenance"].get("inspected_on") != second["provenance"].get("inspected_on"):
        notes.append("the day of the examination differs")
    return notes


def _differences(
    left: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, Any]], draws: int, seed: int
) -> dict[str, Difference]:
    groups = [str(row["group"]) for row in left]
    ends = {"first": _Columns(left), "second": _Columns(right)}

    def both(which: NDArray[np.int64]) -> Figures:
        a, b = (ends[end].figures(which) for end in ("first", "second"))
        pairs = ((name, a[name], b[name]) for name in SHOWN)
        return {name: None if one is None or other is None else other - one for name, one, other in pairs}

    whole = np.arange(len(left))
    before, after = (ends[end].figures(whole) for end in ("first", "second"))
    found: dict[str, Difference] = {}
    for name, change in estimates(both, groups, draws=draws, seed=seed).items():
        one, other = before[name], after[name]
        if change is not None and one is not None and other is not None:
            found[name] = Difference(first=one, second=other, change=change)
    return found


class _Columns(AnswerColumns):
    """The answers of one run, as columns."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(
            (row["label"] == "forged" for row in rows),
            (row["score"] for row in rows),
            (row["log10_lr"] for row in rows),
        )
        self._decides = any(row["flagged"] is not None for row in rows)
        self._flagged = np.array([bool(row["flagged"]) for row in rows])

    def figures(self, which: NDArray[np.int64]) -> Figures:
        found = {**dict.fromkeys(SHOWN), **self.separation(which, far=0.0)}
        scored, claimed = self.split(which, self.scores), self.split(which, self.ratios)
        if all(map(len, scored)):
            found["cllr_min"] = cllr_min(*scored)
        if all(map(len, claimed)):
            found["cllr"] = cllr(*claimed)
        bona, attack = which[~self.forged[which]], which[self.forged[which]]
        if self._decides and len(bona) and len(attack):
            found["apcer"] = float((~self._flagged[attack]).mean())
            found["bpcer"] = float(self._flagged[bona].mean())
        return {name: found[name] for name in SHOWN}


def comparison_table(found: RunComparison) -> str:
    """Write the comparison in Markdown; a change whose interval is clear of 0 in bold."""
    rows = [
        [name, SHOWN[figure], *_cells(one, percent=figure in _PERCENT)]
        for name, figures in found.systems.items()
        for figure, one in figures.items()
    ]
    head = (
        f"{found.documents} documents in both, {found.only_first} in the first alone, {found.only_second} in the second "
        "alone. Changes in percent points where the figure is in percent; 95 % intervals by resampling documents in both "
        "runs at once."
    )
    notes = "".join(f"\n- {note}" for note in found.notes)
    return f"{head}\n{notes}\n\n" + grid(["system", "", "first", "second", "change"], rows)


def _cells(one: Difference, *, percent: bool) -> list[str]:
    change = cell(one.change, percent=percent)
    low, high = one.change.low, one.change.high
    clear = low is not None and high is not None and (low > 0 or high < 0)
    return [
        number(one.first, percent=percent),
        number(one.second, percent=percent),
        f"**{change}**" if clear else change,
    ]
