"""Templates of one and of three holders: genuine pages of other holders flagged, and swapped portraits found.

    python -m benchmarks.templates.few_holders SETS --rows /tmp/few.jsonl --out benchmarks/results/templates-few-holders.json

SETS is what `benchmarks.evasion.sets` draws: templates are learned from documents of its calibration half that are kept for them (border
reader), and the test half is examined. Asked of the template of one holder are all genuine documents, of that of three the swapped portraits as well.
Rows are kept, so that a run that was ended goes on.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2

from benchmarks.evasion.plain import FLAGGED
from benchmarks.evasion.templates import MODELS, learned, learned_from
from benchmarks.provenance import code_now, codes_of, provenance
from docforensics.bench.data_set import Item
from docforensics.bench.loaders import load_data_set
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.counting import examiner_of
from docforensics.examiner import Examiner
from docforensics.own_values import with_own_values
from docforensics.revising.caught import adverse_checks
from docforensics.templates.learning.assess import left_open
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.model import Template
from docforensics.templates.store import TemplateStore

HOLDERS = (1, 3)
SWAPS = ("photo-",)
"""Beginning of the species that change the portrait."""
CHANNELS = ("border-reader", "flatbed", "photo")


def templates(sets: Path, design: str, holders: int) -> list[Template]:
    """One template a side, of the first holders, as `docforensics template learn` makes it."""
    made = []
    for side, some in learned_from(sets / "calibration" / f"{design}-border-reader").items():
        template = learned(design, side, some[:holders], range(holders))
        made.append(with_own_values(template, some[:holders]) if holders >= FEW_HOLDERS else template)
    return made


def asked_of(folder: Path, holders: int) -> Iterator[Item]:
    """The documents that are examined with a template of so many holders."""
    for item in load_data_set(folder).items:
        if not item.is_forged or (holders > 1 and item.species.startswith(SWAPS)):
            yield item


def row_of(examiner: Examiner, item: Item) -> dict[str, Any]:
    """Examine one document."""
    report = examiner.examine(list(captures_of(prepare(item, None, AS_PUBLISHED))), inspected_on=INSPECTED_ON)
    return {
        "document": item.id,
        "species": item.species,
        "is_forged": item.is_forged,
        "outcome": str(report.verdict.outcome),
        "fits": all(side.template for side in report.sides),
        "adverse": list(adverse_checks(report)),
    }


def examined(sets: Path, done: set[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Rows that are not there yet."""
    for design in MODELS:
        for holders in HOLDERS:
            wanted = [
                (channel, item)
                for channel in CHANNELS
                for item in asked_of(sets / "test" / f"{design}-{channel}", holders)
                if (design, holders, channel, item.id) not in done
            ]
            if not wanted:
                continue
            made = templates(sets, design, holders)
            examiner = examiner_of(made[0])
            if len(made) > 1:
                examiner = Examiner(templates=TemplateStore(made))
            warned = [list(left_open(template)) for template in made]
            for channel, item in wanted:
                yield {
                    "design": design,
                    "holders": holders,
                    "channel": channel,
                    "warned": all(warned),
                    **row_of(examiner, item),
                }


def counted(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Flagged genuine documents and found swaps, by number of holders and channel."""
    found: dict[str, Any] = {}
    for holders in HOLDERS:
        of = [row for row in rows if row["holders"] == holders]
        for label, is_forged in (("genuine", False), ("portrait swapped", True)):
            for channel in CHANNELS:
                some = [row for row in of if row["is_forged"] == is_forged and row["channel"] == channel]
                if not some:
                    continue
                flagged = [row for row in some if row["outcome"] in FLAGGED]
                found[f"{holders} holder(s), {channel}, {label}"] = {
                    "n": len(some),
                    "fit": sum(row["fits"] for row in some),
                    "flagged": len(flagged),
                    "adverse": sum(bool(row["adverse"]) for row in some),
                    "checks": dict(Counter(check for row in some for check in row["adverse"]).most_common()),
                    "warned": all(row["warned"] for row in some),
                }
    return found


def main() -> None:
    """Examine, count, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, help="folder with calibration/ and test/")
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows = (
        [json.loads(line) for line in options.rows.read_text().splitlines()] if options.rows.exists() else []
    )
    done = {(row["design"], row["holders"], row["channel"], row["document"]) for row in rows}
    with options.rows.open("a", encoding="utf-8") as stream:
        code = code_now()
        for found in examined(options.sets, done):
            row = {**found, "code": code}
            stream.write(json.dumps(row) + "\n")
            stream.flush()
            rows.append(row)
    text = json.dumps({"provenance": provenance(), "codes": codes_of(rows), "test": counted(rows)}, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
