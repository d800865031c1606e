"""The MRZ in infrared: `python -m benchmarks.zones.infrared --split test --n 40`.

Utopia's pages through the border reader, white and infrared: genuine; the zone, or its last line, printed with a dye; one
character of a field (and its digits) printed again with a dye, in OCR-B. Reported is the share flagged by `mrz.infrared`
under its shipped row, which looks at nothing but the two pictures.
"""

import argparse
import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from benchmarks.provenance import provenance
from benchmarks.zones.edits import FIELDS, changed
from benchmarks.zones.make import DESIGNS
from benchmarks.zones.read import laid_out_by_mrz
from benchmarks.zones.table import interval
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.mrz.infrared import measure
from docforensics.checks.outcome import Measured
from docforensics.examiner import Examiner
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.forge import truth
from sample_docs.generator.forge.retype import differing
from sample_docs.generator.ink import DYE_BLACK
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.lights import Light
from sample_docs.generator.people import holder
from sample_docs.generator.sheet import Sheet

RESULT = Path("benchmarks/results/zones-infrared.json")


def main() -> None:
    """Draw, read and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=("test", "calibration"))
    parser.add_argument("--n", type=int, default=40)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--result", type=Path, default=RESULT)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    examiner = Examiner(templates=())
    row = load_calibration().rows["mrz.infrared"]
    holders = [index for index in range(8000) if holder(index).split == options.split][: options.n]
    values: dict[str, list[float | None]] = defaultdict(list)
    for number, who in enumerate(holders):
        sheet = sheets(
            Job(
                design=DESIGNS[number % len(DESIGNS)],
                copy=who,
                holder=who,
                channel="border-reader",
                seed=options.seed,
            )
        )[0]
        rng = np.random.default_rng([options.seed, who])
        for kind, altered in kinds(sheet, FIELDS[number % len(FIELDS)], rng):
            values[kind].append(measured(examiner, altered, int(rng.integers(2**31))))
        print(
            number + 1,
            "of",
            len(holders),
            {kind: found[-1] and round(found[-1], 2) for kind, found in values.items()},
            flush=True,
        )
    table = {kind: summarised(found, row.log10_lr) for kind, found in values.items()}
    print(json.dumps(table, indent=1))
    options.result.write_text(json.dumps({"provenance": provenance(), "table": table}, indent=1) + "\n")


def kinds(sheet: Sheet, field: str, rng: np.random.Generator) -> Iterator[tuple[str, Sheet]]:
    """Yield the kinds of one sheet."""
    lines = truth.mrz_texts(sheet)
    yield "genuine", sheet
    yield "zone in a dye", in_dye(sheet, len(lines))
    yield "one line in a dye", in_dye(sheet, 1)
    yield "field in a dye", retouched(sheet, truth.composed(sheet, changed(sheet.record, field, rng)))


def in_dye(sheet: Sheet, n_lines: int) -> Sheet:
    """Print the last lines of the zone with a dye."""
    altered = sheet
    for line in truth.mrz_texts(sheet)[-n_lines:]:
        altered = altered.with_element(dataclasses.replace(line, ink=DYE_BLACK))
    return altered


def retouched(sheet: Sheet, lines: tuple[str, ...]) -> Sheet:
    """Print the characters that change with a dye, in their cells."""
    blanked = tuple(
        "".join(" " if a != b else b for a, b in zip(old, new, strict=True))
        for old, new in zip(sheet.mrz, lines, strict=True)
    )
    fresh = [
        dataclasses.replace(new, ink=DYE_BLACK, name=f"retouched-{row}-{index}")
        for row, (old, text) in enumerate(zip(truth.mrz_texts(sheet), lines, strict=True))
        for index, (_, new) in enumerate(differing(old, text))
    ]
    bare = dataclasses.replace(truth.with_mrz(sheet, blanked), mrz=lines)
    return dataclasses.replace(bare, personal=(*bare.personal, *fresh))


def measured(examiner: Examiner, sheet: Sheet, seed: int) -> float | None:
    """Give what the check measures on one page; None when it abstains."""
    shots = {shot.view.light: shot for shot in CHANNELS["border-reader"].shots(sheet.design, seed)}
    capture = Capture.load(
        visible=take(sheet, shots[Light.WHITE])[0],
        ir=take(sheet, shots[Light.IR])[0],
        channel=Channel.SCANNER,
    )
    document = laid_out_by_mrz(examiner, capture)
    outcome = measure(document) if document else None
    return outcome.value if isinstance(outcome, Measured) else None


def summarised(found: list[float | None], log10_lr: object) -> dict[str, object]:
    """Count what is flagged."""
    values = sorted(value for value in found if value is not None)
    hits = sum(log10_lr(value) >= NO_SUPPORT_BELOW for value in values)  # type: ignore[operator]
    return {
        "n": len(found),
        "abstained": len(found) - len(values),
        "flagged": interval(hits, len(found)),
        "median": float(np.median(values)),
        "range": (values[0], values[-1]),
    }


if __name__ == "__main__":
    main()
