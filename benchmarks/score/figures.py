"""Figures of the test split under fitted weights and under judgement: `python -m benchmarks.score.figures TABLE...`.

A table is what `docforensics calibrate` keeps (outcomes.jsonl). The fit is the shipped one, or that of `--calibration FILE`.
`--without-template TABLE` holds the same documents examined without any template, and is compared with it.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.provenance import RESULTS, provenance
from docforensics.bench.score import ScoreFigures, estimate_text, score_figures
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.outcomes import Examined, read_outcomes
from docforensics.scoring.policy import Policy

NAMES = ("cllr", "cllr_cal", "eer", "detection", "bpcer", "apcer")


def read(files: Sequence[Path]) -> tuple[Examined, ...]:
    """Read the test split of tables."""
    found = (one for file in files for one in read_outcomes(file.open(encoding="utf-8"), file.name))
    return tuple(one for one in found if one.split == "test")


def measured(
    table: Sequence[Examined], calibrations: Mapping[str, Calibration], *, draws: int, seed: int
) -> dict[str, dict[str, ScoreFigures]]:
    """Measure each condition and series under each calibration."""
    groups: dict[str, list[Examined]] = {}
    for one in table:
        name = f"{one.condition.name} ({one.model}, {one.capture})"
        groups.setdefault(name, []).append(one)
    return {
        name: {
            kind: score_figures(members, calibration, Policy.load(), draws=draws, seed=seed)
            for kind, calibration in calibrations.items()
        }
        for name, members in sorted(groups.items())
        if len({one.is_forged for one in members}) == 2
    }


def show(title: str, found: Mapping[str, Mapping[str, ScoreFigures]]) -> None:
    """Print the figures as Markdown."""
    for name, kinds in found.items():
        first = next(iter(kinds.values()))
        print(f"\n## {title}: {name}, {first.n_genuine} genuine, {first.n_forged} forged\n")
        print("| figure | " + " | ".join(kinds) + " |\n|---|" + "---|" * len(kinds))
        for figure in NAMES:
            cells = [
                estimate_text(kind.figures.get(figure), percent=not figure.startswith("cllr"))
                for kind in kinds.values()
            ]
            print(f"| {figure} | {' | '.join(cells)} |")
        for species in first.species:
            cells = [estimate_text(kind.species[species], percent=True) for kind in kinds.values()]
            print(f"| APCER at BPCER 2 %, {species} | {' | '.join(cells)} |")
        for kind_name, kind in kinds.items():
            print(f"\n{kind_name}: {dict(kind.outcomes)}")


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--without-template", nargs="*", default=(), type=Path)
    parser.add_argument("--calibration", type=Path, help="a fit that is not shipped")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, default=RESULTS / "score-figures.json")
    options = parser.parse_args()
    own = [options.calibration] if options.calibration else []
    fitted = Calibration.load(beside=own)
    calibrations = {"fitted": fitted, "judgement": fitted.judged}
    parts = {}
    for title, files in (
        ("with a template", options.tables),
        ("without a template", options.without_template),
    ):
        found = measured(read(files), calibrations, draws=options.draws, seed=options.seed)
        show(title, found)
        parts[title] = {
            name: {kind: asdict(one) for kind, one in kinds.items()} for name, kinds in found.items()
        }
    document = {
        "question": "score-figures",
        **provenance(),
        "seed": options.seed,
        "draws": options.draws,
        "tables": {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in (*options.tables, *options.without_template)
        },
        "calibration": fitted.digest,
        "figures": parts,
    }
    options.json.write_text(json.dumps(document, indent=1, default=dict) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
