"""One capture is enough to be useful, twenty are better: what a template finds by how many captures it was learned from.

    python -m benchmarks.templates.learning_curve --out benchmarks/results/templates-learning.json

Flatbed scans (300 ppi, white light) of Utopia's passport, series 2. Templates are learned from 1, 2, 5, 10 and 20 scans, one
a holder, with nothing named by hand. Found is what the shipped row of the check calls adverse, as an examination does;
detection and false alarms are counted on holders of the test half, forged and genuine scans made alike. Beside it stands the
largest value over genuine scans of holders of the calibration half that no template saw. What is measured are the checks
of the print against the template.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.provenance import provenance
from docforensics.bench.metrics.rates import auc
from docforensics.capture.images import load_images
from docforensics.capture.side import Capture
from docforensics.checks.outcome import Measured
from docforensics.checks.portrait import portrait_ring
from docforensics.checks.security import background_print, faint_print, print_technique
from docforensics.document import Document, Side
from docforensics.mrz.engines import load_engine
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.shares import share_interval
from docforensics.templates.learning.aligned_stack import AlignedSheet, read_sheet
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template
from docforensics.templates.registration.placing import PagePoints
from docforensics.templates.registration.register import register
from docforensics.viz.model import VizReading
from sample_docs.generator.forge import Severity
from sample_docs.generator.jobs import Job, make

COUNTS = (1, 2, 5, 10, 20)
SPECIES = {
    "data-mechanical": "background_print",
    "photo-physical-both": "portrait_ring",
    "counterfeit-inkjet": "print_technique",
    "ovd-missing": "faint_print",
}
"""Each with the check that its marks belong to."""
CHECKS = {
    "background_print": background_print.measure,
    "portrait_ring": portrait_ring.measure,
    "print_technique": print_technique.measure,
    "faint_print": faint_print.measure,
}
_LEARN, _GENUINE, _TEST = 100, 140, 101
"""First holders: even numbers are the calibration half, odd ones the test half."""
_SEED = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Sheets of one group, found once for all templates."""

    name: str
    sheets: tuple[AlignedSheet, ...]


def scanned(holder: int, species: str = "") -> AlignedSheet:
    """One scan, and its page."""
    job = Job(
        design="td3-2",
        copy=holder,
        holder=holder,
        channel="flatbed",
        ppi=300,
        seed=_SEED,
        species=species,
        severity=Severity.ORDINARY,
    )
    (made,) = (one for one in make(job) if one.row.light == "white")
    (image,) = load_images(made.image)
    return read_sheet(Capture.load(visible=image, channel="scanner"), holder, _ENGINE)


_ENGINE = load_engine()


def values(template: Template, sheet: AlignedSheet) -> dict[str, float] | None:
    """What each check measures on a page; None for a page that does not fit, of which they say nothing."""
    found = register(sheet.capture, sheet.page, template, PagePoints(sheet.page))
    if found is None:
        return None
    side = Side(capture=sheet.capture, page=found.page, mrz_reading=None, viz=VizReading(), match=found.match)
    document = Document(sides=(side,), mrz=None, mrz_side=None, inspected_on=date(2026, 11, 25))
    outcomes = {name: measure(document) for name, measure in CHECKS.items()}
    return {name: one.value if isinstance(one, Measured) else 0.0 for name, one in outcomes.items()}


def measured(learn: Sequence[AlignedSheet], groups: Sequence[Pages]) -> dict[str, object]:
    """Learn from these sheets and count on the groups: `calibration`, `genuine` and the species."""
    start = time.process_time()
    template = learn_template(
        [sheet.capture for sheet in learn], engine=_ENGINE, learned_on=date(2026, 11, 25)
    )
    seconds = time.process_time() - start
    found = {pages.name: [values(template, sheet) for sheet in pages.sheets] for pages in groups}
    seen = {name: [one for one in pages if one is not None] for name, pages in found.items()}
    largest = {check: max(one[check] for one in seen["calibration"]) for check in CHECKS}
    alarms = sum(any(adverse(check, one[check]) for check in CHECKS) for one in seen["genuine"])
    return {
        "captures": len(learn),
        "holders": template.n_holders,
        "learn_cpu_s": round(seconds, 1),
        "genuine_at_most": {name: round(value, 3) for name, value in largest.items()},
        "false_alarms": [alarms, len(found["genuine"])],
        "do_not_fit": {name: len(pages) - len(seen[name]) for name, pages in found.items()},
        "species": {
            species: _counted(seen["genuine"], seen[species], check, pages=len(found[species]))
            for species, check in SPECIES.items()
        },
    }


def adverse(check: str, value: float) -> bool:
    """Whether the shipped row calls a value adverse."""
    family = "portrait" if check == "portrait_ring" else "security"
    return load_calibration().row(f"{family}.{check}").log10_lr(min(value, 1e6)) >= NO_SUPPORT_BELOW


def _counted(
    genuine: Sequence[dict[str, float]], forged: Sequence[dict[str, float]], check: str, *, pages: int
) -> dict[str, object]:
    """Count what a check finds of all pages; the area is over those that fit."""
    hits = sum(adverse(check, one[check]) for one in forged)
    low, high = share_interval(hits, pages)
    both = genuine and forged
    area = auc(*(np.array([one[check] for one in some]) for some in (genuine, forged))) if both else None
    return {
        "check": check,
        "n": pages,
        "detected": hits,
        "interval": [round(low, 3), round(high, 3)],
        "auc": None if area is None else round(float(area), 3),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=24, help="of each group")
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    learn = [scanned(_LEARN + 2 * number) for number in range(max(options.counts))]
    test = [_TEST + 2 * number for number in range(options.pages)]
    groups = [
        Pages(name="calibration", sheets=tuple(scanned(_GENUINE + 2 * n) for n in range(options.pages))),
        Pages(name="genuine", sheets=tuple(scanned(holder) for holder in test)),
        *(Pages(name=name, sheets=tuple(scanned(holder, name) for holder in test)) for name in SPECIES),
    ]
    print(f"{len(groups) * options.pages} pages found", flush=True)
    curve = []
    for count in options.counts:
        curve.append(measured(learn[:count], groups))
        print(json.dumps(curve[-1]), flush=True)
    record = {"provenance": provenance(), "seed": _SEED, "pages": options.pages, "curve": curve}
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        draw(curve, options.out.with_suffix(".png"))


def draw(curve: Sequence[dict[str, object]], file: Path) -> None:
    """The detection by captures, a line a species, with 95 % intervals."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (slow to import)

    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    counts = [one["captures"] for one in curve]
    for number, species in enumerate(SPECIES):
        rows = [one["species"][species] for one in curve]  # type: ignore[index]  # JSON
        share = np.array([row["detected"] / row["n"] for row in rows])
        ends = np.abs(np.array([row["interval"] for row in rows]).T - share)
        axes.errorbar(np.array(counts) * 1.02**number, share, ends, marker="o", capsize=3, label=species)
    alarms = np.array([one["false_alarms"][0] / one["false_alarms"][1] for one in curve])  # type: ignore[index]  # JSON
    axes.plot(np.array(counts, dtype=float), alarms, "k--", marker="x", label="false alarms, genuine")
    axes.set(xscale="log", xticks=counts, xticklabels=counts, ylim=(-0.03, 1.03))
    axes.set(xlabel="genuine captures the template was learned from", ylabel="share of test pages found")
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend(loc="center right")
    figure.savefig(file, dpi=130)


if __name__ == "__main__":
    main()
