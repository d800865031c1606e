"""The model card of a channel: what a design that was never seen must expect, written from what was fitted and measured."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.designs.figures import DesignFigures, DesignSpread
from benchmarks.designs.real import ShippedFit, Standings
from benchmarks.designs.spread import far_words
from benchmarks.designs.verdicts import ALONE, REAL
from benchmarks.designs.work import BARE
from docforensics.bench.calibration_card import NEVER_IN_A_PICTURE, checks_section
from docforensics.bench.score import estimate_text
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import ConditionFit
from docforensics.scoring.outcomes import Examined

Found = Mapping[str, Any]
"""What `benchmarks.designs.fit.measured` gives."""
FIGURES = {
    "cllr": "Cllr (bits)",
    "cllr_cal": "Cllr - Cllr min (bits)",
    "eer": "equal error rate (%)",
    "bpcer": "genuine flagged (%)",
    "apcer": "forged missed (%)",
}
BARS: Mapping[str, Mapping[str, float]] = {
    "border-reader": {"cllr": 0.12, "cllr_cal": 0.03, "eer": 3, "bpcer": 2, "apcer": 8},
    "flatbed": {"cllr": 0.35, "bpcer": 2, "apcer": 15},
    "photo": {"cllr": 0.45, "bpcer": 2, "apcer": 25},
    "messenger": {"cllr": 0.45, "bpcer": 2, "apcer": 25},
}
"""What issue 24 asks for with a template, of rows bounded by the number of designs alone, at most."""
_PLURAL = {"design": "s", "press": "es", "device": "s"}
_HALF = 0.5
"""Share of the variance between designs from which a check is named."""


def card(
    found: Found, documents: Sequence[Examined], shipped: Calibration, tables: Sequence[str]
) -> dict[str, str]:
    """Write the cards, by channel; `tables` are lines on what was fitted on."""
    channels = sorted({one.capture.removesuffix(BARE) for one in documents})
    return {
        channel: "\n".join(_channel(channel, found, documents, shipped, tables)).rstrip() + "\n"
        for channel in channels
    }


def table_lines(digests: Mapping[str, str]) -> list[str]:
    """Name the tables of a fit on its cards."""
    return [f"- `{name}`: sha256 `{digest}`" for name, digest in sorted(digests.items())]


def _channel(
    channel: str,
    found: Found,
    documents: Sequence[Examined],
    shipped: Calibration,
    tables: Sequence[str],
) -> Iterator[str]:
    yield from (f"# Fit over designs: {channel}", "")
    yield "Written by `python -m benchmarks.designs.fit`; not by hand. Every design is drawn at random, printed and captured by presses and devices of"
    yield "its own; the designs that are tested on were never fitted on. A ratio is about the document, never about the person."
    yield ""
    yield from tables
    yield f"- Never tested, since no capture of a page shows them: {'; '.join(NEVER_IN_A_PICTURE)}."
    yield ""
    for capture, words in ((channel, "With a template"), (channel + BARE, "Without a template")):
        members = [one for one in documents if one.capture == capture]
        if members:
            yield from (f"## {words}", "")
            yield from _capture(capture, found, members, shipped)


def _capture(capture: str, found: Found, members: Sequence[Examined], shipped: Calibration) -> Iterator[str]:
    conditions = {one.condition.name for one in members if one.has_template or capture.endswith(BARE)}
    # What ships where real captures refused rows: its weights and bounds are others.
    fits = [found["rule"][one.condition].fit or one for one in found["fits"] if one.condition in conditions]
    for one in fits:
        yield from _fitted(one, _genuine_alone(one, members))
    if not fits:
        yield "Nothing was fitted: fewer than ten designs, or too few documents. All weights are judgement."
        yield ""
    for title, group in (
        ("Other designs", "figures"),
        ("Utopia's series, on which the checks were developed", "utopia"),
    ):
        if figures := found[group].get(capture):
            yield from (f"### {title}", "")
            yield from _figures(figures, BARS.get(capture, {}) if group == "figures" else {})
    if costs := found["bound_costs"].get(capture):
        yield from _costs(costs)
    yield from _curve(found["curve"], capture)
    if permuted := found["permuted"].get(capture):
        yield (
            f"Labels dealt anew inside each design: totals of {permuted['documents']:.0f} documents lie within {permuted['least']:+.2f} and "
            f"{permuted['most']:+.2f}, {100 * permuted['beyond']:.1f} % beyond 0.1."
        )
        yield ""
    for one in fits:
        yield from _rule(found["rule"][one.condition])
        yield from _apart(found, one.condition)
        yield from checks_section(one, shipped.judged)


def _genuine_alone(one: ConditionFit, members: Sequence[Examined]) -> int:
    """Count the designs of a fit that have genuine documents alone."""
    fitted = [own for own in members if own.split == "calibration" and own.condition.name == one.condition]
    with_forged = {own.design for own in fitted if own.is_forged}
    return max(one.units["design"] - len(with_forged), 0)


def _fitted(one: ConditionFit, alone: int) -> Iterator[str]:
    units = ", ".join(f"{count} {kind}{_PLURAL[kind] * (count != 1)}" for kind, count in one.units.items())
    further = f", {alone} of the designs with genuine documents alone" if alone else ""
    yield f"`{one.condition}`: {one.n_genuine} genuine and {one.n_forged} forged documents of {units} fitted{further}; folds keep apart by {', '.join(one.apart)}."
    low, high = one.combination.log10_lr_min, one.combination.log10_lr_max
    points = ", ".join(f"{share:.0%}: {at:+.2f}" for share, at in one.combination.false_alarms) or "none"
    yield f"Totals go from {low:+.2f} to {high:+.2f}. log10 LR without bounds that at most a share of genuine documents of a new design reaches: {points}."
    yield ""


def _figures(figures: Mapping[str, DesignFigures], bars: Mapping[str, float]) -> Iterator[str]:
    first = next(iter(figures.values()))
    yield (
        f"{first.whole.n_genuine} genuine and {first.whole.n_forged} forged documents of {first.designs} designs; policy `balanced`; 95 % intervals "
        "over designs."
    )
    yield ""
    yield f"| figure | {' | '.join(figures)} | asked of the first |"
    yield "|---|" + "---|" * (len(figures) + 1)
    for name, words in FIGURES.items():
        cells = [
            estimate_text(one.whole.figures.get(name), percent=not name.startswith("cllr"))
            for one in figures.values()
        ]
        yield f"| {words} | {' | '.join(cells)} | {bars.get(name, '-')} |"
    for name, words in (
        ("cllr", "Cllr by design"),
        ("flagged", "flagged by design (%)"),
        ("missed", "missed by design (%)"),
    ):
        cells = [_spread(one.by_design.get(name), percent=name != "cllr") for one in figures.values()]
        yield f"| {words}: median, worst tenth, worst | {' | '.join(cells)} | - |"
    yield f"| most genuine documents of one design flagged | {' | '.join(str(one.most_flagged) for one in figures.values())} | {'3 of 24' if bars else '-'} |"
    yield f"| at ALERT: genuine, forged | {' | '.join(_alerts(one) for one in figures.values())} | - |"
    yield ""
    yield from _species(figures)


def _spread(one: DesignSpread | None, *, percent: bool) -> str:
    if one is None:
        return "-"
    numbers = (one.median, one.worst_tenth, one.worst)
    cells = [f"{100 * n:.0f}" if percent else f"{n:.2f}" for n in numbers]
    return f"{', '.join(cells)} ({one.worst_design})"


def _alerts(one: DesignFigures) -> str:
    return f"{one.alerts['genuine']}, {one.alerts['forged']}"


def _species(figures: Mapping[str, DesignFigures]) -> Iterator[str]:
    yield f"| forged and not flagged (%) | {' | '.join(figures)} |"
    yield "|---|" + "---|" * len(figures)
    for name in next(iter(figures.values())).missed:
        cells = [estimate_text(one.missed[name], percent=True) for one in figures.values()]
        yield f"| `{name}` | {' | '.join(cells)} |"
    yield ""


def _costs(costs: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    yield "What the bound by real evidence costs: documents that are flagged once this check alone is free of it."
    yield ""
    yield from ("| check | at most, log10 LR | forged | genuine |", "|---|---|---|---|")
    for check, cost in sorted(costs.items(), key=lambda entry: (-entry[1]["forged"], entry[0])):
        yield f"| `{check}` | {cost['most_percent'] / 100:.2f} | {cost['forged']} | {cost['genuine']} |"
    yield ""


def _curve(curve: Mapping[int, Mapping[str, Any]], capture: str) -> Iterator[str]:
    known = [points[capture] for points in curve.values() if capture in points]
    if not known:
        return
    yield f"Learning curve, {ALONE}, on the same other designs:"
    yield ""
    yield f"| designs of the fit | {' | '.join(str(one.fitted) for one in known)} |"
    yield "|---|" + "---|" * len(known)
    for name, words in FIGURES.items():
        cells = [
            estimate_text(one.tested.whole.figures.get(name), percent=not name.startswith("cllr"))
            for one in known
        ]
        yield f"| {words} | {' | '.join(cells)} |"
    yield ""


def _rule(one: ShippedFit) -> Iterator[str]:
    if not one.captures:
        yield f"No real capture is of this condition: whether rows ship rests on designs alone; `{REAL}` counts what was counted elsewhere."
        yield ""
        return
    yield (
        f"Real captures: {one.captures}, {one.documents} documents. Documents flagged for a reason that is not true of the print, and of those at ALERT; captures of forged "
        f"ones above their genuine twin, and flagged; under each policy on what was not counted (held / free): without these rows {_standing(one.without)}, with all of them "
        f"{_standing(one.as_fitted)}, with those that ship {_standing(one.shipped)}."
    )
    if one.fit is None:
        yield "Nothing of this condition ships."
    yield from (f"- `{check}` does not ship: {why}" for check, why in sorted(one.refused.items()))
    yield ""


def _standing(one: Standings) -> str:
    return " / ".join(f"{each.flagged}, {each.alerts}, {each.above_twin}, {each.found}" for each in one.each)


def _apart(found: Found, condition: str) -> Iterator[str]:
    variance = found["variance"].get(condition, {})
    for kind, shares in variance.items():
        named = [f"`{check}` {share:.2f}" for check, share in sorted(shares.items()) if share >= _HALF]
        if named:
            yield f"- At least half of the variance of genuine documents lies between {kind}{_PLURAL[kind]} for {len(named)} checks: {', '.join(named)}."
    for words, group in (("Utopia's series", "distance_utopia"), ("Real captures", "distance_real")):
        if distance := found[group].get(condition):
            yield f"- {words} beside the designs of the fit, genuine medians: {far_words(distance)}."
    if variance or found["distance_utopia"].get(condition) or found["distance_real"].get(condition):
        yield ""
