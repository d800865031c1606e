"""The table: page and pixel AUC for attack and control with intervals, by check, species, severity and channel; detection.

Intervals resample documents with their twins, 1000 times. Control AUC of a page: the genuine twins of the forged documents
against all other genuine ones, which a check that follows holders and not forgeries would raise as well. AUCs are over what a
check measured (an abstention weighs nothing); detection counts every document. A check earns its weight where the lower 95 % bound
of attack minus control on the calibration holders is above zero.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from benchmarks.portrait.measure import CHECKS, Line
from benchmarks.security.table import FALSE_ALARMS, interval
from docforensics.bench.metrics.rates import auc
from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.policy import Policy
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.scoring.weigh import weigh

RESAMPLES = 1000
_ABSTAINS = -1.0
_ID = {check.slug: check.id for check in CHECKS}
"""Where an abstention ranks for detection: below all that was measured, for a check that says nothing flags nothing."""


def table(lines: Iterable[Line]) -> dict[str, object]:
    """All figures by channel, split, species and severity."""
    by_channel: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_channel[str(line["channel"])].append(line)
    return {channel: _channel(group) for channel, group in sorted(by_channel.items())}


def _channel(lines: Sequence[Line]) -> dict[str, object]:
    splits = {split: [one for one in lines if one["split"] == split] for split in ("calibration", "test")}
    genuine = {split: [one for one in group if not one["species"]] for split, group in splits.items()}
    found: dict[str, object] = {
        "genuine": {split: len(group) for split, group in genuine.items()},
        "without_template": sum(not one["fits"] for one in lines),
        "cpu_ms": _milliseconds(lines),
        "false_alarms": _false_alarms(genuine["test"]),
    }
    limits = _limits(genuine["calibration"])
    earned: dict[str, list[str]] = defaultdict(list)
    for name, chosen in _groups(lines).items():
        found[name] = {
            "calibration": _aucs(chosen, genuine["calibration"], "calibration"),
            "test": {
                **_aucs(chosen, genuine["test"], "test"),
                "detected": _detected([one for one in chosen if one["split"] == "test"], limits),
            },
        }
        for slug in _earned(found[name]["calibration"]):  # type: ignore[index]
            earned[slug].append(name)
    return {**found, "weight_earned_on": dict(earned)}


def _earned(calibration: dict[str, object]) -> list[str]:
    """Checks whose attack minus control is above zero with its lower bound."""
    slugs = [check.slug for check in CHECKS]
    told = {slug: calibration[slug].get("page") for slug in slugs if slug in calibration}  # type: ignore[attr-defined]
    return [slug for slug, page in told.items() if page and page["difference"][1] > 0]


def _groups(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Forged documents by species and severity, and pooled."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line["species"]:
            groups[f"{line['species']} {line['severity']}"].append(line)
            groups[f"all {line['severity']}"].append(line)
            groups["all"].append(line)
    return dict(sorted(groups.items()))


def _aucs(forged: Sequence[Line], genuine: Sequence[Line], split: str) -> dict[str, object]:
    chosen = [one for one in forged if one["split"] == split]
    found: dict[str, object] = {"n": len(chosen)}
    if not chosen or len(genuine) < 2:
        return found
    by_id = {(one["folder"], one["document_id"]): one for one in genuine}
    pairs = [(one, twin) for one in chosen if (twin := by_id.get((one["folder"], one["twin"]))) is not None]
    for check in CHECKS:
        found[check.slug] = _of_check(check.slug, pairs, genuine)
    return found


def _of_check(slug: str, pairs: Sequence[tuple[Line, Line]], genuine: Sequence[Line]) -> dict[str, object]:
    pairs = [pair for pair in pairs if _value(pair[0], slug) > _ABSTAINS]
    attack, control = (np.array([_value(pair[side], slug) for pair in pairs]) for side in (0, 1))
    pool = np.array([value for one in genuine if (value := _value(one, slug)) > _ABSTAINS])
    told: dict[str, object] = {"measured": len(pairs)}
    if not pairs or len(pool) == 0:
        return told
    page = _resampled(
        len(pairs),
        len(pool),
        lambda rows, others: (auc(pool[others], attack[rows]), auc(pool[others], control[rows])),
    )
    told["page"] = page
    maps = [(one["attack"].get(slug), one["control"].get(slug)) for one, _ in pairs]  # type: ignore[attr-defined]
    seen = np.array([pair for pair in maps if None not in pair], dtype=float)
    if len(seen):
        told["pixel"] = _resampled(
            len(seen), 1, lambda rows, _: (float(seen[rows, 0].mean()), float(seen[rows, 1].mean()))
        )
    return told


def _resampled(
    n: int, others: int, figures: Callable[[np.ndarray, np.ndarray], tuple[float, float]]
) -> dict[str, object]:
    """Attack, control and their difference with 95 % intervals over resampled documents."""
    random = np.random.default_rng(0)
    whole = figures(np.arange(n), np.arange(others))
    drawn = np.array(
        [figures(random.integers(0, n, n), random.integers(0, others, others)) for _ in range(RESAMPLES)]
    )
    drawn = np.column_stack([drawn, drawn[:, 0] - drawn[:, 1]])
    values = (*whole, whole[0] - whole[1])
    return {
        name: [round(float(v), 3) for v in (value, *np.quantile(drawn[:, column], (0.025, 0.975)))]
        for column, (name, value) in enumerate(zip(("attack", "control", "difference"), values, strict=True))
    }


def _value(line: Line, slug: str) -> float:
    value = line["values"][slug]  # type: ignore[index]
    return _ABSTAINS if value is None else float(value)


def total(line: Line, only: str | None = None) -> float:
    """log10 LR of the family under the shipped rows, or of one check."""
    calibration = load_calibration()
    if only is not None:
        value = line["values"][only]  # type: ignore[index]
        return 0.0 if value is None else calibration.row(_ID[only]).log10_lr(value)
    outcomes = [Measured(value=_value(line, check.slug)) for check in CHECKS]
    said = [
        (check, outcome)
        for check, outcome in zip(CHECKS, outcomes, strict=True)
        if line["values"][check.slug] is not None  # type: ignore[index]
    ]
    evidence = weigh([one for one, _ in said], [one for _, one in said], calibration, Policy())
    return combine(evidence).total


def _limits(genuine: Sequence[Line]) -> dict[str, float]:
    """What 2 % of the genuine calibration documents exceed, by check and for the family."""
    scores = {check.slug: [_value(one, check.slug) for one in genuine] for check in CHECKS}
    scores["family"] = [total(one) for one in genuine]
    return {
        name: float(np.quantile(values, 1 - FALSE_ALARMS, method="higher")) if values else np.inf
        for name, values in scores.items()
    }


def _detected(forged: Sequence[Line], limits: dict[str, float]) -> dict[str, object]:
    """Share of documents above the limits of the calibration half: family and each check; and adverse under shipped rows."""
    found: dict[str, object] = {}
    for name, limit in limits.items():
        scores = [total(one) if name == "family" else _value(one, name) for one in forged]
        hits = sum(score > limit for score in scores)
        found[name] = {
            "hits": hits,
            "n": len(forged),
            "interval": interval(hits, len(forged)) if forged else None,
        }
    adverse = sum(total(one) >= NO_SUPPORT_BELOW for one in forged)
    found["adverse_as_shipped"] = {
        "hits": adverse,
        "n": len(forged),
        "interval": interval(adverse, len(forged)) if forged else None,
    }
    return found


def _false_alarms(genuine: Sequence[Line]) -> dict[str, object]:
    """Genuine test documents that the family, and each check, calls adverse under the shipped rows."""
    counts = {
        check.slug: sum(total(one, check.slug) >= NO_SUPPORT_BELOW for one in genuine) for check in CHECKS
    }
    family = sum(total(one) >= NO_SUPPORT_BELOW for one in genuine)
    return {
        "n": len(genuine),
        "family": family,
        "interval": interval(family, len(genuine)) if genuine else None,
        **counts,
    }


def _milliseconds(lines: Sequence[Line]) -> dict[str, float]:
    return {
        check.slug: round(1000 * float(np.median([one["seconds"][check.slug] for one in lines])), 1)  # type: ignore[index]
        for check in CHECKS
    }
