"""Fits over designs, tests on others, and writes a model card a channel: `python -m benchmarks.designs.fit TABLE... --real ROWS... -o OUT`.

TABLE is of `benchmarks.designs.table`; of `TABLE@flatbed` that channel alone is taken. Designs of the calibration split are fitted on, those of the test split are tested on, and those of tables named with
`--seen`, which were tested on once and looked at since, are fitted on whatever their split. Utopia's own series stand apart and are never fitted on. ROWS are real
captures (`benchmarks.real`, of notes, cards and pairs): a row that makes them worse does not ship; `--real-scans ROWS` states that they are scans of prints. Written are `designs.toml` (what would ship), `designs.json`, and `designs-CHANNEL.md`. Nothing is installed.
"""

import argparse
import hashlib
import json
import shlex
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.designs.card import card, table_lines
from benchmarks.designs.figures import DesignFigures, bound_costs, design_figures
from benchmarks.designs.real import RealCapture, ShippedFit, as_scanned, real_captures, shipped_fit
from benchmarks.designs.sets import UTOPIA
from benchmarks.designs.spread import distances, shares_of_variance
from benchmarks.designs.table import AGAIN, TablePart, origins
from benchmarks.designs.verdicts import ALONE, REAL, judgings
from benchmarks.designs.work import BARE
from benchmarks.provenance import RESULTS, provenance
from docforensics.bench.cache import write_result
from docforensics.errors import CalibrationError, UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import ConditionFit, fit, to_toml
from docforensics.scoring.fit.folds import check_designs, check_splits
from docforensics.scoring.fit.units import KINDS
from docforensics.scoring.outcomes import Examined

