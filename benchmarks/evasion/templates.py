"""Learns the templates of this benchmark: `python -m benchmarks.evasion.templates SETS -o FOLDER`.

SETS holds a folder DESIGN-border-reader for each design, as `benchmarks.score.draw` writes it. The documents of the holders in its
`template.txt` are learned from, one template a side, in three lights; devices and perforations are named as
`benchmarks.score.name` names them.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import cv2

from benchmarks.score.name import devices, named
from docforensics.bench.loaders import load_data_set
from docforensics.bench.normalise import prepare
from docforensics.bench.outcomes import AS_PUBLISHED
from docforensics.bench.systems.ours import captures_of
from docforensics.capture.side import Capture
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.store import save_template
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
    options = parser.parse_args()
    cv2.setNumThreads(1)
    for design in options.designs:
        sides = learned_from(options.sets / f"{design}-border-reader", whole=design in options.whole)
        for side, captures in sides.items():
            template = learn_template(captures, model=MODELS[design], holders=range(len(captures)))
            places = devices(designs()[design], side)
            features = named(template.features, places, PERFORATIONS.get(design))
            name = design if len(sides) == 1 else f"{design}-{side}"
            folder = save_template(replace(template, features=features), options.out / name)
            kinds = [str(item.kind) for item in features]
            print(f"{folder}: {template.n_captures} captures, {sorted(set(kinds))}", flush=True)


if __name__ == "__main__":
    main()
