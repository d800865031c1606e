"""A template of four holders, updated with six more, against those of four and of all ten learned at once.

    python -m benchmarks.templates.update SETS --design td3-2 --channel flatbed --out benchmarks/results/templates-update.json

SETS is what `benchmarks.evasion.sets` draws. Templates are learned from the documents of the calibration half that are kept for them (three
lights); the test half is examined with each, forged and genuine captured alike. Counts of false alarms are left out everywhere, so the total of
a document is that of its findings under the shipped bounds; what is compared is the order of totals (AUC), what is adverse, and the time.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.evasion.templates import learned, learned_from
from benchmarks.provenance import provenance
from docforensics.bench.loaders import load_data_set
from docforensics.bench.metrics.rates import auc
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.capture.side import Capture
from docforensics.counting import examiner_of
from docforensics.mrz.engines import load_engine
from docforensics.revising.caught import adverse_checks
from docforensics.revising.growth import growth
from docforensics.templates.learning.aligned_stack import read_sheet
from docforensics.templates.learning.update import with_further
from docforensics.templates.model import Template
from docforensics.templates.registration.register import TemplateMatch, register

FIRST = 4
"""Holders of the former revision."""


def matches(template: Template, captures: list[Capture]) -> list[TemplateMatch]:
    """Lay captures on a template; those that do not lie there are left out."""
    engine = load_engine()
    sheets = [read_sheet(capture, number, engine) for number, capture in enumerate(captures)]
    found = [register(sheet.capture, sheet.page, template) for sheet in sheets]
    return [one.match for one in found if one]


def templates(design: str, captures: list[Capture]) -> tuple[dict[str, Template], dict[str, float]]:
    """The three templates by name, and CPU seconds to make each."""
    made, seconds = {}, {}
    for name, some in (("four", captures[:FIRST]), ("ten", captures)):
        start = time.process_time()
        made[name] = learned(design, "data-page", some, range(len(some)))
        seconds[name] = round(time.process_time() - start, 1)
    start = time.process_time()
    further = matches(made["four"], captures[FIRST:])
    made["updated"] = with_further(made["four"], further, n_holders=len(further))
    seconds["updated"] = round(time.process_time() - start, 1)
    return made, seconds


def asked(template: Template, folder: Path) -> dict[str, Any]:
    """Examine every document of a folder with one template."""
    examiner = examiner_of(template)
    totals: dict[bool, list[float]] = {False: [], True: []}
    outcomes: Counter[str] = Counter()
    adverse: Counter[str] = Counter()
    for item in load_data_set(folder).items:
        sides = captures_of(prepare(item, None, AS_PUBLISHED))
        report = examiner.examine(list(sides), inspected_on=INSPECTED_ON)
        label = "forged" if item.is_forged else "genuine"
        totals[item.is_forged].append(report.verdict.log10_lr)
        outcomes[f"{label} {report.verdict.outcome}"] += 1
        adverse.update(f"{label} {check}" for check in adverse_checks(report))
    return {
        "auc": round(auc(np.array(totals[False]), np.array(totals[True])), 4),
        "documents": {"genuine": len(totals[False]), "forged": len(totals[True])},
        "outcomes": dict(sorted(outcomes.items())),
        "adverse": dict(sorted(adverse.items())),
    }


def main() -> None:
    """Learn, update, examine, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, help="folder with calibration/ and test/")
    parser.add_argument("--design", default="td3-2")
    parser.add_argument("--channel", default="flatbed")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    captures = learned_from(options.sets / "calibration" / f"{options.design}-border-reader")["data-page"]
    made, seconds = templates(options.design, captures)
    folder = options.sets / "test" / f"{options.design}-{options.channel}"
    result = {
        "provenance": provenance(),
        "design": options.design,
        "channel": options.channel,
        "captures": {name: template.n_captures for name, template in made.items()},
        "make_cpu_s": seconds,
        "growth": [
            {
                "light": str(one.light),
                "figure": one.figure,
                "before": round(one.before, 3),
                "after": round(one.after, 3),
            }
            for one in growth(made["four"], made["updated"])
        ],
        "test": {name: asked(template, folder) for name, template in made.items()},
    }
    text = json.dumps(result, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
