"""The rule of shipping: a fitted row ships only if real captures are no worse off with it than without it, row by row.

Real captures are rows of `benchmarks.real` (also of notes, cards and pairs), of a document each, with what was said of them, what is true of
the print, and for forged ones the genuine twin. They are not fitted on, and no row is changed by them: it ships or it does not. Published scans of documents are
examined as files that were sent; `as_scanned` takes what was measured on them for what a scanner shows of such prints, of which no shared set has any. They may differ: files are compressed, and edited ones are no print.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from benchmarks.designs.verdicts import laid_over, without_counts
from benchmarks.real.examine import read_rows
from benchmarks.real.folders import FORGED, GENUINE, TRUE_OF_PRINT, read_list
from docforensics.bench.score import FLAGGED
from docforensics.capture.model import Channel
from docforensics.checks.registry import declared_modes, discover_checks
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import ConditionFit
from docforensics.scoring.model import CalibrationRow, OutcomeClass, Verdict
from docforensics.scoring.outcomes import Examined, from_table
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import verdict_of
from docforensics.scoring.verbal import NO_SUPPORT_BELOW


@dataclass(frozen=True, slots=True, kw_only=True)
class RealCapture:
    """One real capture that was examined."""

    examined: Examined
    document: str
    """Captures of one document count once."""
    twin: str
    """Forged captures and the genuine one that they were made from have the same."""
    true_checks: frozenset[str]
    """Checks whose finding is true of the print: no false alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How real captures of a condition are judged: less is better, but for `above_twin` and `found`."""

    flagged: int
    """Genuine documents flagged with a reason that is not true of the print."""
    alerts: int
    above_twin: int
    """Forged captures whose total lies above that of their genuine twin."""
    found: int
    """Forged captures that are flagged."""

    def is_no_worse(self, other: "Standing") -> bool:
        """Whether nothing is worse than in another."""
        return (
            self.flagged <= other.flagged
            and self.alerts <= other.alerts
            and self.above_twin >= other.above_twin
            and self.found >= other.found
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """How they are judged under each policy on what was not counted."""

    held: Standing
    """By default: held back by counts on real documents."""
    free: Standing
    """Without."""

    @property
    def each(self) -> tuple[Standing, Standing]:
        """Both."""
        return self.held, self.free

    def is_no_worse(self, other: "Standings") -> bool:
        """Whether nothing is worse than in another, under either policy: a gain under one pays for nothing under the other."""
        return all(one.is_no_worse(two) for one, two in zip(self.each, other.each, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedFit:
    """What of a fit ships."""

    fit: ConditionFit | None
    """Without the rows that do not ship; None where the condition stays as it is."""
    refused: dict[str, str]
    """By check, why its row does not ship."""
    captures: int
    documents: int
    without: Standings
    """By judgement."""
    as_fitted: Standings
    """With all rows."""
    shipped: Standings


def real_captures(files: Iterable[Path]) -> tuple[RealCapture, ...]:
    """Read the rows that hold what was said; those that could not be examined are left out."""
    listed = read_list(TRUE_OF_PRINT)
    return tuple(
        RealCapture(
            examined=replace(
                from_table(line["examined"]),
                document=line["key"],
                holder=line["document"],
                is_forged=line["label"] == FORGED,
            ),
            document=line["document"],
            twin=line.get("twin", ""),
            true_checks=frozenset((*line.get("true_checks", ()), *listed.get(line.get("file", ""), ()))),
        )
        for line in read_rows(files)
        if "examined" in line and line["label"] in (GENUINE, FORGED)
    )


def as_scanned(captures: Iterable[RealCapture]) -> tuple[RealCapture, ...]:
    """Give captures as those of a scanner: without the checks that a scanner's captures are not asked."""
    on_scanner = {one.id for one in discover_checks() if Channel.SCANNER in one.spec.channels}
    return tuple(
        replace(
            one,
            examined=replace(
                one.examined,
                channel=Channel.SCANNER,
                outcomes={
                    check: outcome for check, outcome in one.examined.outcomes.items() if check in on_scanner
                },
            ),
        )
        for one in captures
    )


def shipped_fit(
    fit: ConditionFit,
    judged: Calibration,
    captures: Sequence[RealCapture],
    refit: Callable[[frozenset[str]], ConditionFit | None],
) -> ShippedFit:
    """Apply the rule to what was fitted under one condition.

    Parameters
    ----------
    refit
        Fits the condition anew with the rows of these checks by judgement, so that weights and bounds are those of the rows that ship.
    """
    here = [one for one in captures if one.examined.condition.name == fit.condition]
    without = standing(here, (), judged)
    refused: dict[str, str] = {}
    kept: ConditionFit | None = fit
    while kept is not None and (worse := _worse(kept, judged, here, without)):
        refused |= worse
        kept = refit(frozenset(refused)) if "" not in worse else None
    refused.pop("", None)
    if kept is not None and not kept.rows:
        kept = None
    return ShippedFit(
        fit=kept,
        refused=refused,
        captures=len(here),
        documents=len({one.document for one in here}),
        without=without,
        as_fitted=standing(here, (fit,), judged),
        shipped=standing(here, (kept,) if kept else (), judged),
    )


