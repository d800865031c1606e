"""Examines pictures of shared folders, all encoded anew alike, and keeps one JSON line of each."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import cv2

from benchmarks.keeping import KeepingExaminer
from benchmarks.provenance import code_now
from benchmarks.real.folders import RealImage, facts
from docforensics.bench.normalise import encode
from docforensics.capture.images import load_images
from docforensics.capture.model import Channel, Pixels
from docforensics.capture.side import Capture
from docforensics.errors import InputError, UsageError
from docforensics.report.report import Report
from docforensics.scoring.outcomes import as_table

INSPECTED_ON = date(2026, 11, 26)
NOT_EXAMINED = "NOT EXAMINED"
"""The outcome of what the examiner refuses as input."""
Line = dict[str, Any]


def key_of(image: RealImage, quality: int | None) -> str:
    """Name one picture at one quality: `mrz/a.png@85`, `mrz/a.png@png`."""
    return f"{image.file}@{quality or 'png'}"


def run(
    wanted: Sequence[RealImage],
    examiner: KeepingExaminer,
    rows: Path,
    *,
    quality: int | None,
    channel: Channel,
) -> int:
    """Append a line for each picture that has none yet; gives how many were added."""
    known = {line["key"] for line in read_rows([rows])} if rows.is_file() else set()
    code, added = code_now(), 0
    rows.parent.mkdir(parents=True, exist_ok=True)
    for image in wanted:
        if key_of(image, quality) in known:
            continue
        start = process_time()
        line = {"key": key_of(image, quality), "quality": quality, **facts(image)}
        line |= examined(examiner, image, quality=quality, channel=channel)
        line |= {"cpu_seconds": round(process_time() - start, 2), "code": code}
        with rows.open(
            "a", encoding="utf-8"
        ) as stream:  # one write a line, so that several processes can share a file
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        added += 1
    return added


def examined(examiner: KeepingExaminer, image: RealImage, *, quality: int | None, channel: Channel) -> Line:
    """Examine one picture in its own light, encoded at a JPEG quality or, with None, without loss."""
    try:
        data = encoded(image.path, quality)
        capture = Capture.load(channel=channel, **{image.light: data})  # type: ignore[arg-type]
        document = examiner.read(capture, inspected_on=INSPECTED_ON)
        line = told(examiner.report(document))
        return {**line, "examined": as_table(examiner.examined(document, image.file))}
    except InputError as error:
        return {"outcome": NOT_EXAMINED, "error": f"{type(error).__name__}: {error}"}


def encoded(path: Path, quality: int | None) -> bytes:
    """Decode a file and encode its pixels anew; InputError where it cannot be read."""
    pixels = load_images(path)[0].pixels
    return encode(pixels, quality) if quality else lossless(pixels)


def told(report: Report) -> Line:
    """What is kept of a report. Explanations may hold data of a published specimen: rows are never committed."""
    verdict = report.verdict
    viz = next((one for one in report.findings if one.check == "data.mrz_against_viz"), None)
    return {
        "outcome": verdict.outcome.value,
        "score": _rounded(verdict.score),
        "log10_lr": _rounded(verdict.log10_lr),
        "first_why": verdict.first_why and verdict.first_why.value,
        "layers": {str(one.layer): str(one.why or one.state) for one in verdict.layers},
        "claims": {str(one.claim): str(one.why or one.state) for one in verdict.claims},
        "contradicted": {
            str(one.claim): list(one.checks) for one in verdict.claims if str(one.state) == "contradicted"
        },
        "mandatory": [str(one.claim) for one in verdict.claims if one.is_mandatory],
        "adverse": [
            {"check": one.check, "log10_lr": _rounded(one.log10_lr), "text": str(one.said)}
            for one in report.reasons
        ],
        "measured": {one.check: _rounded(one.log10_lr) for one in report.findings},
        "unchecked": {one.check: str(one.why or one.result) for one in report.unchecked},
        "mrz": list(report.mrz.lines) if report.mrz else [],
        "viz": dict(viz.facts) if viz else {},
        "px_per_mm": [_rounded(side.px_per_mm) for side in report.sides],
        "template": [side.template for side in report.sides],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)


def read_rows(files: Iterable[Path]) -> list[Line]:
    """Read rows, the last of each key; a kill may have cut the last one short."""
    found: dict[str, Line] = {}
    for file in files:
        for text in file.read_text(encoding="utf-8").splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            found[line["key"]] = line
    return list(found.values())


def lossless(pixels: Pixels) -> bytes:
    """Encode RGB or grey pixels as PNG."""
    done, data = cv2.imencode(".png", pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    if not done:
        raise UsageError("the picture could not be encoded as PNG")
    return data.tobytes()
