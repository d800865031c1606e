"""Are portraits found, and where? Held against boxes drawn by hand, blind to any finder.

    python -m benchmarks.portrait.found ../shared/data BOXES.csv -o benchmarks/results/portrait-found.json

BOXES names folder, file, which (portrait, secondary, none), left, top, right and bottom in pixels of the picture; it is kept apart, as the
pictures are. A picture counts by its first portrait and its first repetition. Found: intersection over union with the hand's box at
least .5 on the rectified page; apart from that, whether the box's middle lies in the hand's. Where a picture shows two pages, the page
is the one with the zone, and a portrait on the other lies off the page: counted apart, as `of_all` and, with the page beside it
that `other_page` finds, as `of_all_on_either_page`. Clopper-Pearson, 95 %.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np

from benchmarks.provenance import RESULTS, provenance
from benchmarks.real.table import clopper_pearson
from docforensics.capture.load import load_document
from docforensics.document import Side
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm, Matrix, project
from docforensics.page.model import Page
from docforensics.viz.other_page import other_page
from docforensics.viz.portrait import find_portraits

DEVELOPED_ON = ("mrz", "idcards")
"""Folders that constants of `viz/picture.py` were set on."""
FOUND = 0.5
Row = dict[str, Any]


def hand_boxes(path: Path) -> dict[tuple[str, str], dict[str, tuple[float, ...]]]:
    """The first box of each kind by folder and file; a file without any portrait is named as well."""
    found: dict[tuple[str, str], dict[str, tuple[float, ...]]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            boxes = found[row["folder"], row["file"]]
            if row["which"] != "none":
                box = tuple(float(row[side]) for side in ("left", "top", "right", "bottom"))
                boxes.setdefault(row["which"], box)
    return found


def measured(folder: Path, boxes: Path) -> Iterator[Row]:
    """One row a picture."""
    examiner = Examiner(templates=())
    for (name, file), drawn in sorted(hand_boxes(boxes).items()):
        side = examiner.read(load_document(folder / name / file)).sides[0]
        start = process_time()
        portraits = find_portraits(side.page)
        took = process_time() - start
        found = dict(zip(("portrait", "secondary"), portraits, strict=True))
        row: Row = {"folder": name, "file": file, "ms": round(1000 * took, 1)}
        for which, box in found.items():
            row[which] = compared(side.page, box, drawn.get(which))
        yield row | beside(examiner, side, drawn.get("portrait"))


def beside(examiner: Examiner, side: Side, drawn: tuple[float, ...] | None) -> Row:
    """The portrait on the other page of the picture, where it shows two; and what looking for that page takes."""
    start = process_time()
    other = other_page(side.capture, side.page)
    row: Row = {"other_page_ms": round(1000 * (process_time() - start), 1), "other_page": other is not None}
    if other is not None:
        page = examiner.read(other.capture).sides[0].page
        row["portrait_beside"] = compared(page, find_portraits(page)[0], drawn, other.to_part)
    return row


def compared(
    page: Page, found: BoxMm | None, drawn: tuple[float, ...] | None, to_part: Matrix | None = None
) -> Row:
    """How a finder's box lies to that of the hand; `to_part` where the page is of a part of the picture."""
    if drawn is None:
        return {"drawn": False, "found": found is not None}
    left, top, right, bottom = drawn
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    hand = BoxMm.around(page.to_mm(corners if to_part is None else project(to_part, corners)))
    row: Row = {"drawn": True, "found": found is not None}
    row["on_page"] = hand.overlap(BoxMm.of_size(page.size_mm)) > hand.area / 2
    if found is not None:
        shared = found.overlap(hand)
        row["iou"] = round(float(shared / (found.area + hand.area - shared)), 3)
        row["centre"] = bool(hand.holds(found.centre))
    return row


def share(hits: int, of: int) -> Row:
    """A count with its interval."""
    return {"n": of, "found": int(hits), "interval": clopper_pearson(hits, of)}


def summary(rows: list[Row], which: str) -> Row:
    """Counts of one kind of picture."""
    drawn = [row[which] for row in rows if row[which]["drawn"]]
    here = [one for one in drawn if one["on_page"]]
    good = [one for one in here if one.get("iou", 0) >= FOUND]
    free = [row[which] for row in rows if not row[which]["drawn"]]
    either = {
        "of_all_on_either_page": share(sum(map(_on_either, rows)), len(drawn)),
        "pictures_with_another_page": sum(row["other_page"] for row in rows),
    }
    return {
        "of_all": share(len(good), len(drawn)),
        **(either if which == "portrait" else {}),
        "of_those_on_the_page": share(len(good), len(here)),
        "middle_in_the_hands_box": share(sum(one.get("centre", False) for one in here), len(here)),
        "median_iou": round(float(np.median([one["iou"] for one in here if "iou" in one] or [0.0])), 3),
        "found_where_none_was_drawn": share(sum(one["found"] for one in free), len(free)),
    }


def _on_either(row: Row) -> bool:
    """Whether the portrait was found well on the page, or on the other one of the picture."""
    return any(row.get(key, {}).get("iou", 0) >= FOUND for key in ("portrait", "portrait_beside"))


def main() -> None:
    """Measure, and keep the counts: no picture, and no place of one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("boxes", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "portrait-found.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows = list(measured(options.folder, options.boxes))
    folders = sorted({row["folder"] for row in rows})
    groups = {name: [row for row in rows if row["folder"] == name] for name in folders} | {"all": rows}
    result = {
        "provenance": provenance(),
        "saw_its_cases": list(DEVELOPED_ON),
        "cpu_ms": {
            "median": float(np.median([row["ms"] for row in rows])),
            "most": max(row["ms"] for row in rows),
            "median_other_page": float(np.median([row["other_page_ms"] for row in rows])),
        },
        "by_folder": {
            name: {which: summary(some, which) for which in ("portrait", "secondary")}
            for name, some in groups.items()
        },
        "not_found": {
            which: [f"{row['folder']}/{row['file']}" for row in rows if _missed(row[which])]
            for which in ("portrait", "secondary")
        },
        "not_found_on_either_page": [
            f"{row['folder']}/{row['file']}"
            for row in rows
            if row["portrait"]["drawn"] and not _on_either(row)
        ],
    }
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: result[key] for key in ("cpu_ms", "by_folder", "not_found")}, indent=1))


def _missed(one: Row) -> bool:
    return bool(one["drawn"]) and not one.get("iou", 0) >= FOUND


if __name__ == "__main__":
    main()
