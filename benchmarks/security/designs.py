"""Genuine pages of designs that nothing was set on, held against templates of few captures.

    python -m benchmarks.security.designs LEARN QUESTION --design td1 --captures 6 --out rows.jsonl
    python -m benchmarks.security.designs table rows.jsonl -o benchmarks/results/security-designs.json

LEARN and QUESTION are folders of `benchmarks.security.make` with holders of the calibration and of the test half. Templates are
learned from the first border-reader captures in LEARN, one a holder, in every light, with nothing named by hand; each genuine page
in QUESTION is then looked at by the checks of `security` and `portrait`. All that is adverse is a false alarm.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import cv2

from benchmarks.provenance import provenance
from benchmarks.security.detect import CHANNELS, LIGHTS, looked_at, registered, score
from benchmarks.security.make import listed
from benchmarks.security.table import FAMILIES, REFERS, interval
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.templates.learning.learn import learn_template

Row = dict[str, Any]


def main() -> None:
    """Read one design, or make the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    if sys.argv[1:2] == ["table"]:
        parser.add_argument("command")
        parser.add_argument("rows", type=Path)
        parser.add_argument("-o", "--out", type=Path, required=True)
        options = parser.parse_args()
        rows = [json.loads(line) for line in options.rows.read_text(encoding="utf-8").splitlines()]
        result = {**provenance(), "pages": table(rows)}
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        return
    parser.add_argument("learn", type=Path)
    parser.add_argument("question", type=Path)
    parser.add_argument("--design", required=True)
    parser.add_argument("--captures", type=int, default=6)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    with options.out.open("a", encoding="utf-8") as file:
        for row in read(options.learn, options.question, options.design, options.captures):
            file.write(json.dumps(row) + "\n")
            print(row["document"], row["adverse"], flush=True)


def read(learn: Path, question: Path, design: str, count: int) -> Iterator[Row]:
    """What is adverse on each genuine page."""
    seen = [rows for rows in documents(learn, design) if rows[0]["channel"] == "border-reader"][:count]
    template = learn_template([_capture(learn, rows) for rows in seen])
    for rows in documents(question, design):
        document = registered(_capture(question, rows), template)
        found, _ = looked_at(document)
        values = {name: one.value for name, one in found.items() if isinstance(one, Measured)}
        yield {
            "design": design,
            "captures": count,
            "holders": template.n_holders,
            "document": rows[0]["document"],
            "channel": rows[0]["channel"],
            "fits": document.sides[0].match is not None,
            "adverse": {name: round(value, 3) for name, value in values.items() if _adverse(name, value)},
            "scores": {family: round(score(found, family=family), 3) for family in FAMILIES},
        }


def documents(folder: Path, design: str) -> list[list[dict[str, str]]]:
    """Genuine documents of a design, the rows of each."""
    rows = [row for row in listed(folder) if row["design"] == design and not row["species"]]
    return [list(group) for _, group in groupby(rows, key=lambda row: row["document"])]


def _capture(folder: Path, rows: list[dict[str, str]]) -> Capture:
    """The first side, in every light that the channel has."""
    first = rows[0]
    images = {str(LIGHTS[row["light"]]): folder / row["file"] for row in rows if row["side"] == first["side"]}
    return Capture.load(**images, channel=CHANNELS.get(first["channel"], Channel.UPLOAD))  # type: ignore[arg-type]


def _adverse(check: str, value: float) -> bool:
    return load_calibration().row(check).log10_lr(value) >= NO_SUPPORT_BELOW


def table(rows: list[Row]) -> dict[str, Any]:
    """By number of captures, over all designs and for each."""
    by: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in (
            f"{row['captures']}",
            f"{row['captures']} {row['channel']}",
            f"{row['captures']} {row['design']}",
        ):
            by[name].append(row)
    return {name: _counted(group) for name, group in sorted(by.items())}


def _counted(rows: list[Row]) -> Row:
    referred = {
        name: sum(sum(row["scores"][family] for family in families) > REFERS for row in rows)
        for name, families in (("security", ("security",)), ("security and portrait", FAMILIES))
    }
    who: dict[str, int] = defaultdict(int)
    for row in rows:
        for check in row["adverse"]:
            who[check] += 1
    return {
        "n": len(rows),
        "no_fit": sum(not row["fits"] for row in rows),
        "referred": {
            name: {"of": count, "interval": interval(count, len(rows))} for name, count in referred.items()
        },
        "adverse": dict(sorted(who.items(), key=lambda item: -item[1])),
    }


if __name__ == "__main__":
    main()
