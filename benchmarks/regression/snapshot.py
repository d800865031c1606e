"""Everything that examinations say of a fixed set of images, as JSON, to the last bit: run before and after a change of structure.

    python -m benchmarks.regression.snapshot OUT.jsonl [--shared ../shared/data] [--jobs 2]
    python -m benchmarks.regression.snapshot --compare BEFORE.jsonl AFTER.jsonl

One line a document: its readings (characters with posteriors and places, page frame, visual zone, template, seals), the value,
weight and places of every outcome, and the verdict. Texts are left out: they may be reworded. The digest of the committed sample
documents and that of the shared images are printed; `OUT` may hold personal data of the shared images and is never committed.
A run that was stopped goes on where it was. Numbers are the same only with the same packages and kind of processor.
"""

import argparse
import csv
import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import cv2
import numpy as np

import docforensics as df
from docforensics.bench.loaders.manifest import load as load_manifest
from docforensics.checks.modes import RunMode
from docforensics.checks.renamed import RENAMED
from docforensics.document import Side
from docforensics.mrz.reading import MrzReading

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, SHARED = "samples", "shared"
INSPECTED_ON = date(2026, 11, 24)
NAME_BEFORE = {new: old for old, new in RENAMED.items()}
"""New id of a check -> the id that it had at f31cb4d."""
OFF_SINCE = "evaluatory"
"""Family of checks that was no family at f31cb4d: its checks stood in others."""
_LISTS = {"mrz": "file", "specimens": "path", "idcards": "file", "notes": "path", "recapture": "path"}
"""Folders of the shared data with a manifest, and the column that holds the path."""
_SPECTRAL = "spectral/de-specimen__{}.bmp"

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document to examine."""

    part: str
    """`SAMPLES` or `SHARED`."""
    name: str
    channel: str
    sides: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """By side: its kind, and by light (as `Capture.load` names it) the file."""


def sample_tasks() -> Iterator[Task]:
    """The committed sample documents, sides and lights together."""
    for item in load_manifest(ROOT / "sample_docs").items:
        sides: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for picture in item.pictures:
            sides[picture.side.value].append((picture.light.value, str(picture.file)))
        grouped = tuple((side, tuple(lights)) for side, lights in sides.items())
        yield Task(part=SAMPLES, name=item.id, channel=item.channel.value, sides=grouped)


def shared_tasks(root: Path) -> Iterator[Task]:
    """Every image that a manifest of the shared data names, as an upload, and the page in three lights."""
    for folder, column in _LISTS.items():
        with (root / folder / "manifest.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                light = "uv" if row.get("light", "").lower() == "uv" else "visible"
                path = str(root / folder / row[column])
                yield Task(
                    part=SHARED,
                    name=f"{folder}/{row[column]}",
                    channel="upload",
                    sides=(("other", ((light, path),)),),
                )
    lights = tuple((light, str(root / _SPECTRAL.format(light))) for light in ("visible", "uv", "ir"))
    yield Task(part=SHARED, name="spectral", channel="scanner", sides=(("data_page", lights),))


def snapshot(task: Task) -> Json:
    """Examine one document; an error of ours is a result like any other."""
    head: Json = {"part": task.part, "name": task.name}
    try:
        captures = [
            df.Capture.load(**dict(lights), side=side, channel=task.channel)  # type: ignore[arg-type]
            for side, lights in task.sides
        ]
        document = _examiner().read(captures, inspected_on=INSPECTED_ON)
        quick = df.read_mrz(captures[0])
    except df.DocforensicsError as error:
        return {**head, "error": type(error).__name__}
    report = _examiner().report(document)
    verdict = report.verdict
    return {
        **head,
        "sides": [_side(side) for side in document.sides],
        "quick": _zone(quick),
        "outcomes": {
            NAME_BEFORE.get(found.check, found.check): {
                "value": found.value,
                "log10_lr": found.log10_lr,
                "result": found.result.value,
                "margin": found.margin,
                "regions": [[place.side, place.light.value, *_box(place.box)] for place in found.regions],
            }
            for found in sorted(report.findings, key=lambda one: one.check)
        },
        "unchecked": {
            NAME_BEFORE.get(entry.check, entry.check): entry.result.value
            for entry in sorted(report.unchecked, key=lambda one: one.check)
        },
        "verdict": {
            "outcome": verdict.outcome.value,
            "score": verdict.score,
            "log10_lr": verdict.log10_lr,
            "families": {
                family: ratio
                for family, ratio in sorted(verdict.family_log10_lr.items())
                if family != OFF_SINCE
            },
            "coverage": verdict.coverage,
        },
    }


@cache
def _examiner() -> df.Examiner:
    # What is off by default since f31cb4d was run there; it weighs nothing in both.
    return df.Examiner(policy=df.Policy(run_modes={OFF_SINCE: RunMode.EVALUATORY}))


def _side(side: Side) -> Json:
    page, viz = side.page, side.viz
    return {
        "homography": _digest(page.frame.homography),
        "size_mm": list(page.size_mm),
        "px_per_mm": page.px_per_mm,
        "basis": page.basis.value,
        "outline": None if page.frame.outline is None else _digest(page.frame.outline),
        "quality": [
            page.quality.sharpness,
            page.quality.glare_share,
            page.quality.contrast,
            page.quality.edge_mm,
        ],
        "pixels": {light.value: _digest(pixels) for light, pixels in sorted(page.pixels.items())},
        "mrz": _zone(side.mrz_reading),
        "further": [_zone(zone) for zone in side.additional_zones],
        "lines": [[*_box(line.box), line.confidence] for line in viz.segments],
        "portraits": [None if box is None else _box(box) for box in (viz.portrait, viz.secondary_portrait)],
        "template": None if side.match is None else [side.match.template.digest, side.match.agreeing],
        "seals": [
            [seal.barcode.payload.hex(), seal.verification.status.value, seal.verification.reason.value]
            for seal in side.seals
        ],
    }


def _zone(reading: MrzReading | None) -> Json | None:
    if reading is None:
        return None
    characters = [character for line in reading.characters for character in line]
    return {
        "lines": list(reading.lines),
        "format": None if reading.format is None else reading.format.value,
        "engine": reading.engine,
        "posteriors": _digest(np.stack([character.posterior for character in characters])),
        "places": _digest(np.stack([character.corners for character in characters])),
    }


def _box(box: object) -> list[float]:
    return [getattr(box, edge) for edge in ("left", "top", "right", "bottom")]


def _digest(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def run(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """Examine what `out` does not hold yet, several at a time, and write a line as each ends."""
    done = {(row["part"], row["name"]) for row in read(out)} if out.exists() else set()
    left = [task for task in tasks if (task.part, task.name) not in done]
    with ProcessPoolExecutor(jobs, initializer=_one_thread) as pool, out.open("a", encoding="utf-8") as file:
        for number, row in enumerate(pool.map(snapshot, left), 1):
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
            file.flush()
            print(f"\r{number} of {len(left)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _one_thread() -> None:
    """Sums over pixels must not depend on how threads shared them."""
    cv2.setNumThreads(1)


def read(path: Path) -> list[Json]:
    """Rows of a snapshot."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def digest(rows: Sequence[Json], part: str) -> str:
    """SHA-256 over the rows of one part, in the order of their names."""
    texts = sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows if row["part"] == part)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def differences(before: object, after: object, place: str = "") -> Iterator[str]:
    """Name every place where two snapshots differ, with both values."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key), after.get(key), f"{place}/{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, pair in enumerate(zip(before, after, strict=True)):
            yield from differences(*pair, f"{place}[{index}]")
    elif before != after:
        yield f"{place}: {before} -> {after}"


def main() -> None:
    """Take a snapshot, or compare two."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--only", action="append", default=[], help="documents whose name holds this text")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"))
    options = parser.parse_args()
    if options.compare:
        before, after = (
            {f"{row['part']} {row['name']}": row for row in read(path)} for path in options.compare
        )
        both = before.keys() & after.keys()
        found = [line for name in sorted(both) for line in differences(before[name], after[name], name)]
        print(*found, f"{len(found)} differences in {len(both)} documents that both hold", sep="\n")
        sys.exit(bool(found))
    tasks = list(chain(sample_tasks(), shared_tasks(options.shared) if options.shared else ()))
    if options.only:
        tasks = [task for task in tasks if any(text in task.name for text in options.only)]
    run(tasks, options.out, options.jobs)
    rows = read(options.out)
    for part in (SAMPLES, SHARED):
        count = sum(row["part"] == part for row in rows)
        if count:
            print(part, count, digest(rows, part))


if __name__ == "__main__":
    main()