def _worse(
    fit: ConditionFit, judged: Calibration, captures: Sequence[RealCapture], without: Standings
) -> dict[str, str]:
    """Name the rows that may not ship: each that is worse by itself, else the one that costs most where all together are worse.

    An empty name where all are worse together and there is no row left to refuse.
    """
    alone = {row.check: why for row in fit.rows if (why := _row_is_worse(row, judged, captures))}
    if alone or standing(captures, (fit,), judged).is_no_worse(without):
        return alone
    return {
        _costliest(
            fit, judged, captures
        ): "with it real captures as a whole are judged worse than by judgement"
    }


def standing(captures: Sequence[RealCapture], fits: Sequence[ConditionFit], judged: Calibration) -> Standings:
    """Judge real captures under fitted rows, once as bounded by counts on real documents and once without."""
    held, free = Policy(), replace(Policy(), hold_uncounted=False)
    calibration = laid_over(judged, fits)
    return Standings(
        held=_counted(captures, calibration, held),
        free=_counted(
            [replace(one, examined=replace(one.examined, counts={})) for one in captures],
            without_counts(calibration),
            free,
        ),
    )


def _counted(captures: Sequence[RealCapture], calibration: Calibration, policy: Policy) -> Standing:
    declared = declared_modes()
    verdicts = [verdict_of(one.examined, calibration, policy, declared) for one in captures]
    pairs = list(zip(captures, verdicts, strict=True))
    wrong = [
        (one, verdict)
        for one, verdict in pairs
        if verdict.outcome in FLAGGED and _has_false_alarm(one, calibration)
    ]
    return Standing(
        flagged=len({one.document for one, _ in wrong}),
        alerts=len({one.document for one, verdict in wrong if verdict.outcome is OutcomeClass.ALERT}),
        above_twin=sum(_above_twin(pairs)),
        found=sum(one.examined.is_forged and verdict.outcome in FLAGGED for one, verdict in pairs),
    )


def _has_false_alarm(one: RealCapture, calibration: Calibration) -> bool:
    return not one.examined.is_forged and any(
        check not in one.true_checks and _is_adverse(one, calibration.row(check, one.examined.condition))
        for check in one.examined.outcomes
    )


def _is_adverse(one: RealCapture, row: CalibrationRow) -> bool:
    value = one.examined.value(row.check)
    return value is not None and row.log10_lr(value) >= NO_SUPPORT_BELOW


def _above_twin(pairs: Sequence[tuple[RealCapture, Verdict]]) -> Iterable[bool]:
    """Compare every forged capture with the mean of its genuine twins of the same lights and quality."""
    told = sorted(((_family(one), one.examined.is_forged, v.log10_lr) for one, v in pairs if one.twin))
    for _, members in groupby(told, key=lambda entry: entry[0]):
        own = list(members)
        genuine = [ratio for _, is_forged, ratio in own if not is_forged]
        if genuine:
            twin = sum(genuine) / len(genuine)
            yield from (ratio > twin for _, is_forged, ratio in own if is_forged)


def _family(one: RealCapture) -> str:
    return f"{one.twin}@{one.examined.document.partition('@')[2].partition('~')[0]}"


def _row_is_worse(row: CalibrationRow, judged: Calibration, captures: Sequence[RealCapture]) -> str:
    """Say why a row by itself may not ship; empty where it may."""
    genuine = [one for one in captures if not one.examined.is_forged and row.check not in one.true_checks]
    mine, before = (
        len({one.document for one in genuine if _is_adverse(one, other)})
        for other in (row, judged.row_under(row.check, row.condition))
    )
    return f"adverse on {mine} real genuine documents, by judgement on {before}" if mine > before else ""


def _costliest(fit: ConditionFit, judged: Calibration, captures: Sequence[RealCapture]) -> str:
    """Name the row without which real captures are judged best; empty where there is none left."""

    def without(check: str) -> tuple[int, int, int, int, str]:
        left = _without_rows(fit, [check])
        both = standing(captures, (left,), judged).each
        alerts, flagged = sum(one.alerts for one in both), sum(one.flagged for one in both)
        return alerts, flagged, -sum(one.found for one in both), -sum(one.above_twin for one in both), check

    return min((row.check for row in fit.rows), key=without, default="")


def _without_rows(fit: ConditionFit, checks: Iterable[str]) -> ConditionFit:
    """Leave rows out: their checks keep judgement."""
    out = set(checks)
    return replace(
        fit, checks=tuple(replace(one, row=None) if one.check in out else one for one in fit.checks)
    )
