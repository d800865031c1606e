"""Figures over designs: what a new design must expect, the median, the worst tenth and the worst of them, and what each bound costs."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.designs.verdicts import Judging
from docforensics.bench.metrics.bootstrap import Estimate, estimates, share_bounds
from docforensics.bench.score import FLAGGED, ScoreFigures, figures_of
from docforensics.scoring.fit.ratios import cllr
from docforensics.scoring.model import OutcomeClass, Verdict
from docforensics.scoring.outcomes import Examined

WORST = 0.9
"""Share of designs that do better than the worst tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignSpread:
    """A figure of every design by itself."""

    median: float
    worst_tenth: float
    """What the worst tenth of the designs reach or exceed."""
    worst: float
    worst_design: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignFigures:
    """Figures of the documents of one condition under one judging."""

    designs: int
    whole: ScoreFigures
    """Intervals over designs."""
    by_design: Mapping[str, DesignSpread]
    """`flagged` and `missed` as shares, `cllr` in bits."""
    most_flagged: int
    """Genuine documents flagged of the design that has most."""
    missed: Mapping[str, Estimate | None]
    """Forged documents that were not flagged, by species."""
    alerts: Mapping[str, int]
    """Documents at ALERT by label."""


def design_figures(
    documents: Sequence[Examined], judging: Judging, *, draws: int, seed: int
) -> tuple[DesignFigures, list[Verdict]]:
    """Judge and measure documents of several designs; the verdicts with it."""
    verdicts = judging.verdicts(documents)
    flags = [verdict.outcome in FLAGGED for verdict in verdicts]
    by_design = _by(documents, lambda one: one.design)
    alerts = [verdict.outcome is OutcomeClass.ALERT for verdict in verdicts]
    found = DesignFigures(
        designs=len(by_design),
        whole=figures_of(documents, verdicts, draws=draws, seed=seed, by_design=True),
        by_design=_spreads(documents, verdicts, flags, by_design),
        most_flagged=max(
            sum(flags[place] for place in places if not documents[place].is_forged)
            for places in by_design.values()
        ),
        missed=missed_by(documents, flags, lambda one: one.species, draws=max(draws // 5, 50), seed=seed),
        alerts={
            label: sum(hit for one, hit in zip(documents, alerts, strict=True) if one.is_forged is is_it)
            for label, is_it in (("genuine", False), ("forged", True))
        },
    )
    return found, verdicts


def missed_by(
    documents: Sequence[Examined],
    flags: Sequence[bool],
    name: Callable[[Examined], str],
    *,
    draws: int,
    seed: int,
) -> dict[str, Estimate | None]:
    """Share of the forged documents that were not flagged, by a name, with intervals over designs."""
    forged = [place for place, one in enumerate(documents) if one.is_forged]
    found: dict[str, Estimate | None] = {}
    for kind, places in sorted(_by([documents[place] for place in forged], name).items()):
        here = [forged[place] for place in places]
        missed = np.array([not flags[place] for place in here], np.float64)
        designs = [documents[place].design for place in here]
        estimate = estimates(
            lambda rows, missed=missed: {"missed": float(missed[rows].mean())},  # type: ignore[misc]
            designs,
            draws=draws,
            seed=seed,
        )["missed"]
        found[kind] = None if estimate is None else share_bounds(estimate)
    return found


def _spreads(
    documents: Sequence[Examined],
    verdicts: Sequence[Verdict],
    flags: Sequence[bool],
    by_design: Mapping[str, Sequence[int]],
) -> dict[str, DesignSpread]:
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for design, places in by_design.items():
        genuine, forged = (
            [place for place in places if documents[place].is_forged is label] for label in (False, True)
        )
        if genuine:
            values["flagged"][design] = float(np.mean([flags[place] for place in genuine]))
        if forged:
            values["missed"][design] = float(np.mean([not flags[place] for place in forged]))
        if genuine and forged:
            ratios = [[verdicts[place].log10_lr for place in side] for side in (genuine, forged)]
            values["cllr"][design] = cllr(*ratios)
    return {name: _spread(own) for name, own in values.items()}


def _spread(own: Mapping[str, float]) -> DesignSpread:
    worst = max(own, key=lambda design: (own[design], design))
    numbers = list(own.values())
    return DesignSpread(
        median=float(np.median(numbers)),
        worst_tenth=float(np.quantile(numbers, WORST, method="higher")),
        worst=own[worst],
        worst_design=worst,
    )


def bound_costs(
    documents: Sequence[Examined], judging: Judging, verdicts: Sequence[Verdict]
) -> dict[str, dict[str, int]]:
    """Say what the bound by real evidence costs, check by check: documents that are flagged once this check alone is free of it."""
    flags = [verdict.outcome in FLAGGED for verdict in verdicts]
    rows, policy = judging.calibration, judging.policy
    found = {}
    for check in sorted({check for one in documents for check in one.outcomes}):
        bound = [
            place
            for place, one in enumerate(documents)
            if not flags[place] and _is_bound(one, check, judging)
        ]
        if not bound:
            continue
        freed = judging.freed(check).verdicts([documents[place] for place in bound])
        hits = [place for place, one in zip(bound, freed, strict=True) if one.outcome in FLAGGED]
        row = rows.row(check, documents[bound[0]].condition)
        found[check] = {
            "forged": sum(documents[place].is_forged for place in hits),
            "genuine": sum(not documents[place].is_forged for place in hits),
            "most_percent": round(100 * row.most(policy.single_row_bound, hold=policy.hold_uncounted)),
        }
    return found


def _is_bound(one: Examined, check: str, judging: Judging) -> bool:
    """Whether the row of a check claims more for a document than real evidence lets it."""
    value = one.value(check)
    if value is None:
        return False
    row = judging.calibration.counted_row(check, one.condition, one.counts.get(check), value)
    policy = judging.policy
    share = judging.calibration.combination(one.condition).share(check, value)
    return row.log10_lr(value) * share > row.most(policy.single_row_bound, hold=policy.hold_uncounted)


def plain_figures(found: DesignFigures) -> dict[str, Any]:
    """Lay figures out for JSON."""
    return asdict(found)


def _by(documents: Sequence[Examined], name: Callable[[Examined], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(documents):
        found[name(one)].append(place)
    return found
