"""Cards against templates that never saw the capture in question: a third device, or another holder's card of the same model.

    python -m benchmarks.real.cards ../shared/data/idcards --rows /tmp/cards.jsonl --work /tmp/card-templates

A card that several devices captured is held, on each, against a template of the genuine captures of the others. Artwork of several holders (device
`template`) is held against a template of another holder's. A template of one holder's captures knows the holder's data too, so the former
are an upper bound.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import cv2

from benchmarks.real.against import Question, ask_all, is_wanted, learned, parser_of, summary, write
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template

CHECK = "security.background_print"
_ARTWORK = "template"
Row = Mapping[str, str]


def sources(row: Row, rows: Sequence[Row]) -> list[str]:
    """Files of the genuine captures that the template for a row is learned from; empty where there are none."""
    genuine = [one for one in rows if one["label"] == "genuine" and one["card"] == row["card"]]
    if row["device"] == _ARTWORK:
        return [one["file"] for one in genuine if _stem(one) != _stem(row)][:1]
    return [one["file"] for one in genuine if one["device"] != row["device"]]


def _stem(row: Row) -> str:
    """Set, and device or holder, of a file: what its genuine picture shares."""
    return "__".join(row["file"].split("__")[:2])


def questions(folder: Path, rows: Sequence[Row]) -> list[tuple[Question, list[str]]]:
    """Each picture with the files of its template."""
    found = []
    for row in rows:
        files = sources(row, rows)
        twin = next((one for one in rows if one["label"] == "genuine" and _stem(one) == _stem(row)), row)
        question = Question(
            path=folder / row["file"],
            label=row["label"],
            template=f"without-{_stem(row)}",
            twin=Path(twin["file"]).stem,
            mask=folder / row["mask"] if row["mask"] else None,
        )
        if files:
            found.append((question, files))
    return found


def main() -> None:
    """Learn, ask, and write the counts by card."""
    options = parser_of(__doc__, name="real-cards").parse_args()
    cv2.setNumThreads(1)
    with (options.folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    asked = [(one, files) for one, files in questions(options.folder, rows) if is_wanted(one, options)]
    templates = {
        one.template: learned(
            options.work,
            one.template,
            partial(_template, [options.folder / name for name in files]),
        )
        for one, files in asked
    }
    lines = ask_all([one for one, _ in asked], templates, options)
    kinds = sorted({one.path.stem.split("__")[0] for one, _ in asked})
    by_kind = {kind: [line for line in lines if line["file"].startswith(kind)] for kind in kinds}
    write({kind: summary(found, CHECK) for kind, found in by_kind.items()}, lines, options)


def _template(files: Sequence[Path]) -> Template:
    return learn_template(files, size="ID1", holders=[0] * len(files))


if __name__ == "__main__":
    main()
