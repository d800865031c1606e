"""How good the scores of a table are under a calibration and a policy: figures with intervals over holders, or over designs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.metrics.bootstrap import Estimate, Figures, estimates, share_bounds
from docforensics.bench.metrics.likelihood import cllr, cllr_min
from docforensics.bench.metrics.rates import curve, detection_at, equal_error_rate
from docforensics.bench.tables import cell
from docforensics.checks.registry import declared_modes
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.model import OutcomeClass, Verdict
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import verdict_of

FALSE_ALARMS = 0.02
"""Share of genuine documents flagged at which detection is stated: a judgement of what a post bears."""
FLAGGED = frozenset({OutcomeClass.REFER, OutcomeClass.ALERT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigures:
    """Figures of one group of documents."""

    n_genuine: int
    n_forged: int
    figures: Mapping[str, Estimate | None]
    """`cllr`, `cllr_cal`, `eer`, `bpcer`, `apcer`, each with its interval. A table holds no claims, so what is CLEAR and
    what INCONCLUSIVE is not measured here."""
    species: Mapping[str, Estimate | None]
    """APCER at a BPCER of 2 %, by kind of attack."""
    outcomes: Mapping[str, Mapping[str, int]]
    """Outcomes by label; all that is not flagged is INCONCLUSIVE in a table."""


def score_figures(
    table: Sequence[Examined],
    calibration: Calibration,
    policy: Policy,
    *,
    draws: int = 1000,
    seed: int = 0,
    by_design: bool = False,
) -> ScoreFigures:
    """Judge every document of a table and measure the verdicts; `by_design` as in `figures_of`."""
    declared = declared_modes()
    verdicts = [verdict_of(one, calibration, policy, declared) for one in table]
    return figures_of(table, verdicts, draws=draws, seed=seed, by_design=by_design)


def figures_of(
    table: Sequence[Examined],
    verdicts: Sequence[Verdict],
    *,
    draws: int = 1000,
    seed: int = 0,
    by_design: bool = False,
) -> ScoreFigures:
    """Measure verdicts that are there already; with `by_design` intervals are those of other designs, which are resampled whole."""
    groups = [one.design if by_design else one.holder for one in table]
    species = sorted({one.species for one in table if one.is_forged})
    answers = _Answers.of(table, verdicts)
    whole = estimates(answers.figures, groups, draws=draws, seed=seed)
    by_species = {
        name: estimates(
            lambda rows, name=name: {"apcer": answers.apcer_of(rows, name)},  # type: ignore[misc]
            groups,
            draws=max(draws // 5, 50),
            seed=seed,
        )["apcer"]
        for name in species
    }
    units = (one.design if by_design else one.document for one in table)
    counts = _counts(table, units)
    judged = [(verdict, one.is_forged) for one, verdict in zip(table, verdicts, strict=True)]
    return ScoreFigures(
        n_genuine=int((~answers.forged).sum()),
        n_forged=int(answers.forged.sum()),
        figures={name: _share(name, found, counts) for name, found in whole.items()},
        species={name: _of(found, counts[name]) for name, found in by_species.items()},
        outcomes={
            label: dict(Counter(v.outcome.value for v, forged in judged if forged == wanted))
            for label, wanted in (("genuine", False), ("forged", True))
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answers:
    """Verdicts as arrays, (documents,)."""

    forged: NDArray[np.bool_]
    species: NDArray[np.str_]
    total: NDArray[np.float64]
    flagged: NDArray[np.bool_]

    @classmethod
    def of(cls, table: Sequence[Examined], verdicts: Sequence[Verdict]) -> "_Answers":
        return cls(
            forged=np.array([one.is_forged for one in table]),
            species=np.array([one.species for one in table]),
            total=np.array([verdict.log10_lr for verdict in verdicts]),
            flagged=np.array([verdict.outcome in FLAGGED for verdict in verdicts]),
        )

    def figures(self, rows: NDArray[np.int64]) -> Figures:
        forged = self.forged[rows]
        bona, attack = rows[~forged], rows[forged]
        found: dict[str, float | None] = dict.fromkeys(("cllr", "cllr_cal", "eer", "apcer"))
        if len(bona):
            found["bpcer"] = float(self.flagged[bona].mean())
        if len(bona) and len(attack):
            genuine, forgeries = self.total[bona], self.total[attack]
            cost = cllr(genuine, forgeries)
            found["cllr"], found["cllr_cal"] = cost, cost - cllr_min(genuine, forgeries)
            found["eer"] = equal_error_rate(curve(genuine, forgeries))
            found["apcer"] = 1.0 - float(self.flagged[attack].mean())
            found["detection"] = detection_at(curve(genuine, forgeries), FALSE_ALARMS)
        return found

    def apcer_of(self, rows: NDArray[np.int64], species: str) -> float | None:
        bona = rows[~self.forged[rows]]
        attack = rows[self.forged[rows] & (self.species[rows] == species)]
        if not len(bona) or not len(attack):
            return None
        return 1.0 - detection_at(curve(self.total[bona], self.total[attack]), FALSE_ALARMS)


_SHARES = frozenset({"eer", "bpcer", "apcer", "detection"})


def _counts(table: Sequence[Examined], units: Iterable[str]) -> Counter[str]:
    """Count the units of each species, of the genuine documents (`bpcer`) and of the forged ones (`forged`)."""
    names = [(one, unit) for one, unit in zip(table, units, strict=True)]
    labelled = {("forged" if one.is_forged else "bpcer", unit) for one, unit in names}
    return Counter(
        kind for kind, _ in {*labelled, *((one.species, unit) for one, unit in names if one.species)}
    )


def _share(name: str, found: Estimate | None, counts: Mapping[str, int]) -> Estimate | None:
    if found is None or name not in _SHARES:
        return found
    return _of(found, counts["bpcer" if name == "bpcer" else "forged"])


def _of(found: Estimate | None, count: int) -> Estimate | None:
    """State a share of so many documents, with the rule of three where none or all of them count."""
    return None if found is None else share_bounds(replace(found, groups=max(count, 1)))


def estimate_text(estimate: Estimate | None, *, percent: bool = False) -> str:
    """Write a figure with its interval."""
    return cell(estimate, percent=percent).removesuffix(" (no interval)")
