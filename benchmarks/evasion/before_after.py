"""Two states of the code on the same documents as they are: `python -m benchmarks.evasion.before_after BEFORE AFTER`.

Both are rows of `benchmarks.evasion.run --plain`. Cllr, flagged genuine and missed forged documents by channel, each with its interval
over holders and the difference on the same resamples (`--without td3-1/border-reader` gives them once more without such captures); missed forgeries by species; forgeries on which any check of a family was
adverse, by species; and on how many documents each check measured. Where a document stands twice the last row counts.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.evasion.plain import FLAGGED
from benchmarks.evasion.run import NONE, read_rows
from benchmarks.evasion.table import is_forged
from benchmarks.provenance import RESULTS, provenance
from docforensics.bench.compare import Difference, compare
from docforensics.bench.metrics.bootstrap import estimates
from docforensics.checks.renamed import current_id
from docforensics.scoring.fit.ratios import cllr

FAMILIES = ("digital", "portrait", "security")
FIGURES = ("cllr", "bpcer", "apcer")
"""Cllr, genuine flagged, forged not flagged."""
Row = dict[str, Any]
Pair = tuple[Row, Row]


def pairs_of(before: Iterable[Row], after: Iterable[Row]) -> list[Pair]:
    """Give the rows of documents that are in both, as they are."""
    first, second = (
        {row["document"]: row for row in rows if row["manipulation"] == NONE} for rows in (before, after)
    )
    return [(first[name], second[name]) for name in sorted(first) if name in second]


def table(pairs: Sequence[Pair], *, draws: int, seed: int, without: Collection[str] = ()) -> dict[str, Any]:
    """Put the figures together; `without` names designs and channels (`DESIGN/CHANNEL`) that all are given without once more."""
    rest = [pair for pair in pairs if f"{pair[0]['design']}/{pair[0]['channel']}" not in without]
    groups = {f"all without {', '.join(without)}": rest} if without else {}
    channels = _groups(pairs, lambda row: row["channel"])
    forged = [pair for pair in pairs if is_forged(pair[0])]
    species = _groups(forged, lambda row: row["species"])
    return {
        "documents": len(pairs),
        "code": {
            name: dict(Counter(pair[place]["code"] for pair in pairs))
            for place, name in enumerate(("before", "after"))
        },
        "figures": {
            name: figures(members, draws=draws, seed=seed)
            for name, members in {"all": pairs, **groups, **channels}.items()
        },
        "missed_by_species": {name: _missed(members) for name, members in species.items()},
        "found_by_family": {
            family: {name: _found(members, family) for name, members in species.items()}
            for family in FAMILIES
        },
        "measured": _measured(pairs),
    }


def _groups(pairs: Iterable[Pair], by: Callable[[Row], str]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[by(pair[0])].append(pair)
    return dict(sorted(found.items()))


def figures(pairs: Sequence[Pair], *, draws: int, seed: int) -> dict[str, Any]:
    """Give each figure before and after, and the difference with its interval over holders."""
    sides = [[_answer(pair[place]) for pair in pairs] for place in (0, 1)]
    alike = {"settings": {"normalisation": "as they are"}, "provenance": {}}
    runs = [{**alike, "answers": {"docforensics": answers}} for answers in sides]
    differences = compare(*runs, draws=draws, seed=seed).systems["docforensics"]
    return {
        "genuine": sum(not is_forged(one) for one, _ in pairs),
        "forged": sum(is_forged(one) for one, _ in pairs),
        "cllr_intervals": [_cllr_interval(answers, draws=draws, seed=seed) for answers in sides],
        **{name: _told(differences[name]) for name in FIGURES},
    }


def _answer(row: Row) -> dict[str, Any]:
    return {
        "document": row["document"],
        "label": "forged" if is_forged(row) else "genuine",
        "group": row["holder"],
        "score": row["log10_lr"],
        "log10_lr": row["log10_lr"],
        "flagged": row["outcome"] in FLAGGED,
    }


def _cllr_interval(answers: Sequence[Mapping[str, Any]], *, draws: int, seed: int) -> list[float | None]:
    def of(which: Iterable[int]) -> dict[str, float | None]:
        chosen = [answers[place] for place in which]
        bona, attack = (
            [one["log10_lr"] for one in chosen if one["label"] == label] for label in ("genuine", "forged")
        )
        return {"cllr": cllr(bona, attack) if bona and attack else None}

    found = estimates(of, [one["group"] for one in answers], draws=draws, seed=seed)["cllr"]
    return [None, None] if found is None else [_rounded(found.low), _rounded(found.high)]


def _told(one: Difference) -> dict[str, Any]:
    change = {name: _rounded(value) for name, value in asdict(one.change).items()}
    return {"before": _rounded(one.first), "after": _rounded(one.second), "change": change}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _missed(pairs: Sequence[Pair]) -> dict[str, int]:
    before, after = (sum(pair[place]["outcome"] not in FLAGGED for pair in pairs) for place in (0, 1))
    return {"n": len(pairs), "before": before, "after": after}


def _found(pairs: Sequence[Pair], family: str) -> dict[str, int]:
    before, after = (
        sum(
            any(current_id(check).startswith(f"{family}.") for check in pair[place]["adverse"])
            for pair in pairs
        )
        for place in (0, 1)
    )
    return {"n": len(pairs), "before": before, "after": after}


def _measured(pairs: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """Count by check the documents on which it measured, and whether it weighed on any of them before."""
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    weighed: set[str] = set()
    for pair in pairs:
        for place in (0, 1):
            counts[place].update({current_id(check) for check in pair[place]["measured"]})
        weighed |= {current_id(check) for check, weight in pair[0]["measured"].items() if weight}
    return {
        check: {"before": counts[0][check], "after": counts[1][check], "weighed_before": check in weighed}
        for check in sorted(counts[0] | counts[1])
    }


def markdown(found: Mapping[str, Any]) -> str:
    """Write the tables for people."""
    lines = [
        "# Before and after on the same documents, as they are",
        "",
        f"{found['documents']} documents; code: {found['code']}. Intervals 95 % over holders.",
        "",
        "| channel | genuine | forged | Cllr before | after | change | genuine flagged | forged missed |",
        "|---|---|---|---|---|---|---|---|",
        *(_figure_line(name, one) for name, one in found["figures"].items()),
        "",
        "Forgeries that were not flagged, and on which a check of the family was adverse: before / after.",
        "",
        f"| species | n | missed | {' | '.join(FAMILIES)} |",
        f"|---|---|---|{'---|' * len(FAMILIES)}",
    ]
    for species, missed in found["missed_by_species"].items():
        cells = [found["found_by_family"][family][species] for family in FAMILIES]
        told = " | ".join(f"{one['before']} / {one['after']}" for one in (missed, *cells))
        lines.append(f"| {species} | {missed['n']} | {told} |")
    lines += ["", "| check | measured before | after | weighed before |", "|---|---|---|---|"]
    lines += [
        f"| `{check}` | {one['before']} | {one['after']} | {'yes' if one['weighed_before'] else ''} |"
        for check, one in found["measured"].items()
    ]
    return "\n".join(lines) + "\n"


def _figure_line(name: str, one: Mapping[str, Any]) -> str:
    cllr_told, change = one["cllr"], one["cllr"]["change"]
    before, after = (f"{low} to {high}" for low, high in one["cllr_intervals"])
    shares = " | ".join(
        f"{100 * one[figure]['before']:.1f} % / {100 * one[figure]['after']:.1f} %"
        for figure in ("bpcer", "apcer")
    )
    return (
        f"| {name} | {one['genuine']} | {one['forged']} | {cllr_told['before']} ({before}) | {cllr_told['after']} ({after}) "
        f"| {change['value']} ({change['low']} to {change['high']}) | {shares} |"
    )


def main() -> None:
    """Compare, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--without", nargs="+", default=(), metavar="DESIGN/CHANNEL")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, default=RESULTS / "evasion-before-after.json")
    parser.add_argument("--markdown", type=Path, default=RESULTS / "evasion-before-after.md")
    options = parser.parse_args()
    pairs = pairs_of(read_rows([options.before]), read_rows([options.after]))
    found = table(pairs, draws=options.draws, seed=options.seed, without=options.without)
    text = markdown(found)
    print(text)
    told = {"question": "evasion-before-after", **provenance(), "seed": options.seed, "draws": options.draws}
    options.json.write_text(json.dumps({**told, **found}, indent=1) + "\n", encoding="utf-8")
    options.markdown.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
