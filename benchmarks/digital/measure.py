"""Reads sample documents in pairs and measures them: the forged page, and its genuine twin under the same mask."""

import csv
import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.digital.maps import BASELINES, MAPS, baseline, on_page, shape_of
from docforensics.bench.metrics.rates import auc
from docforensics.capture.side import Capture
from docforensics.checks.evaluatory import grid_shift
from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.support.native_image import native_sides
from docforensics.document import Document
from docforensics.examiner import Examiner

INSPECTED_ON = date(2026, 11, 24)
_FAMILIES = ("digital", "portrait", "evaluatory")
CHECKS = tuple(
    check for check in discover_checks(()) if check.family in _FAMILIES and check.slug != "uv_fibres"
)
ID = {check.slug: check.id for check in CHECKS}
"""Of the calibration row, by slug: no slug is in both families."""
Row = dict[str, str]
Mask = NDArray[np.bool_]
Line = dict[str, object]


def measure(folder: Path, out: Path, *, seconds: float, split: str = "") -> int:
    """Append a line for each pair of a folder (of one split) that has none yet, for so many seconds; gives how many are left."""
    known = {str(line["pair"]) for line in lines([out])} if out.is_file() else set()
    waiting = [
        (name, pair) for name, pair in pairs(folder) if name not in known and split in pair[1]["split"]
    ]
    examiner, begun = Examiner(), time.monotonic()
    with out.open("a", encoding="utf-8") as file:
        while waiting and time.monotonic() - begun < seconds:
            name, (genuine, forged) = waiting.pop(0)
            file.write(json.dumps({"pair": name, **_pair(examiner, folder, genuine, forged)}) + "\n")
            file.flush()
    return len(waiting)


def pairs(folder: Path) -> Iterator[tuple[str, tuple[Row, Row]]]:
    """Every forged page in white light with its genuine twin, by a name that tells sets apart."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["light"] == "white"]
    by_id = {row["document_id"]: row for row in rows}
    for row in rows:
        if row["species"] and row["twin"] in by_id:
            yield f"{row['seed']}/{row['document_id']}", (by_id[row["twin"]], row)


def lines(files: list[Path]) -> Iterator[Line]:
    """What was measured so far."""
    for path in files:
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _pair(examiner: Examiner, folder: Path, genuine: Row, forged: Row) -> Line:
    mask = cv2.imread(str(folder / forged["mask"]), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise FileNotFoundError(forged["mask"])
    to_twin = _homography(genuine) @ np.linalg.inv(_homography(forged))
    told = {key: forged[key] for key in ("species", "severity", "channel", "split", "holder", "seed")}
    return {
        **told,
        "forged": _page(examiner, folder / forged["file"], np.asarray(mask), np.eye(3)),
        "genuine": _page(examiner, folder / genuine["file"], np.asarray(mask), to_twin),
    }


def _page(examiner: Examiner, path: Path, mask: NDArray[np.uint8], moved: NDArray[np.float64]) -> Line:
    """Values, pixel AUC under the mask (moved to this picture) and CPU seconds, of checks and baselines."""
    document = examiner.read(Capture.load(visible=path, channel="upload"), inspected_on=INSPECTED_ON)
    values, seconds = outcomes(document)
    # That check is asked about every file, at any resolution.
    sides = native_sides(document, grid_shift.SPEC)
    assert not isinstance(sides, Abstained)  # noqa: S101 (it was uploaded just now)
    (side,) = sides
    image = side.image
    there = cv2.warpPerspective(mask, moved, (image.width, image.height))
    height, width = shape_of(side)
    small = cv2.resize(there, (width, height), interpolation=cv2.INTER_AREA) > 127
    page = on_page(side)
    pixel = {
        name: under(found, small, page) for name, make in MAPS.items() if (found := make(side)) is not None
    }
    for name in BASELINES:
        begun = time.process_time()
        found, score = baseline(side, name)
        seconds[name] = time.process_time() - begun
        values[name] = score
        pixel[name] = None if found is None else under(found, small, page)
    return {"values": values, "pixel": {k: v for k, v in pixel.items() if v is not None}, "seconds": seconds}


def outcomes(document: Document) -> tuple[dict[str, float | None], dict[str, float]]:
    """Value (None: it abstained) and CPU seconds of every check of both families."""
    values: dict[str, float | None] = {}
    seconds: dict[str, float] = {}
    for check in CHECKS:
        begun = time.process_time()
        outcome = run_check(check, document)
        seconds[check.slug] = time.process_time() - begun
        values[check.slug] = outcome.value if isinstance(outcome, Measured) else None
    return values, seconds


def under(found: NDArray[np.float32], mask: Mask, page: Mask) -> float | None:
    """Probability that a cell under the mask is higher than one elsewhere on the page; cells that say nothing are left out."""
    said = page & ~np.isnan(found)
    inside, outside = found[mask & said], found[~mask & said]
    return auc(outside, inside) if inside.size and outside.size else None


def _homography(row: Row) -> NDArray[np.float64]:
    return np.array(json.loads(row["homography"]), dtype=np.float64).reshape(3, 3)