SIZES = (10, 20, 40, 80)
"""Designs of the learning curve."""
PERMUTED = 3
"""Runs with labels that say nothing."""
NEAR = 0.1
"""log10 LR that totals of a permuted run may reach."""
Documents = tuple[Examined, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignTable:
    """The documents of a table by what they are for."""

    fitted: Documents
    tested: Documents
    utopia: Documents
    """Of the series that the checks were developed on."""

    @classmethod
    def of(cls, documents: Sequence[Examined]) -> "DesignTable":
        """Sort documents; one that its template did not fit is tested, and not fitted on as one without a template besides.

        CalibrationError where a document stands twice, or a holder or a design at random in two splits.
        """
        check_splits(documents)
        rest = [one for one in documents if one.design not in UTOPIA]
        check_designs(rest)
        twice = [name for name, count in Counter(one.document for one in documents).items() if count > 1]
        if twice:
            raise CalibrationError(
                f"{twice[0]} and {len(twice) - 1} more documents stand in the tables twice: give each table once"
            )
        return cls(
            fitted=tuple(one for one in rest if one.split == "calibration" and _is_fitted(one)),
            tested=tuple(one for one in rest if one.split == "test"),
            utopia=tuple(one for one in documents if one.design in UTOPIA),
        )

    @property
    def designs(self) -> list[str]:
        """Of the fit, in an order of their hashes: the first of them are as good as any. Those with genuine documents alone come last."""
        with_forged = self.with_forged
        return sorted(
            {one.design for one in self.fitted},
            key=lambda name: (name not in with_forged, hashlib.sha256(name.encode()).hexdigest()),
        )

    @property
    def with_forged(self) -> frozenset[str]:
        """Designs of the fit that have forged documents."""
        return frozenset(one.design for one in self.fitted if one.is_forged)

    def of_first(self, count: int) -> Documents:
        """The documents of the first designs."""
        names = set(self.designs[:count])
        return tuple(one for one in self.fitted if one.design in names)


def _is_fitted(one: Examined) -> bool:
    return one.has_template or one.capture.endswith(BARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One capture in the learning curve."""

    fitted: int
    """Designs that its condition was fitted on: fewer than were asked for, where a design had no template."""
    tested: DesignFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """How figures are made."""

    shipped: Calibration
    name: str
    draws: int
    seed: int

    def fit(
        self, documents: Documents, kept: Mapping[str, frozenset[str]] | None = None
    ) -> tuple[ConditionFit, ...]:
        """Fit over designs."""
        return fit(documents, self.shipped.judged, data_set=self.name, by_design=True, kept=kept or {})

    def figures(
        self, documents: Documents, all_rows: Sequence[ConditionFit], shipping: Sequence[ConditionFit]
    ) -> tuple[dict[str, dict[str, DesignFigures]], dict[str, dict[str, dict[str, int]]]]:
        """Measure every capture under every judging; and what bounds by real evidence cost, by capture and check."""
        found: dict[str, dict[str, DesignFigures]] = {}
        costs = {}
        ways = {**judgings(shipping, self.shipped), ALONE: judgings(all_rows, self.shipped)[ALONE]}
        for capture, members in by_capture(documents).items():
            found[capture] = {}
            for name, judging in ways.items():
                figures, verdicts = design_figures(members, judging, draws=self.draws, seed=self.seed)
                found[capture][name] = figures
                if name == REAL:
                    costs[capture] = bound_costs(members, judging, verdicts)
        return found, costs

    def curve(self, table: DesignTable) -> dict[int, dict[str, CurvePoint]]:
        """Fit on more and more designs, bounded by their number alone; without the captures whose condition too few of them give."""
        known = sorted({len(table.with_forged), len(table.designs)} - {0})
        sizes = [*(size for size in SIZES if known and size < known[0]), *known]
        found: dict[int, dict[str, CurvePoint]] = {}
        grown: dict[str, int] = {}
        for size in sizes:
            fits = self.fit(table.of_first(size))
            judging = judgings(fits, self.shipped)[ALONE]
            # Designs that were examined with their template alone add nothing without one.
            fitted = {
                one.condition: one.units["design"]
                for one in fits
                if one.units["design"] > grown.get(one.condition, 0)
            }
            grown |= fitted
            found[size] = {
                capture: CurvePoint(
                    fitted=fitted[_condition_of(members)],
                    tested=design_figures(members, judging, draws=self.draws // 5 or 1, seed=self.seed)[0],
                )
                for capture, members in by_capture(table.tested).items()
                if _condition_of(members) in fitted
            }
        return found

    def permuted(self, table: DesignTable) -> dict[str, dict[str, float]]:
        """Fit on labels dealt anew inside each design, and say how far totals lie from 0 on the others.

        Designs with genuine documents alone are left out: no label of theirs can be dealt, so that the others' would tell something.
        """
        totals: dict[str, list[float]] = defaultdict(list)
        dealt = tuple(one for one in table.fitted if one.design in table.with_forged)
        for seed in range(PERMUTED):
            fits = self.fit(relabelled(dealt, seed))
            fitted = {one.condition for one in fits}
            judging = judgings(fits, self.shipped)[ALONE]
            for capture, members in by_capture(table.tested).items():
                here = [one for one in members if one.condition.name in fitted]
                totals[capture] += [verdict.log10_lr for verdict in judging.verdicts(here)]
        return {
            capture: {
                "documents": len(found),
                "least": round(min(found), 3),
                "most": round(max(found), 3),
                "beyond": sum(abs(total) > NEAR for total in found) / len(found),
            }
            for capture, found in totals.items()
            if found
        }

    def rule(
        self, table: DesignTable, fits: Sequence[ConditionFit], captures: Sequence[RealCapture]
    ) -> dict[str, ShippedFit]:
        """Apply the rule of shipping to every condition."""
        return {
            one.condition: shipped_fit(one, self.shipped.judged, captures, self._refit(table, one.condition))
            for one in fits
        }

    def _refit(self, table: DesignTable, condition: str) -> Callable[[frozenset[str]], ConditionFit | None]:
        here = tuple(one for one in table.fitted if one.condition.name == condition)
        return lambda kept: next(iter(self.fit(here, {condition: kept})), None)


def by_capture(documents: Sequence[Examined]) -> dict[str, Documents]:
    """Group documents by channel, with and without template; those of one label alone are left out."""
    groups: dict[str, list[Examined]] = defaultdict(list)
    for one in documents:
        groups[one.capture].append(one)
    return {
        name: tuple(members)
        for name, members in sorted(groups.items())
        if len({one.is_forged for one in members}) == 2
    }


def _condition_of(members: Documents) -> str:
    """Name the condition of most documents of a capture, but of those that their template did not fit."""
    named = Counter(one.condition.name for one in members if _is_fitted(one))
    return named.most_common(1)[0][0] if named else ""


def relabelled(documents: Documents, seed: int) -> Documents:
    """Deal the labels of each design and capture anew among its documents."""
    rng = np.random.default_rng(seed)
    groups: dict[tuple[str, str], list[Examined]] = defaultdict(list)
    for one in sorted(documents, key=lambda one: one.document):
        groups[one.design, one.capture].append(one)
    return tuple(
        replace(one, is_forged=other.is_forged, species=other.species)
        for members in groups.values()
        for one, other in zip(
            members, [members[place] for place in rng.permutation(len(members))], strict=True
        )
    )


def measured(table: DesignTable, captures: Sequence[RealCapture], measuring: Measuring) -> dict[str, Any]:
    """Fit, apply the rule, and measure all there is to say."""
    fits = measuring.fit(table.fitted)
    rule = measuring.rule(table, fits, captures)
    shipping = [one.fit for one in rule.values() if one.fit is not None]
    figures, costs = measuring.figures(table.tested, fits, shipping)
    genuine = {
        name: [one for one in own if not one.is_forged] for name, own in _conditions(table.fitted).items()
    }
    real = _conditions([one.examined for one in captures])
    utopia = _conditions(table.utopia)
    return {
        "fits": fits,
        "rule": rule,
        "shipping": shipping,
        "figures": figures,
        "bound_costs": costs,
        "utopia": measuring.figures(table.utopia, fits, shipping)[0],
        "curve": measuring.curve(table),
        "permuted": measuring.permuted(table),
        "variance": {
            name: {kind: shares_of_variance(own, kind) for kind in KINDS} for name, own in genuine.items()
        },
        "distance_utopia": {name: distances(own, utopia.get(name, ())) for name, own in genuine.items()},
        "distance_real": {name: distances(own, real.get(name, ())) for name, own in genuine.items()},
    }


def _conditions(documents: Sequence[Examined]) -> dict[str, list[Examined]]:
    groups: dict[str, list[Examined]] = defaultdict(list)
    for one in documents:
        groups[one.condition.name].append(one)
    return dict(sorted(groups.items()))


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=TablePart.named, metavar="TABLE[@CHANNEL]")
    parser.add_argument(
        "--seen",
        nargs="+",
        type=TablePart.named,
        default=(),
        metavar="TABLE[@CHANNEL]",
        help="designs that were tested once and looked at since: fitted on, whatever their split",
    )
    parser.add_argument("--real", nargs="*", type=Path, default=(), metavar="ROWS")
    parser.add_argument(
        "--real-scans",
        nargs="*",
        type=Path,
        default=(),
        metavar="ROWS",
        help="further ones, of published scans: taken for what a scanner shows",
    )
    parser.add_argument("--name", default="designs at random")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--several-codes", action="store_true", help="fit tables that differ in code")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    parts = (*options.tables, *options.seen)
    origin = origins(dict.fromkeys(part.file for part in parts))
    if len(codes_of(origin)) > 1 and not options.several_codes:
        raise UsageError(
            f"designs were measured by {', '.join(codes_of(origin))}: measure them by one, or say --several-codes where no check's values changed"
        )
    documents = [one for part in options.tables for one in part.documents()]
    documents += [
        one if one.design in UTOPIA else replace(one, split="calibration")
        for part in options.seen
        for one in part.documents()
    ]
    measuring = Measuring(
        shipped=Calibration.load(), name=options.name, draws=options.draws, seed=options.seed
    )
    real = (*real_captures(options.real), *as_scanned(real_captures(options.real_scans)))
    found = measured(DesignTable.of(documents), real, measuring)
    write_result(options.out / "designs.toml", to_toml(found["shipping"]).encode())
    digests = {str(part): _digest(part.file) for part in parts}
    digests |= {
        f"{file.name} (real captures)": _digest(file) for file in (*options.real, *options.real_scans)
    }
    for channel, text in card(
        found,
        documents,
        measuring.shipped,
        [*table_lines(digests), *_seen_lines(options.seen), *_origin_lines(origin)],
    ).items():
        write_result(options.out / f"designs-{channel}.md", text.encode())
        print(text)
    told = {
        "question": "designs",
        "command": shlex.join(["python", "-m", "benchmarks.designs.fit", *sys.argv[1:]]),
        **provenance(),
        "seed": options.seed,
        "draws": options.draws,
        "tables": digests,
        "codes": codes_of(origin),
        "dirty": _dirty(origin),
        "plans": _plans(origin),
        "conditions": {capture: _condition_of(own) for capture, own in by_capture(documents).items()},
        "rule": {name: asdict(replace(one, fit=None)) for name, one in found["rule"].items()},
        "figures": _plain(found["figures"]),
        "utopia": _plain(found["utopia"]),
        "curve": {
            size: {name: asdict(one) for name, one in own.items()} for size, own in found["curve"].items()
        },
        **{
            name: found[name]
            for name in ("bound_costs", "permuted", "variance", "distance_utopia", "distance_real")
        },
    }
    write_result(options.out / "designs.json", (json.dumps(told, indent=1, default=dict) + "\n").encode())


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


Origin = Mapping[str, Mapping[str, Any]]


def codes_of(origin: Origin) -> list[str]:
    """Name the codes that designs, or checks of them anew, were measured by (`table.origins`)."""
    anew = {code for checks in origin.get(AGAIN, {}).values() for code in checks.values()}
    return sorted({*origin["code"].values(), *anew})


def _anew(origin: Origin) -> list[str]:
    """State which checks were measured anew, on how many designs, and by which code."""
    told = Counter(pair for checks in origin.get(AGAIN, {}).values() for pair in checks.items())
    return [
        f"- `{check}` measured anew on {count} designs by code {code}."
        for (check, code), count in sorted(told.items())
    ]


def _dirty(origin: Origin) -> list[str]:
    return sorted({file for files in origin["dirty"].values() for file in files})


def _plans(origin: Origin) -> list[str]:
    return sorted({_without_design(plan) for plan in origin["plan"].values() if plan})


def _without_design(plan: str) -> str:
    return json.dumps(
        {key: value for key, value in json.loads(plan).items() if key != "design"}, sort_keys=True
    )


def _origin_lines(origin: Origin) -> list[str]:
    """State code and plans on a card."""
    lines = [f"- Measured by code {', '.join(codes_of(origin)) or 'unknown'}."]
    lines += _anew(origin)
    lines += [f"- Plan: `{plan}`." for plan in _plans(origin)]
    if dirty := _dirty(origin):
        lines.append(f"- Changed beside the commit: {', '.join(dirty)}.")
    return lines


def _seen_lines(seen: Sequence[TablePart]) -> list[str]:
    """State on a card which tables are of designs that were tested on before."""
    named = ", ".join(f"`{part}`" for part in seen)
    return [f"- Tested on once, looked at since, and fitted on here: the designs of {named}."] * bool(seen)


def _plain(figures: Mapping[str, Mapping[str, DesignFigures]]) -> dict[str, Any]:
    return {capture: {name: asdict(one) for name, one in own.items()} for capture, own in figures.items()}


if __name__ == "__main__":
    main()
