"""Banknotes against templates of other notes of their model: genuine ones accused, edited ones found and where.

    python -m benchmarks.real.notes ../shared/data/notes --rows /tmp/notes.jsonl --work /tmp/notes-templates

The genuine notes are dealt into two halves; each half is held against a template of the other, and each edited copy against the one
that its original is not in (`--part FILE,FILE,...`, once a half, deals them otherwise).
"""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import cv2

from benchmarks.real.against import Question, ask_all, is_wanted, learned, parser_of, summary, write
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template

CHECK = "security.background_print"
SIZE_MM = (150.0, 66.0)
"""Of the Indian note of 500 rupees, series of 2016."""
MODEL = ("IND", "N", 500, 2016)
_FROM = re.compile(r"made from genuine/(\w+)\.")

Row = Mapping[str, str]


def halves(rows: Sequence[Row], given: Sequence[str]) -> list[list[str]]:
    """Names of the genuine notes that each template is learned from: as given, else dealt out by file name."""
    if given:
        return [part.split(",") for part in given]
    names = sorted(Path(row["path"]).stem for row in rows if row["label"] == "genuine")
    return [names[::2], names[1::2]]


def questions(folder: Path, rows: Sequence[Row], parts: Sequence[Sequence[str]]) -> list[Question]:
    """Each note against the first template that it, or what it was made from, is not in."""
    found = []
    for row in rows:
        path = folder / row["path"]
        made = _FROM.search(row["note"])
        twin = made[1] if made else path.stem
        number = next(number for number, part in enumerate(parts) if twin not in part)
        mask = folder / row["mask"] if row["mask"] else None
        found.append(Question(path=path, label=row["label"], template=f"half-{number}", twin=twin, mask=mask))
    return found


def main() -> None:
    """Learn the halves, ask, and write the counts."""
    parser = parser_of(__doc__, name="real-notes")
    parser.add_argument("--part", action="append", default=[], metavar="FILE,FILE")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    with (options.folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["light"] == "visible"]
    parts = halves(rows, options.part)
    asked = [one for one in questions(options.folder, rows, parts) if is_wanted(one, options)]
    files = {Path(row["path"]).stem: options.folder / row["path"] for row in rows}
    templates = {
        f"half-{number}": learned(
            options.work, f"half-{number}", partial(_template, [files[name] for name in part])
        )
        for number, part in enumerate(parts)
    }
    lines = ask_all(asked, templates, options)
    write({"halves": parts, "by_quality": summary(lines, CHECK)}, lines, options)


def _template(files: Sequence[Path]) -> Template:
    return learn_template(files, size_mm=SIZE_MM, model=MODEL)


if __name__ == "__main__":
    main()
