"""What keeps genuine documents of new designs from CLEAR, and which forged ones reach it: `python -m benchmarks.designs.clear --first 1410 --n 8 --rows ROWS -o OUT`.

A design at random is drawn, a template learned of its holders' border-reader captures, as an authority does, and other holders' documents are examined
with it on every channel, through the public `Examiner`. Told are outcomes by channel, and for genuine documents the first claim that does not hold, with its code.
Intervals are over designs (a design is drawn whole: 95 % of 2,000 resamples). Rows are kept, one a document: a design that has rows is not measured again.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np

from benchmarks.designs.sets import CHANNELS, RANDOM, DesignPlan, DrawnItem, drawn
from benchmarks.designs.work import learned_of
from benchmarks.provenance import code_now, codes_of, provenance
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.score import FLAGGED
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.errors import InputError
from docforensics.examiner import Examiner
from docforensics.report.report import Report
from docforensics.templates.store import TemplateStore

Row = Mapping[str, Any]
_DRAWS = 2000
_SEED = 0


def measured(plan: DesignPlan, code: str) -> Iterator[Row]:
    """Draw and learn one design; give a row for each document that its template was not learned of."""
    with TemporaryDirectory(prefix=f"clear-{plan.design}-") as folder:
        documents = drawn(plan, Path(folder))
        learned = learned_of(plan, [one.item for one in documents if one.is_of_template])
        if learned.why:
            yield {"design": plan.design, "code": code, "not_learned": learned.why}
            return
        examiner = Examiner(templates=TemplateStore(learned.templates))
        for one in documents:
            if not one.is_of_template:
                yield {"design": plan.design, "code": code, **_row(examiner, one)}


def _row(examiner: Examiner, one: DrawnItem) -> Row:
    item = one.item
    row = {
        "document": item.id,
        "channel": item.capture,
        "forged": item.is_forged,
        "species": item.species,
        "severity": item.severity,
    }
    try:
        captures = list(captures_of(prepare(item, None, AS_PUBLISHED)))
        return {**row, **_told(examiner.examine(captures, inspected_on=INSPECTED_ON))}
    except InputError as error:
        return {**row, "unreadable": f"{type(error).__name__}: {error}"}


def _told(report: Report) -> Row:
    verdict = report.verdict
    return {
        "outcome": str(verdict.outcome),
        "log10_lr": round(verdict.log10_lr, 2),
        "open": [f"{one.claim}: {one.why or one.state}" for one in verdict.unverified],
    }


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Count outcomes by channel and label, with intervals over designs, and what keeps genuine documents from CLEAR."""
    examined = [row for row in rows if "outcome" in row]
    figures: dict[str, Any] = {}
    for channel in sorted({row["channel"] for row in examined}):
        own = [row for row in examined if row["channel"] == channel]
        genuine, forged = ([row for row in own if row["forged"] is label] for label in (False, True))
        figures[channel] = {
            "genuine": _shares(genuine),
            "forged": _shares(forged),
            "clear_forged": sorted(
                Counter(row["species"] for row in forged if row["outcome"] == "CLEAR").items()
            ),
            "keeps_from_clear": Counter(
                row["open"][0] if row["open"] else "evidence"
                for row in genuine
                if row["outcome"] == "INCONCLUSIVE"
            ).most_common(),
        }
    return {
        "designs": len({row["design"] for row in rows}),
        "not_learned": {row["design"]: row["not_learned"] for row in rows if "not_learned" in row},
        "unreadable": sum("unreadable" in row for row in rows),
        "channels": figures,
    }


def _shares(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "documents": len(rows),
        "clear": _share(rows, ("CLEAR",)),
        "flagged": _share(rows, FLAGGED),
    }


def _share(rows: Sequence[Row], outcomes: Collection[str]) -> dict[str, Any]:
    """The number of documents, their share, and its interval over designs."""
    by_design: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        by_design[row["design"]].append(row["outcome"] in outcomes)
    counts = np.array([(sum(own), len(own)) for own in by_design.values()], float).reshape(-1, 2)
    if not len(counts):
        return {"count": 0}
    drawn_designs = np.random.default_rng(_SEED).integers(len(counts), size=(_DRAWS, len(counts)))
    totals = counts[drawn_designs].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], (0.025, 0.975))
    return {
        "count": int(counts[:, 0].sum()),
        "share": round(float(counts[:, 0].sum() / counts[:, 1].sum()), 3),
        "interval": [round(float(low), 3), round(float(high), 3)],
    }


def _read(file: Path) -> list[Row]:
    return (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    )


def planned(options: argparse.Namespace) -> Iterable[DesignPlan]:
    """One plan a design; nothing is counted on the template's own documents."""
    for number in range(options.first, options.first + options.n):
        yield DesignPlan(
            design=f"{RANDOM}{number:04d}",
            split="test",
            channels=tuple(options.channels),
            template=options.template,
            genuine=options.genuine,
            forged=options.forged,
            seed=options.seed,
            count=False,
        )


def main() -> None:
    """Measure what has no rows, and tell of all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", type=int, default=1410, help="number of the first design at random")
    parser.add_argument("--n", type=int, default=8, help="designs at random")
    parser.add_argument("--channels", nargs="+", default=CHANNELS, choices=CHANNELS)
    parser.add_argument("--template", type=int, default=6, help="holders that each template is learned from")
    parser.add_argument("--genuine", type=int, default=4)
    parser.add_argument("--forged", type=int, default=5)
    parser.add_argument("--seed", type=int, default=4800)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    code = code_now()
    done = {row["design"] for row in _read(options.rows)}
    for plan in planned(options):
        if plan.design not in done:
            found = list(measured(plan, code))
            with options.rows.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(row, default=str) + "\n" for row in found)
            print(plan.design, dict(Counter(row.get("outcome", "none") for row in found)), flush=True)
    rows = _read(options.rows)
    told = {
        "question": "designs-clear",
        **summary(rows),
        "codes": codes_of(rows),
        "seed": options.seed,
        **provenance(),
    }
    print(json.dumps(told["channels"], indent=1))
    if options.out:
        options.out.write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
