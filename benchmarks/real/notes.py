"""Banknotes against templates of other notes of their model: genuine ones accused, edited ones found and where.

    python -m benchmarks.real.notes ../shared/data/notes --rows /tmp/notes.jsonl --work /tmp/notes-templates

Each genuine note is held against a template of all the others of its model, and each edited copy against the one that its original is not in.
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


def others_of(rows: Sequence[Row]) -> dict[str, list[str]]:
    """By genuine note, the names of the others: what its template, and that of its edited copies, is learned from."""
    names = sorted(Path(row["path"]).stem for row in rows if row["label"] == "genuine")
    return {name: [other for other in names if other != name] for name in names}


def questions(folder: Path, rows: Sequence[Row]) -> list[Question]:
    """Each note against the template that neither it, nor what it was made from, is in."""
    found = []
    for row in rows:
        path = folder / row["path"]
        made = _FROM.search(row["note"])
        twin = made[1] if made else path.stem
        mask = folder / row["mask"] if row["mask"] else None
        found.append(Question(path=path, label=row["label"], template=_name(twin), twin=twin, mask=mask))
    return found


def _name(note: str) -> str:
    return f"without-{note}"


def main() -> None:
    """Learn a template without each note, ask, and write the counts."""
    options = parser_of(__doc__, name="real-notes").parse_args()
    cv2.setNumThreads(1)
    with (options.folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["light"] == "visible"]
    asked = [one for one in questions(options.folder, rows) if is_wanted(one, options)]
    files = {Path(row["path"]).stem: options.folder / row["path"] for row in rows}
    templates = {
        _name(note): learned(options.work, _name(note), partial(_template, [files[name] for name in others]))
        for note, others in others_of(rows).items()
        if any(one.twin == note for one in asked)
    }
    lines = ask_all(asked, templates, options)
    learned_from = {
        name: {key: told for key, told in template.provenance.items() if key != "files"}
        for name, template in templates.items()
    }
    write({"templates": learned_from, "by_quality": summary(lines, CHECK)}, lines, options)


def _template(files: Sequence[Path]) -> Template:
    return learn_template(files, size_mm=SIZE_MM, model=MODEL)


if __name__ == "__main__":
    main()
