"""Questions asked of documents against templates that never saw them: what is shared by notes and cards.

Templates are learned once into a work folder, and a question that has a row is not asked again. Both stay outside the repository:
they hold pictures of real documents.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.keeping import KeepingExaminer
from benchmarks.provenance import RESULTS, code_now, codes_of, provenance
from benchmarks.real.examine import INSPECTED_ON, encoded, read_rows, told
from benchmarks.real.folders import RealImage, facts, images
from benchmarks.real.without_source import without_sources
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.report.report import Report
from docforensics.scoring.outcomes import as_table
from docforensics.templates.model import Template
from docforensics.templates.store import TemplateStore, load_template, save_template

QUALITIES = (75, 85, 95, None)
"""JPEG qualities at which genuine and forged pictures are encoded anew; None is PNG."""
FLAGGED = ("REFER", "ALERT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One picture that is held against a template."""

    path: Path
    label: str
    """`genuine` or `forged`."""
    template: str
    """Name of a template that never saw this document, nor what it was made from."""
    twin: str
    """The genuine picture that it was made from, or its own name."""
    mask: Path | None = None
    """Where it was altered, on the picture."""

    def key(self, quality: int | None) -> str:
        """Name the question at one quality."""
        return f"{self.path.stem}@{quality or 'png'}~{self.template}"


def parser_of(description: str | None, *, name: str) -> argparse.ArgumentParser:
    """What every such question takes: a shared folder, where rows and templates lie, and what is asked; `name` is that of the result."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--quality", type=int, nargs="*", help="JPEG qualities, 0 for PNG (default: all)")
    parser.add_argument(
        "--only", nargs="*", default=(), metavar="WORD", help="files whose name holds one of these"
    )
    parser.add_argument(
        "--counted",
        nargs="*",
        type=Path,
        default=(),
        metavar="ROWS",
        help="further rows that counts of false alarms are made of: each question is judged under those without its own source",
    )
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / f"{name}.json")
    return parser


def is_wanted(question: Question, options: argparse.Namespace) -> bool:
    """Whether a question is among those of `--only`."""
    return not options.only or any(word in question.path.stem for word in options.only)


def ask_all(
    questions: Sequence[Question], templates: dict[str, Template], options: argparse.Namespace
) -> list[dict[str, Any]]:
    """Ask at every quality; all rows that are there then, judged under counts that never saw their source."""
    for quality in [one or None for one in options.quality] if options.quality else QUALITIES:
        ask(questions, templates, options.folder, options.rows, quality=quality)
    lines = read_rows([options.rows])
    return without_sources(lines, [*lines, *read_rows(options.counted)])


def write(found: dict[str, Any], lines: Sequence[dict[str, Any]], options: argparse.Namespace) -> None:
    """Write and print a result with what made it."""
    codes = codes_of(lines)
    text = json.dumps({"question": options.out.stem, **provenance(), "codes": codes, **found}, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


def learned(work: Path, name: str, learn: Callable[[], Template]) -> Template:
    """Give the template of that name, learned if it is not in the work folder yet."""
    folder = work / name
    if not folder.is_dir():
        save_template(learn(), folder)
    return load_template(folder)


def ask(
    questions: Sequence[Question],
    templates: dict[str, Template],
    folder: Path,
    rows: Path,
    *,
    quality: int | None,
) -> None:
    """Append a JSON line for each question that has none yet at this quality; `folder` holds the pictures and their manifest."""
    known = {line["key"] for line in read_rows([rows])} if rows.is_file() else set()
    rows.parent.mkdir(parents=True, exist_ok=True)
    examiners: dict[str, KeepingExaminer] = {}
    about = {image.path: image for image in images([folder])}
    for question in questions:
        if question.key(quality) in known:
            continue
        name = question.template
        if name not in examiners:
            examiners[name] = KeepingExaminer(templates=TemplateStore([templates[name]]))
        line = answered(question, examiners[name], quality=quality) | _about(about[question.path])
        with rows.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def _about(image: RealImage) -> dict[str, Any]:
    """What counts ask of a picture: its set, document and source."""
    return {
        key: value
        for key, value in facts(image).items()
        if key in ("set", "document", "source", "true_checks")
    }


def answered(question: Question, examiner: KeepingExaminer, *, quality: int | None) -> dict[str, Any]:
    """Examine one picture: what the report says, and where its strongest finding lies."""
    capture = Capture.load(visible=encoded(question.path, quality), channel=Channel.UPLOAD)
    document = examiner.read(capture, inspected_on=INSPECTED_ON)
    report = examiner.report(document)
    return {
        "key": question.key(quality),
        "file": question.path.stem,
        "label": question.label,
        "twin": question.twin,
        "template": question.template,
        "quality": quality,
        **told(report),
        "code": code_now(),
        "fitted": report.sides[0].template is not None,
        "values": {one.check: one.value for one in report.findings},
        "examined": as_table(examiner.examined(document, question.path.stem)),
        **_marked(question, document, report),
    }


def _marked(question: Question, document: Document, report: Report) -> dict[str, Any]:
    """Hold the places of adverse findings against the mask: the centre of the first of the strongest, and the area of all."""
    adverse = [one for one in report.reasons if one.regions]
    if question.mask is None or not adverse:
        return {}
    mask = _grey(question.mask) > 127
    boxes = [region.box for one in adverse for region in one.regions]
    strongest = max(adverse, key=lambda one: one.log10_lr or 0.0).regions[0].box
    page = document.sides[0].page
    x, y = page.to_capture([strongest.centre])[0]
    row, column = (int(np.clip(at, 0, side - 1)) for at, side in zip((y, x), mask.shape, strict=True))
    area = _drawn(boxes, page.to_capture, mask.shape)
    return {"in_mask": bool(mask[row, column]), "area": float(area.sum() / max(int(mask.sum()), 1))}


def _drawn(
    boxes: Iterable[BoxMm], to_capture: Callable[[Any], NDArray[np.float64]], shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    drawn = np.zeros(shape[:2], np.uint8)
    for box in boxes:
        cv2.fillConvexPoly(drawn, np.rint(to_capture(box.corners)).astype(np.int32), 1)
    return np.asarray(drawn > 0)


def _grey(file: Path) -> NDArray[np.uint8]:
    pixels = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise FileNotFoundError(file)
    return np.asarray(pixels, dtype=np.uint8)


def summary(lines: Iterable[dict[str, Any]], check: str) -> dict[str, Any]:
    """Count what was asked at each quality: fitted, flagged, and by a check's value forged above all genuine and above their own twin."""
    by_quality: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_quality.setdefault(str(line["quality"] or "png"), []).append(line)
    return {name: _counts(found, check) for name, found in sorted(by_quality.items())}


