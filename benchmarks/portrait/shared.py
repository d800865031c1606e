"""The portrait's checks on published cards and prints: `python -m benchmarks.portrait.shared ../shared/data -o OUT`.

Cards as in `benchmarks.security.idcards`: templates of one or two genuine photos, genuine and forged re-encoded alike at quality 75,
85, 95 and as PNG. All genuine images besides are examined with the shipped templates; a finding of this family on any of them is a
false alarm. Nothing is chosen by these figures.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path

import cv2

from benchmarks.portrait.measure import CHECKS
from benchmarks.provenance import provenance
from benchmarks.security.detect import registered
from benchmarks.security.idcards import LEARNED_AT, QUALITIES, encoded, mask_of, ways
from benchmarks.security.table import interval
from docforensics.checks.outcome import Measured
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.policy import Policy
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.scoring.weigh import weigh
from docforensics.templates.learning.learn import learn_template

Row = dict[str, object]


def main() -> None:
    """Look at the cards, then at all genuine images."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    cards = list(on_templates(options.shared / "idcards"))
    genuine = [row for row in cards if row["label"] == "genuine"]
    alarms = sum(bool(row["adverse"]) for row in genuine)
    prints = as_shipped(options.shared)
    result = {
        **provenance(),
        "cards": cards,
        "genuine_on_templates": {
            "n": len(genuine),
            "adverse": alarms,
            "interval": interval(alarms, len(genuine)),
        },
        "as_shipped": prints,
    }
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: result[name] for name in ("genuine_on_templates", "as_shipped")}, indent=1))


def on_templates(folder: Path) -> Iterator[Row]:
    """Every genuine and forged card at every quality, on a template of other photos of its model."""
    for way in ways(folder):
        captures = [encoded(folder / name, LEARNED_AT) for name in way.learned]
        template = learn_template(captures, model=("XXX", "I", 0, 0), size="ID1")
        for quality in QUALITIES:
            for name in (way.genuine, *way.forged):
                document = registered(encoded(folder / name, quality), template)
                row: Row = {
                    "way": way.name,
                    "file": name,
                    "quality": quality or "png",
                    "label": "genuine" if name == way.genuine else "forged",
                    "mask_mm2": _masked(folder, name, document) if name != way.genuine else 0.0,
                    **judged(document),
                }
                print(json.dumps(row), flush=True)
                yield row


def _masked(folder: Path, name: str, document: Document) -> float:
    """Square millimetres that were altered, to tell a swapped portrait from an edited field."""
    side = document.sides[0]
    image = side.capture.primary
    mask = mask_of(folder, name, (image.height, image.width))
    return round(float(mask.sum()) / side.page.quality.px_per_mm**2, 1)


def judged(document: Document) -> Row:
    """Values of the family, and what it weighs under the shipped rows."""
    outcomes = [run_check(check, document) for check in CHECKS]
    evidence = weigh(CHECKS, outcomes, load_calibration(), Policy())
    total = combine(evidence).total
    return {
        "fits": document.sides[0].match is not None,
        "values": {
            check.slug: round(one.value, 3)
            for check, one in zip(CHECKS, outcomes, strict=True)
            if isinstance(one, Measured)
        },
        "log10_lr": round(total, 3),
        "adverse": [one.check for one in evidence if one.log10_lr >= NO_SUPPORT_BELOW],
    }


def as_shipped(shared: Path) -> Row:
    """Findings of the family on all genuine images, with the shipped templates."""
    examiner = Examiner()
    n, alarms, looked = 0, list[str](), 0
    for path in _genuine(shared):
        findings = [one for one in examiner.examine(path).findings if one.family == "portrait"]
        n += 1
        looked += any(one.value is not None for one in findings)
        if any(one.log10_lr >= NO_SUPPORT_BELOW for one in findings):
            alarms.append(path.name)
    return {"n": n, "measured": looked, "adverse": alarms, "interval": interval(len(alarms), n)}


def _genuine(shared: Path) -> Iterator[Path]:
    """Images of both folders that their manifests do not call forged."""
    for folder in (shared / "idcards", shared / "mrz"):
        with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                name = row.get("file") or row.get("filename") or ""
                if row.get("label", "genuine") not in ("forged", "attack") and (folder / name).is_file():
                    yield folder / name


if __name__ == "__main__":
    main()
