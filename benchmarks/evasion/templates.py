"""Learns the templates of this benchmark: `python -m benchmarks.evasion.templates SETS -o FOLDER --count`.

SETS holds a folder DESIGN-border-reader for each design, as `benchmarks.score.draw` writes it. The documents of the holders in its
`template.txt` are learned from, one template a side, in three lights; devices and perforations are named as
`benchmarks.score.name` names them.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2

from benchmarks.score.name import devices, named
from docforensics.bench.loaders import load_data_set
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.systems.ours import INSPECTED_ON, captures_of
from docforensics.capture.side import Capture
from docforensics.counting import Learn, count_by_folds, count_on, with_counts
from docforensics.own_values import with_own_values
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template
from docforensics.templates.store import save_template
from docforensics.under_uv import with_shown_under_uv
from sample_docs.generator.designs import designs

MODELS = {
    "td3-2": ("UTO", "P", 2, 2023),
    "td3-1": ("UTO", "P", 1, 2017),
    "td2": ("UTO", "I", 2, 2023),
    "td1": ("UTO", "I", 1, 2023),
}
"""Country, type, number and year by design."""
PERFORATIONS = {"td3-2": (122.2, 10.0), "td3-1": (122.0, 8.0)}
"""A place in the perforated number by design, page mm (decisions/2026-11-25-score.md)."""


def learned_from(folder: Path, *, whole: bool = False) -> dict[str, list[Capture]]:
    """Give the captures of the holders that are kept for the template, by side; with `whole` of every genuine document there."""
    apart = frozenset((folder / "template.txt").read_text(encoding="utf-8").split())
    sides: dict[str, list[Capture]] = {}
    for item in load_data_set(folder).items:
        if (whole or item.group in apart) and not item.is_forged:
            for capture in captures_of(prepare(item, None, AS_PUBLISHED)):
                sides.setdefault(capture.side.value.replace("_", "-"), []).append(capture)
    return sides


def main() -> None:
    """Learn and name one template a side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--designs", nargs="+", default=list(MODELS), choices=list(MODELS))
    parser.add_argument(
        "--whole",
        nargs="+",
        default=(),
        choices=list(MODELS),
        help="designs learned from all genuine documents",
    )
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument(
        "--count",
        action="store_true",
        help="count false alarms too: by folds of what is learned from, and on the other genuine documents of every channel",
    )
    options = parser.parse_args()
    cv2.setNumThreads(1)
    for design in options.designs:
        sides = learned_from(options.sets / f"{design}-border-reader", whole=design in options.whole)
        for side, captures in sides.items():
            learn = partial(learned, design, side)
            template = with_own_values(learn(captures, range(len(captures))), captures)
            if options.count:
                template = counted(template, captures, learn, genuine_of(options.sets, design, side))
            name = design if len(sides) == 1 else f"{design}-{side}"
            folder = save_template(template, options.out / name)
            kinds = [str(item.kind) for item in template.features]
            print(f"{folder}: {template.n_captures} captures, {sorted(set(kinds))}", flush=True)


def learned(design: str, side: str, captures: Sequence[Capture], holders: Sequence[int]) -> Template:
    """Learn one side, and name its devices and perforation."""
    template = learn_template(captures, model=MODELS[design], holders=holders)
    features = named(template.features, devices(designs()[design], side), PERFORATIONS.get(design))
    return with_shown_under_uv(replace(template, features=features), captures, holders=holders)


def genuine_of(sets: Path, design: str, side: str) -> list[tuple[Capture, str]]:
    """Give one side of the genuine documents of a design that no template is learned from, of all channels, each with its holder."""
    found: list[tuple[Capture, str]] = []
    for folder in sorted(sets.glob(f"{design}-*")):
        apart = frozenset((folder / "template.txt").read_text(encoding="utf-8").split())
        for item in load_data_set(folder).items:
            if item.group not in apart and not item.is_forged:
                captures = captures_of(prepare(item, None, AS_PUBLISHED))
                found += [(one, item.group) for one in captures if one.side.value.replace("_", "-") == side]
    return found


def counted(
    template: Template, captures: Sequence[Capture], learn: Learn, others: Sequence[tuple[Capture, str]]
) -> Template:
    """Count on what the template is learned from, by folds, and on other documents; of one holder they count once a channel."""
    holders = sorted({holder for _, holder in others})
    whose = [holders.index(holder) for _, holder in others]
    for found in (
        count_by_folds(captures, learn, inspected_on=INSPECTED_ON),
        count_on(template, [one for one, _ in others], holders=whose, inspected_on=INSPECTED_ON),
    ):
        print(
            f"  counted: {found.fitted} of {found.documents} fitted, {dict(found.alarms)}",
            flush=True,
        )
        template = with_counts(template, found)
    return template


if __name__ == "__main__":
    main()
