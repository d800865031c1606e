"""How often each species is detected at a false-alarm rate that genuine documents of other holders set.

    python -m benchmarks.security.detect read TEMPLATE FOLDER... --out values.jsonl     one line a document, resumed
    python -m benchmarks.security.detect table values.jsonl -o benchmarks/results/security-detect.json

Documents are those of `benchmarks.security.make`. Each is registered to the template and looked at by the checks of the
families `security` and `portrait`; where there is infrared, the zone is read too, for the one check of its ink (`mrz.infrared`). The score is what these rows add up to, of
one family, of both, or of both in one light; its threshold is the score that 2 % of the genuine calibration documents exceed.
The table for people is written beside the figures.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import cv2

from benchmarks.provenance import provenance
from benchmarks.security.make import listed
from benchmarks.security.table import FAMILIES, Line, markdown, table
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document, Side
from docforensics.mrz.engines import load_engine
from docforensics.mrz.parse import parse_reading
from docforensics.page.band.find import find_mrz_bands
from docforensics.page.find import find_frame
from docforensics.page.rectify import draw
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import weigh
from docforensics.templates.model import Template
from docforensics.templates.registration.register import register
from docforensics.templates.store import load_template
from docforensics.viz.model import VizReading

LIGHTS = {"white": Light.VISIBLE, "uv": Light.UV, "ir": Light.IR}
CHANNELS = {"border-reader": Channel.SCANNER, "flatbed": Channel.SCANNER, "photo": Channel.PHOTO}
INSPECTED_ON = date(2026, 11, 24)
_ZONE_INK = "mrz.infrared"
_CHECKS = tuple(check for check in discover_checks(()) if check.family in FAMILIES or check.id == _ZONE_INK)


def main() -> None:
    """Read documents or make the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    reads = commands.add_parser("read")
    reads.add_argument("template", type=Path)
    reads.add_argument("folders", nargs="+", type=Path)
    reads.add_argument("--out", type=Path, required=True)
    reads.add_argument("--most", type=int, default=1_000_000, help="documents to read in this call")
    reads.add_argument("--white", action="store_true", help="look at white light alone")
    tables = commands.add_parser("table")
    tables.add_argument("values", nargs="+", type=Path)
    tables.add_argument(
        "--documents", default="", help="in words: what was drawn and learned, for the heading"
    )
    tables.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.command == "read":
        read(
            load_template(options.template),
            options.folders,
            options.out,
            most=options.most,
            white=options.white,
        )
    else:
        lines = {line["document"]: line for line in _lines(options.values)}
        result = {**provenance(), "documents": options.documents, **table(lines.values())}
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        options.out.with_suffix(".md").write_text(markdown(result), encoding="utf-8")
        print(markdown(result))


def read(template: Template, folders: Iterable[Path], out: Path, *, most: int, white: bool) -> None:
    """Append a line for each document that has none yet."""
    known = {line["document"] for line in _lines([out])} if out.is_file() else set()
    with out.open("a", encoding="utf-8") as file:
        for folder in folders:
            for document, group in groupby(listed(folder), key=lambda row: row["document"]):
                rows = list(group)
                if document in known or most <= 0:
                    continue
                most -= 1
                file.write(json.dumps(_line(template, folder, rows, white=white)) + "\n")
                file.flush()


def _line(template: Template, folder: Path, rows: list[dict[str, str]], *, white: bool) -> Line:
    first = rows[0]
    shown = [row for row in rows if row["side"] == first["side"] and (row["light"] == "white" or not white)]
    begun = time.process_time()
    images = {str(LIGHTS[row["light"]]): folder / row["file"] for row in shown}
    capture = Capture.load(**images, channel=CHANNELS.get(first["channel"], Channel.UPLOAD))  # type: ignore[arg-type]
    document = registered(capture, template)
    if Light.IR in capture.lights:
        document = with_zone(document)
    found, seconds = looked_at(document)
    told = {
        key: first[key] for key in ("document", "channel", "split", "holder", "species", "severity", "design")
    }
    scored = {family: score(found, family=family) for family in (*FAMILIES, "mrz")}
    scored |= {light: score(found, light=light) for light in sorted({row["light"] for row in shown})}
    return {
        **told,
        "fits": document.sides[0].match is not None,
        "values": {name: outcome.value for name, outcome in found.items() if isinstance(outcome, Measured)},
        "scores": scored,
        "seconds": {**seconds, "all": time.process_time() - begun},
    }


def registered(capture: Capture, template: Template) -> Document:
    """Lay a capture on the template, as the examiner does, without reading it."""
    page = draw(capture, find_frame(capture, find_mrz_bands(capture.primary.pixels)))
    found = register(capture, page, template)
    side = Side(
        capture=capture,
        page=page if found is None else found.page,
        mrz_reading=None,
        viz=VizReading(),
        match=None if found is None else found.match,
    )
    return Document(sides=(side,), mrz=None, mrz_side=None, inspected_on=INSPECTED_ON)


def with_zone(document: Document) -> Document:
    """The document with its zone read; as it is where none can be."""
    (side,) = document.sides
    pixels = side.capture.primary.pixels
    engine = load_engine()
    reading = engine.read(pixels, find_mrz_bands(pixels)) if engine else None
    mrz = parse_reading(reading)
    if mrz is None:
        return document
    return replace(document, sides=(replace(side, mrz_reading=reading),), mrz=mrz, mrz_side=0)


def looked_at(document: Document) -> tuple[dict[str, Outcome], dict[str, float]]:
    """Outcomes and CPU seconds by check."""
    found, seconds = {}, {}
    for check in _CHECKS:
        begun = time.process_time()
        found[check.id] = run_check(check, document)
        seconds[check.id] = time.process_time() - begun
    return found, seconds


def score(found: dict[str, Outcome], *, family: str = "", light: str = "") -> float:
    """Sum of the expert rows, log10, of one family or all, in one light or all; what needs white light and another is the other's."""
    checks: tuple[Check, ...] = tuple(
        check for check in _CHECKS if family in ("", check.family) and light in ("", _light_of(check))
    )
    evidence = weigh(checks, [found[check.id] for check in checks], load_calibration(), Policy())
    return combine(evidence).total


def _light_of(check: Check) -> str:
    return next((name for name in ("uv", "ir") if LIGHTS[name] in check.spec.lights), "white")


def _lines(files: Iterable[Path]) -> Iterator[Line]:
    for path in files:
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
