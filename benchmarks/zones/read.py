"""Read the drawn documents once and keep them as read: `python -m benchmarks.zones.read SET CACHE`.

Reading is the dear part, and the checks of the zones do not change it. Kept are the rectified page (the strip of the MRZ
alone where only that was altered) and the reading; `restored` makes a document of them for `benchmarks.zones.table`. On a
scanner's images the search for the page's edges, which is more than half of the time, is left out: the MRZ lays out the page
(`--edges` searches nevertheless).
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

from docforensics.capture.light import Light
from docforensics.capture.load import load_document
from docforensics.capture.model import Channel, Image
from docforensics.capture.side import Capture
from docforensics.document import Document, Side
from docforensics.examiner import Examiner
from docforensics.formats.recognise import format_of
from docforensics.kept import given
from docforensics.mrz.frame import frame_from_mrz
from docforensics.mrz.parse import parse_reading
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.band.find import find_mrz_bands
from docforensics.page.find import ASSUMED_WIDTH_MM
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.lights import align_lights
from docforensics.page.model import Page
from docforensics.page.rectify import draw
from docforensics.viz.model import VizReading
from docforensics.viz.read import mrz_band, read_viz
from docforensics.viz.text import PageText

INSPECTED_ON = date(2026, 11, 24)
WITH_VIZ = ("genuine", "mrz-valid", "viz-only", "viz-given", "viz-surname", "both")
"""Kinds for which the visual zone is read; the others differ from these in the MRZ's print alone."""
CHANNEL = {"border-reader": "scanner", "flatbed": "scanner", "photo": "photo", "messenger": "upload"}
_STRIP_MM = 26


def main() -> None:
    """Read everything that is listed and not kept yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--channels", nargs="+", default=["border-reader", "flatbed"])
    parser.add_argument("--limits", nargs="*", default=[], help="KIND=N: the first N documents alone")
    parser.add_argument("--most", type=int, default=10**6, help="images to read in this run")
    parser.add_argument("--edges", action="store_true", help="read a scanner's images as the examiner does")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.cache.mkdir(parents=True, exist_ok=True)
    limits = {kind: int(count) for kind, _, count in (item.partition("=") for item in options.limits)}
    examiner = Examiner(templates=())
    rows = [
        row
        for row in listed(options.set, options.split, options.channels, limits)
        if not (options.cache / f"{row['file']}.pickle").is_file()
    ][: options.most]
    for number, row in enumerate(rows):
        target = options.cache / f"{row['file']}.pickle"
        target.write_bytes(pickle.dumps(kept(examiner, options.set / row["file"], row, edges=options.edges)))
        if number % 25 == 0:
            print(number, "of", len(rows), row["file"], flush=True)


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


def kept(examiner: Examiner, path: Path, row: dict[str, str], *, edges: bool) -> dict[str, Any]:
    """Read one document."""
    start = process_time()
    (capture,) = load_document(path, channel=CHANNEL[row["channel"]])
    document = None if edges or capture.channel is not Channel.SCANNER else laid_out_by_mrz(examiner, capture)
    if document is None:
        document = examiner.read(capture, inspected_on=INSPECTED_ON)
    return {
        "row": row,
        "path": str(path.resolve()),
        "lines": document.mrz_reading.lines if document.mrz_reading else None,
        "document": slim(document, whole=row["kind"] in WITH_VIZ or document.mrz is None),
        "read_s": process_time() - start,
    }


def laid_out_by_mrz(examiner: Examiner, capture: Capture) -> Document | None:
    """Read a scan without a search for the page's edges; None where no MRZ lays out the page."""
    pixels = capture.primary.pixels
    engine = examiner._readers.engine  # noqa: SLF001
    reading = engine.read(pixels, find_mrz_bands(pixels)) if engine else None
    height, width = pixels.shape[:2]
    size = (ASSUMED_WIDTH_MM, ASSUMED_WIDTH_MM * height / width)
    rough = Frame(
        size=None,
        size_mm=size,
        homography=np.diag([size[0] / width, size[0] / width, 1.0]),
        basis=ScaleBasis.ASSUMED,
        light_frames=align_lights(capture),
        capture_size=(width, height),
    )
    frame = frame_from_mrz(rough, reading)
    if reading is None or frame is rough:
        return None
    page = draw(capture, frame)
    side = Side(capture=capture, page=page, mrz_reading=reading, viz=read_viz(page, reading), match=None)
    return document_of(side)


