"""Banknotes under UV without a template: paper that glows behind its print, with limits of other types.

    python -m benchmarks.real.notes_uv ../shared/data/notes

Each picture is encoded anew alike (`--quality`, 0 for PNG) and examined by itself. For every type the limit is the middle between the genuine picture of the *other*
types on which most print stands dark on a glow and the forged one of them on which least does; it is asked of the type that it never saw. The shipped
limit, set on all types, is asked by the check as it is. Pictures that show the same are counted once.
"""

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.provenance import RESULTS, provenance
from benchmarks.real.examine import INSPECTED_ON, encoded
from benchmarks.real.folders import FORGED, GENUINE
from benchmarks.real.table import clopper_pearson
from docforensics.capture.images import load_images
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.security._glowing_paper import MOST_OTHER, PRINTED_SHARE
from docforensics.checks.security.uv_dull import ground_of
from docforensics.examiner import Examiner

QUALITIES = (75, 85, 95, 0)
CHECK = "security.uv_dull"
_SAME = 2.0
"""Mean difference of grey levels, at 64 x 48, up to which pictures show the same; different ones differ by 4.4 and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one picture gave."""

    file: str
    label: str
    kind: str
    """Type of the note."""
    printed: float
    other_hues: float
    is_adverse: bool
    """Whether the check as it is shipped is adverse in an examination."""

    @property
    def value(self) -> float:
        """What a limit is asked of: nothing where other hues show luminescent print."""
        return self.printed if self.other_hues < MOST_OTHER else 0.0


def limit_of(answers: Iterable[Answer]) -> float:
    """Give the middle between the largest genuine and the smallest forged value; the shipped limit where one of them is not there."""
    by_label: dict[str, list[float]] = {GENUINE: [], FORGED: []}
    for answer in answers:
        by_label[answer.label].append(answer.value)
    if not all(by_label.values()):
        return PRINTED_SHARE
    return (max(by_label[GENUINE]) + min(by_label[FORGED])) / 2


def summary(answers: Sequence[Answer]) -> dict[str, Any]:
    """Count accused and found ones: by limits of other types, and by the check as it is."""
    limits = {
        kind: limit_of(one for one in answers if one.kind != kind)
        for kind in sorted({one.kind for one in answers})
    }
    left_out = {one.file: one.value > limits[one.kind] for one in answers}
    rows = {
        label: {
            "by_limits_of_other_types": _count([left_out[one.file] for one in answers if one.label == label]),
            "by_the_check": _count([one.is_adverse for one in answers if one.label == label]),
            "values": sorted(round(one.value, 5) for one in answers if one.label == label),
        }
        for label in (GENUINE, FORGED)
    }
    return {**rows, "limits_by_type_left_out": {kind: round(limit, 5) for kind, limit in limits.items()}}


def _count(adverse: Sequence[bool]) -> dict[str, Any]:
    return {
        "adverse": sum(adverse),
        "of": len(adverse),
        "interval": clopper_pearson(sum(adverse), len(adverse)),
    }


def distinct(rows: Sequence[dict[str, str]], folder: Path) -> list[dict[str, str]]:
    """Leave out pictures that show what an earlier one shows."""
    kept: list[tuple[dict[str, str], Any]] = []
    for row in rows:
        pixels = load_images(folder / row["path"])[0].pixels
        small = cv2.resize(pixels, (64, 48), interpolation=cv2.INTER_AREA).astype(np.float32)
        if all(float(np.abs(small - other).mean()) > _SAME for _, other in kept):
            kept.append((row, small))
    return [row for row, _ in kept]


def answer_of(row: dict[str, str], folder: Path, examiner: Examiner, quality: int) -> Answer:
    """Examine one picture under UV, by itself."""
    capture = Capture.load(uv=encoded(folder / row["path"], quality or None), channel=Channel.UPLOAD)
    document = examiner.read(capture, inspected_on=INSPECTED_ON)
    ground = ground_of(document.sides[0])
    report = examiner.report(document)
    return Answer(
        file=row["path"],
        label=row["label"],
        kind=row["document_type"],
        printed=ground.printed if ground else 0.0,
        other_hues=ground.other_hues if ground else 0.0,
        is_adverse=any(one.check == CHECK for one in report.reasons),
    )


def main() -> None:
    """Examine and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quality", type=int, nargs="*", default=QUALITIES, help="JPEG qualities, 0 for PNG")
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "real-notes-uv.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    with (options.folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["light"] == "uv"]
    asked = distinct(rows, options.folder)
    examiner = Examiner(templates=())
    found = {
        str(quality or "png"): summary([answer_of(row, options.folder, examiner, quality) for row in asked])
        for quality in options.quality
    }
    facts = {"pictures": len(rows), "distinct": len(asked), "shipped_limit": PRINTED_SHARE}
    text = json.dumps({"question": options.out.stem, **provenance(), **facts, "by_quality": found}, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