def _counts(lines: Sequence[dict[str, Any]], check: str) -> dict[str, Any]:
    genuine, forged = ([one for one in lines if one["label"] == label] for label in ("genuine", "forged"))

    def value(line: dict[str, Any]) -> float:
        return float(line["values"].get(check, 0.0))

    twins = {one["file"]: value(one) for one in genuine}
    paired = [one for one in forged if one["twin"] in twins]
    highest = max((value(one) for one in genuine), default=0.0)
    return {
        "genuine": len(genuine),
        "genuine_fitted": sum(one["fitted"] for one in genuine),
        "genuine_flagged": {
            one["file"]: [each["check"] for each in one["adverse"]]
            for one in genuine
            if one["outcome"] in FLAGGED
        },
        "genuine_contradicted": sum(bool(one["contradicted"]) for one in genuine),
        "no_colour_first": sum(one["first_why"] == "no_colour" for one in genuine),
        "forged": len(forged),
        "forged_flagged": sum(one["outcome"] in FLAGGED for one in forged),
        "forged_above_all_genuine": sum(value(one) > highest for one in forged),
        "forged_above_own_twin": [sum(value(one) > twins[one["twin"]] for one in paired), len(paired)],
        "centre_in_mask": sum(one.get("in_mask", False) for one in forged),
        "area_at_most_three_masks": sum(one.get("area", np.inf) <= 3 for one in forged),
    }