def slim(document: Document, *, whole: bool) -> dict[str, Any]:
    """Keep what a check of the zones needs, as plain values: the `whole` page, or the strip of the MRZ."""
    side = document.sides[0]
    page, reading = side.page, side.mrz_reading
    visible = page.pixels[Light.VISIBLE]
    top = 0 if whole else max(visible.shape[0] - round(_STRIP_MM * page.px_per_mm), 0)
    names = ("size", "size_mm", "basis", "homography", "outline", "capture_size")
    return {
        "strip": visible[top:].copy(),
        "top": top,
        "shape": visible.shape,
        "frame": {name: getattr(page.frame, name) for name in names},
        "page": {"px_per_mm": page.px_per_mm, "quality": page.quality},
        "viz": (side.viz.portrait, side.viz.secondary_portrait),
        "reading": reading and [[plain(item) for item in line] for line in reading.characters],
        "engine": reading.engine if reading else "",
        "calibrated": reading is not None and reading.calibrated,
    }


def plain(item: MrzCharacter) -> tuple[str, np.ndarray, np.ndarray]:
    """Take a character apart."""
    return item.symbol, np.array(item.posterior), np.array(item.corners)


def restored(item: dict[str, Any], *, with_capture: bool) -> Document:
    """Make a document of what `kept` kept; the page is grey where nothing was, and so is the capture unless it is asked for."""
    small = item["document"]
    pixels = np.full(small["shape"], 225, np.uint8)
    pixels[small["top"] :] = small["strip"]
    channel = Channel(CHANNEL[item["row"]["channel"]])
    if with_capture:
        capture = load_document(Path(item["path"]), channel=channel)[0]
    else:
        blank = np.full(small["frame"]["capture_size"][::-1], 225, np.uint8)
        image = Image(pixels=blank, sha256="0" * 64, raw=b"", media_type="array")
        capture = Capture(images={Light.VISIBLE: (image,)}, channel=channel)
    page = Page(
        frame=Frame(**small["frame"]),
        px_per_mm=small["page"]["px_per_mm"],
        pixels={Light.VISIBLE: pixels},
        measured=given(small["page"]["quality"]),
    )
    portrait, secondary = small["viz"]
    reading = _reading(small)
    band = () if reading is None else (mrz_band(page, reading),)
    pictures = tuple(box for box in small["viz"] if box is not None)
    text = PageText(page=page, reader="network", apart_from=given((*pictures, *band)))
    viz = VizReading(portraits=given((portrait, secondary)), text=text)
    return document_of(Side(capture=capture, page=page, mrz_reading=reading, viz=viz, match=None))


def document_of(side: Side) -> Document:
    """Make a document of one side, its MRZ parsed where it fits a format."""
    mrz = parse_reading(side.mrz_reading)
    return Document(sides=(side,), mrz=mrz, mrz_side=None if mrz is None else 0, inspected_on=INSPECTED_ON)


def _reading(small: dict[str, Any]) -> MrzReading | None:
    if small["reading"] is None:
        return None
    lines = tuple(
        tuple(
            MrzCharacter(symbol=symbol, posterior=posterior, corners=corners)
            for symbol, posterior, corners in line
        )
        for line in small["reading"]
    )
    return MrzReading(
        characters=lines,
        format=format_of(["".join(item.symbol for item in line) for line in lines]),
        engine=small["engine"],
        calibrated=small["calibrated"],
    )


if __name__ == "__main__":
    main()
