"""Do files leak their label? ``python -m sample_docs.measure.leak --documents 400 --out leak.json``.

For every species, as many genuine as forged documents of the same records go through the same channel; classifiers
see only file facts, in cross-validation grouped by document; the interval of the AUC is a bootstrap over documents.
The facts are kept below ``--cache`` as they are made, so that a run can be cut off and one species made again.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from sample_docs.generator.forge import SPECIES
from sample_docs.generator.plans import possible

from .collect import Setting, Table, table
from .facts import NAMES
from .separation import Features, each_alone, separation

_PRINT = "an office printer makes the whole page: its colour, sharpness and noise"
_DARK = "what glows on a genuine page is missing, and the glow is the brightness of the UV image"
_VANISHED = "black print that vanishes is the brightness of the IR image"
ABOUT_A_FACT = {
    ("counterfeit-inkjet", ""): _PRINT,
    ("counterfeit-inkjet-bright", ""): _PRINT,
    ("counterfeit-laser", ""): _PRINT,
    ("counterfeit-laser-bright", ""): _PRINT,
    ("grey-copy", ""): "the page loses its colour",
    ("print-recapture", ""): _PRINT,
    ("screen-recapture", ""): "the screen gives the whole page its colour and its pixels",
    ("pseudo-document", ""): "another page altogether: office printer, no device, no UV print",
    ("uv-missing", "uv"): _DARK,
    ("uv-painted", "uv"): "the glowing print is of another ink, and it is most of the UV image",
    ("mrz-ir-transparent", "ir"): _VANISHED,
    ("stolen-blank", "ir"): _VANISHED,
    ("stolen-blank", "uv"): "the number that glows is missing",
}
"""Species and light (empty: every light) that are about such a fact by their nature, and why."""


def about(species: str, kind: str) -> str:
    """Why this image of the species is itself about a file fact; empty where it is not."""
    light = kind.partition("/")[2]
    return ABOUT_A_FACT.get((species, "")) or ABOUT_A_FACT.get((species, light), "")


def channel_of(species: str, preferred: Sequence[str]) -> str:
    """The first channel of ``preferred`` that can show the species, or its own first."""
    own = SPECIES[species].channels
    return next((c for c in preferred if c in own), own[0])


def rows(species: str, channel: str, genuine: Table, forged: Table) -> Iterator[dict[str, Any]]:
    """One row an image kind; a side that the forger left alone is genuine and not measured."""
    for kind in genuine:
        if kind in forged:
            yield _row(species, channel, kind, genuine[kind], forged[kind])


def _row(species: str, channel: str, kind: str, genuine: Features, forged: Features) -> dict[str, Any]:
    found = separation(genuine, forged)
    alone = each_alone(genuine, forged)
    telling = np.argsort(-np.abs(alone - 0.5))[:4]
    return {
        "species": species,
        "channel": channel,
        "image": kind,
        "documents_a_class": len(genuine),
        **{name: astuple(auc) for name, auc in found.items()},
        "contains_half": all(auc.contains_half for auc in found.values()),
        "most_telling_facts": {NAMES[k]: round(float(alone[k]), 3) for k in telling},
        "about_such_a_fact": about(species, kind),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400, help="documents a class")
    parser.add_argument("--design", default="td2")
    parser.add_argument(
        "--channels", nargs="+", default=["flatbed"], help="the first that a species can be shown on"
    )
    parser.add_argument("--species", nargs="+", default=[s for s in SPECIES if (s, "") not in ABOUT_A_FACT])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--ppi", type=int, help="resolution for all, to save time; None draws it")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--cache", type=Path, required=True, help="folder for the facts")
    parser.add_argument("--out", type=Path, required=True)
    return parser


def main() -> int:
    """Generate, measure, write; 0."""
    options = _parser().parse_args()
    setting = Setting(
        design=options.design,
        seed=options.seed,
        documents=options.documents,
        ppi=options.ppi,
        folder=options.cache,
        workers=options.workers,
    )
    found = []
    for species in options.species:
        channel = channel_of(species, options.channels)
        if not possible(options.design, species, channel):
            continue
        genuine, forged = table(setting, "", channel), table(setting, species, channel)
        for row in rows(species, channel, genuine, forged):
            found.append(row)
            print(_line(row), flush=True)
    report = {
        "facts": NAMES,
        "design": options.design,
        "ppi": options.ppi,
        "seed": options.seed,
        "rows": found,
    }
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _line(row: dict[str, Any]) -> str:
    verdict = "ok" if row["contains_half"] else "by nature" if row["about_such_a_fact"] else "LEAK"
    return f"{row['species']:20} {row['channel']:13} {row['image']:15} {row['forest']} {row['logistic']} {verdict} {row['most_telling_facts']}"


if __name__ == "__main__":
    raise SystemExit(main())
