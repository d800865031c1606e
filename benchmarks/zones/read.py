"""Read the drawn documents once and keep what the checks look at: `python -m benchmarks.zones.read SET CACHE`.

Reading is the dear part. Kept are the outcomes of the checks that only need the document as read, and a document that
holds the rectified page but not the capture's pixels, for checks that are still being worked on.
"""

import argparse
import csv
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np

from docforensics.capture.load import load_document
from docforensics.capture.model import Capture, Channel, Image, Light
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document, Side
from docforensics.errors import MrzFormatError
from docforensics.examiner import Examiner
from docforensics.mrz.formats import format_of
from docforensics.mrz.parse import parse_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.model import Page
from docforensics.viz.model import VizReading

INSPECTED_ON = date(2026, 11, 24)
WITH_VIZ = ("genuine", "mrz-valid", "viz-only", "both")
"""Kinds for which the visual zone is read; the others differ from these in the MRZ's print alone."""
CHANNEL = {"border-reader": "scanner", "flatbed": "scanner", "photo": "photo", "messenger": "upload"}


def main() -> None:
    """Read everything that is listed and not kept yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--channels", nargs="+", default=["border-reader", "flatbed"])
    parser.add_argument("--limits", nargs="*", default=[], help="KIND=N: the first N documents alone")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.cache.mkdir(parents=True, exist_ok=True)
    limits = {kind: int(count) for kind, _, count in (item.partition("=") for item in options.limits)}
    examiner = Examiner(templates=())
    for number, row in enumerate(listed(options.set, options.split, options.channels, limits)):
        target = options.cache / f"{row['file']}.pickle"
        if not target.is_file():
            target.write_bytes(pickle.dumps(kept(examiner, options.set / row["file"], row)))
        if number % 25 == 0:
            print(number, row["file"], flush=True)


def listed(folder: Path, split: str, channels: list[str], limits: dict[str, int]) -> Iterator[dict[str, str]]:
    """Yield rows document by document, the channels in turn, so that whatever is done is balanced."""
    tables = []
    for channel in channels:
        with (folder / f"{split}-{channel}.csv").open(newline="") as file:
            tables.append(list(csv.DictReader(file)))
    order = [list(dict.fromkeys(row["document"] for row in table)) for table in tables]
    for place in range(max(map(len, order))):
        for table, documents in zip(tables, order, strict=True):
            for row in table:
                if (
                    place < len(documents)
                    and row["document"] == documents[place]
                    and place < limits.get(row["kind"], 10**6)
                ):
                    yield row


def kept(examiner: Examiner, path: Path, row: dict[str, str]) -> dict[str, object]:
    """Read one document and run the checks of the zones on it."""
    start = process_time()
    captures = load_document(path, channel=CHANNEL[row["channel"]])
    document = examiner._document(captures, INSPECTED_ON)  # noqa: SLF001 (all of the examiner but its checks)
    read_s = process_time() - start
    wanted = [
        check
        for check in discover_checks(())
        if check.family in {"mrz", "data"} and (row["kind"] in WITH_VIZ or check.id != "data.mrz_against_viz")
    ]
    start = process_time()
    outcomes = {check.id: run_check(check, document) for check in wanted}
    return {
        "row": row,
        "outcomes": {name: plain(outcome) for name, outcome in outcomes.items()},
        "lines": document.mrz_reading.lines if document.mrz_reading else None,
        "document": slim(document),
        "read_s": read_s,
        "checks_s": process_time() - start,
    }


def plain(outcome: object) -> tuple[str, float | None, dict[str, object]]:
    """Take an outcome apart into its kind, value and facts."""
    facts = dict(getattr(outcome, "facts", {}))
    return type(outcome).__name__, getattr(outcome, "value", None), facts


def slim(document: Document) -> dict[str, Any]:
    """Keep what a check of the MRZ's print needs, as plain values."""
    side = document.sides[0]
    page = side.page
    whole = document.mrz is None
    visible = page.pixels[Light.VISIBLE]
    top = 0 if whole else max(visible.shape[0] - round(26 * page.px_per_mm), 0)
    reading = side.mrz_reading
    return {
        "strip": visible[top:].copy(),
        "top": top,
        "shape": visible.shape,
        "page": (
            page.size,
            page.size_mm,
            page.px_per_mm,
            page.basis,
            np.array(page.homography),
            page.quality,
            page.capture_size,
        ),
        "outline": None if page.outline is None else np.array(page.outline),
        "reading": None
        if reading is None
        else [
            [(item.symbol, np.array(item.posterior), np.array(item.corners)) for item in line]
            for line in reading.characters
        ],
        "engine": "" if reading is None else reading.engine,
        "calibrated": reading is not None and reading.calibrated,
        "capture": np.array(document.sides[0].capture.primary.pixels) if whole else None,
    }


def restored(kept_document: dict[str, Any]) -> Document:
    """Make a document of what `slim` kept; the page is grey but for the strip of the MRZ."""
    size, size_mm, px_per_mm, basis, homography, quality, capture_size = kept_document["page"]
    pixels = np.full(kept_document["shape"], 225, np.uint8)
    pixels[kept_document["top"] :] = kept_document["strip"]
    taken = kept_document["capture"]
    image = Image(pixels=pixels if taken is None else taken, sha256="0" * 64, raw=b"", media_type="array")
    capture = Capture(images={Light.VISIBLE: (image,)}, channel=Channel.SCANNER)
    page = Page(
        size=size,
        size_mm=size_mm,
        px_per_mm=px_per_mm,
        basis=basis,
        homography=homography,
        pixels={Light.VISIBLE: pixels},
        quality=quality,
        outline=kept_document["outline"],
        capture_size=capture_size,
    )
    lines = kept_document["reading"]
    reading = (
        None
        if lines is None
        else MrzReading(
            characters=tuple(
                tuple(
                    MrzCharacter(symbol=symbol, posterior=posterior, corners=corners)
                    for symbol, posterior, corners in line
                )
                for line in lines
            ),
            format=format_of(["".join(item[0] for item in line) for line in lines]),
            engine=kept_document["engine"],
            calibrated=kept_document["calibrated"],
        )
    )
    try:
        mrz = parse_mrz(reading.lines) if reading else None
    except MrzFormatError:
        mrz = None
    side = Side(capture=capture, page=page, mrz_reading=reading, viz=VizReading(), match=None)
    return Document(sides=(side,), mrz=mrz, mrz_side=None if mrz is None else 0, inspected_on=INSPECTED_ON)


if __name__ == "__main__":
    main()
