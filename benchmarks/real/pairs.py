"""Published documents of one model and side, of different holders: each against a template of the other.

    python -m benchmarks.real.pairs ../shared/data/specimens --rows /tmp/pairs.jsonl --work /tmp/pair-templates

Pictures in white light of one `document_type` and `side` in the manifest that are not of one document. Where the one does not lie on the
template of the other nothing is compared: such pairs are named and counted apart.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any

import cv2

from benchmarks.real.against import FLAGGED, Question, ask_all, is_wanted, learned, parser_of, summary, write
from benchmarks.real.folders import images
from docforensics.errors import TemplateError
from docforensics.formats.table import PageSize
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template

CHECK = "security.background_print"
SIZES = {"passport": PageSize.ID3, "visa": PageSize.ID3}
"""By word of the document type; all other types at hand are cards."""

Row = Mapping[str, str]


def pairs(rows: Sequence[Row], documents: Mapping[str, str]) -> list[tuple[str, str]]:
    """Files of one type, side and light that show different documents, both ways round."""
    kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row["document_type"] and not row["side"].lower().endswith(("uv", "ir")):
            # A page that lies in an opened booklet is the same side as the page alone.
            kinds[row["document_type"], row["side"].partition("-")[0]].append(row["path"])
    return [
        (one, other)
        for found in kinds.values()
        for one, other in permutations(found, 2)
        if documents[one] != documents[other]
    ]


def size_of_type(kind: str) -> PageSize:
    """Nominal size, which a scan without an outline does not show."""
    is_card = "card" in kind
    return next((size for word, size in SIZES.items() if word in kind and not is_card), PageSize.ID1)


def main() -> None:
    """Learn one of each pair, ask the other, and write the counts."""
    options = parser_of(__doc__, name="real-pairs").parse_args()
    cv2.setNumThreads(1)
    with (options.folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    documents = {image.path.name: image.document for image in images([options.folder])}
    kinds = {row["path"]: row["document_type"] for row in rows}
    templates: dict[str, Template] = {}
    asked, unlearned = [], []
    for one, other in pairs(rows, documents):
        name = Path(other).stem
        question = Question(path=options.folder / one, label="genuine", template=name, twin=Path(one).stem)
        if not is_wanted(question, options):
            continue
        try:
            make = partial(_template, options.folder / other, size_of_type(kinds[other]))
            templates[name] = templates.get(name) or learned(options.work, name, make)
        except TemplateError as error:
            unlearned.append(f"{other}: {error}")
            continue
        asked.append(question)
    lines = ask_all(asked, templates, options)
    fitted = [line for line in lines if line["fitted"]]
    write(
        {
            "pairs": len(asked),
            "unlearned": unlearned,
            "not_fitted": sorted({line["key"] for line in lines if not line["fitted"]}),
            "flagged": _flagged(fitted, is_true=False),
            "flagged_true_of_print": _flagged(fitted, is_true=True),
            "by_quality": summary(fitted, CHECK),
        },
        lines,
        options,
    )


def _flagged(lines: Sequence[dict[str, Any]], *, is_true: bool) -> dict[str, list[str]]:
    """Questions that were referred, with the checks: those of which all, or not all, are true of the print."""
    return {
        line["key"]: checks
        for line in lines
        if line["outcome"] in FLAGGED
        and (set(checks := [one["check"] for one in line["adverse"]]) <= set(line["true_checks"])) == is_true
    }


def _template(file: Path, size: PageSize) -> Template:
    return learn_template([file], size=size)


if __name__ == "__main__":
    main()
