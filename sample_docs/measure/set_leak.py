"""Do the files of a set of designs leak their label? ``python -m sample_docs.measure.set_leak SET --out leak.json``.

SET is what ``python -m sample_docs.generator designs`` wrote. On every channel and light each forged document stands beside the genuine one of
its record; species that are themselves about a file fact (`leak.ABOUT_A_FACT`) are left out. Classifiers see only file facts, folds and
intervals go by design: nothing of a design is on both sides.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import numpy as np

from .facts import NAMES, file_facts
from .leak import about
from .separation import each_alone, separation

Pair = tuple[int, list[float], list[float]]
"""Design, facts of the genuine and of the forged file."""


def pairs(folder: Path) -> Iterator[tuple[str, Pair]]:
    """Channel and light, and the facts of each forged file beside those of its twin."""
    design = int(folder.name.split("-")[1])
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    genuine = {
        (row["document_id"], row["side"], row["light"]): row for row in rows if row["label"] == "genuine"
    }
    for row in rows:
        # A side that the forger left alone is genuine.
        if row["label"] != "forged" or not row["mask"] or about(row["species"], f"side/{row['light']}"):
            continue
        twin = genuine[(row["twin"], row["side"], row["light"])]
        facts = [file_facts((folder / one["file"]).read_bytes()).tolist() for one in (twin, row)]
        yield f"{row['channel']}/{row['light']}", (design, facts[0], facts[1])


def measured(kind: str, found: list[Pair]) -> dict[str, object]:
    """One row: how well the classifiers do, and the facts that tell most alone."""
    units = np.array([design for design, _, _ in found])
    genuine, forged = (np.array([pair[k] for pair in found]) for k in (1, 2))
    aucs = separation(genuine, forged, units=units)
    alone = each_alone(genuine, forged)
    telling = np.argsort(-np.abs(alone - 0.5))[:3]
    return {
        "image": kind,
        "pairs": len(found),
        "designs": len(np.unique(units)),
        **{name: astuple(auc) for name, auc in aucs.items()},
        "contains_half": all(auc.contains_half for auc in aucs.values()),
        "most_telling_facts": {NAMES[k]: round(float(alone[k]), 3) for k in telling},
    }


def main() -> int:
    """Measure every channel and light of a set and write them; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found: dict[str, list[Pair]] = defaultdict(list)
    for folder in sorted(options.set.glob("random-*-*")):
        for kind, pair in pairs(folder):
            found[kind].append(pair)
    rows = [measured(kind, found[kind]) for kind in sorted(found)]
    for row in rows:
        print(row, flush=True)
    options.out.write_text(json.dumps({"facts": NAMES, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
