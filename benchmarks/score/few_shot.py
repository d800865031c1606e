"""Few genuine documents of a source that was never fitted: `python -m benchmarks.score.few_shot TABLE --like CONDITION`.

TABLE holds captures of another channel. Of its genuine documents 5, 10, 20 and 40 are drawn by seed and given to the
few-shot step; the others are questioned, forged ones beside them. A holder is never on both sides. The curve shows, under the policy
`balanced`, genuine documents flagged and forged ones missed against the number given, median and range over the draws.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from benchmarks.provenance import RESULTS, provenance
from docforensics.checks.registry import declared_modes
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import few_shot
from docforensics.scoring.model import OutcomeClass
from docforensics.scoring.outcomes import Examined, read_outcomes
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import verdict_of

GIVEN = (0, 5, 10, 20, 40)
FLAGGED = frozenset({OutcomeClass.REFER, OutcomeClass.ALERT})


def rates(
    table: Sequence[Examined], given: Sequence[Examined], calibration: Calibration, like: str
) -> dict[str, float]:
    """Flag rates of the documents of all other holders, after the given ones moved the thresholds."""
    if given:
        moved = calibration.with_shift(few_shot(given, calibration, like=like))
    else:
        moved = borrowed(calibration, table, like)
    holders = {one.holder for one in given}
    rest = [one for one in table if one.holder not in holders]
    policy, declared = Policy.load(), declared_modes()
    flags = {
        kind: [
            verdict_of(one, moved, policy, declared).outcome in FLAGGED
            for one in rest
            if one.is_forged == kind
        ]
        for kind in (False, True)
    }
    return {"bpcer": float(np.mean(flags[False])), "apcer": 1 - float(np.mean(flags[True]))}


def borrowed(calibration: Calibration, table: Sequence[Examined], like: str) -> Calibration:
    """Take the rows of the other condition as they are, with nothing moved."""
    genuine = [one for one in table if not one.is_forged]
    still = few_shot(genuine, calibration, like=like).changed(checks={}, total=0.0)
    return calibration.with_shift(still)


def curve(
    table: Sequence[Examined], calibration: Calibration, like: str, *, draws: int, seed: int
) -> dict[int, list[dict[str, float]]]:
    """Draw the given documents again and again."""
    rng = np.random.default_rng(seed)
    genuine = [one for one in table if not one.is_forged]
    found = {}
    for count in GIVEN:
        if count > len(genuine) // 2:
            continue
        picks = [rng.choice(len(genuine), count, replace=False) for _ in range(draws if count else 1)]
        found[count] = [rates(table, [genuine[k] for k in pick], calibration, like) for pick in picks]
    return found


def draw(found: dict[int, list[dict[str, float]]], file: Path, title: str) -> None:
    """Draw both rates against the number of documents given."""
    figure = Figure(figsize=(6.4, 4.0))
    axes = figure.subplots()
    for name, colour, words in (
        ("bpcer", "#0b5394", "genuine flagged"),
        ("apcer", "#a61c00", "forged not flagged"),
    ):
        values = [np.array([one[name] for one in found[count]]) * 100 for count in found]
        axes.plot(list(found), [np.median(v) for v in values], "o-", color=colour, label=words)
        axes.fill_between(
            list(found), [v.min() for v in values], [v.max() for v in values], color=colour, alpha=0.15
        )
    axes.axhline(3, color="#555555", linewidth=0.8, linestyle="--")
    axes.set(
        xlabel="genuine documents of one's own",
        ylabel="per cent",
        title=title,
        xticks=list(found),
        ylim=(0, 100),
    )
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(file, dpi=130)


def main() -> None:
    """Measure, draw and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--like", required=True)
    parser.add_argument("--calibration", type=Path)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--picture", type=Path, default=RESULTS / "score-few-shot.png")
    parser.add_argument("--json", type=Path, default=RESULTS / "score-few-shot.json")
    options = parser.parse_args()
    table = read_outcomes(options.table.open(encoding="utf-8"), options.table.name)
    calibration = Calibration.load(beside=[options.calibration] if options.calibration else [])
    found = curve(table, calibration, options.like, draws=options.draws, seed=options.seed)
    for count, rows in found.items():
        for name in ("bpcer", "apcer"):
            values = np.array([row[name] for row in rows]) * 100
            print(
                f"{count:3d} given: {name} median {np.median(values):.1f} % ({values.min():.1f} to {values.max():.1f})"
            )
    captures = ", ".join(sorted({one.capture for one in table}))
    draw(found, options.picture, f"{captures}, under the weights of {options.like}")
    counts = {kind: sum(one.is_forged == kind for one in table) for kind in (False, True)}
    document = {
        "question": "score-few-shot",
        **provenance(),
        "seed": options.seed,
        "like": options.like,
        "captures": captures,
        "n_genuine": counts[False],
        "n_forged": counts[True],
        "curve": {str(count): rows for count, rows in found.items()},
    }
    options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
