"""What templates discovered in a pile are worth beside templates learned from labelled genuine captures of the same pile.

    python -m benchmarks.templates.discover_clean PILE STORE --work FOLDER --out benchmarks/results/templates-discover-clean.json

PILE and STORE are those of `benchmarks.templates.discover`. Of each document, edition and side a template is learned from ten genuine captures,
which the truth names, into FOLDER. All forged captures and every N-th genuine one are then examined against these templates, as they were
against the discovered ones (STORE/.pile); captures that either set was learned from are left out. A run that was stopped goes on.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import docforensics as df
from benchmarks.provenance import code_now, codes_of, provenance
from benchmarks.templates.discover import UNSEEN, Truth, model_of, truth_of
from docforensics.batch.addresses import Folder
from docforensics.batch.discover.entry import LEAST_GROUP
from docforensics.batch.discover.names import FOLDER
from docforensics.batch.discover.plan import PilePage, planned
from docforensics.batch.discover.records import ComparedRecord, PageRecord, SampleRecord, unpacked
from docforensics.batch.store import read_parts
from docforensics.bench.metrics.rates import auc
from docforensics.capture.light import Light
from docforensics.errors import DocforensicsError

LEARNED = 10
"""Captures of a labelled template, as many as a discovered one is learned from at most."""
_LIGHTS = ("visible", "uv", "ir")
ROWS = "rows.csv"
_DRAWS = 1000
"""Of the bootstrap, by capture."""


class LabelledPile:
    """A pile with what is true of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.truth: Truth = truth_of(folder)
        with (folder / "manifest.csv").open(newline="", encoding="utf-8") as rows:
            self._rows = {row["id"]: row for row in csv.DictReader(rows)}

    def capture(self, name: str) -> df.Capture:
        """One capture, by its channel."""
        row = self._rows[name]
        lights = {Light(key): [(self._folder / row[key]).read_bytes()] for key in _LIGHTS if row[key]}
        return df.Capture.from_lights(lights, channel=row["channel"])

    def genuine(self) -> Mapping[str, list[str]]:
        """Names of the genuine captures, by model."""
        found = defaultdict(list)
        for name, row in self.truth.items():
            if not row["species"]:
                found[model_of(row)].append(name)
        return found


def learn(pile: LabelledPile, folder: Path) -> set[str]:
    """Learn a template of each model; give the captures learned from."""
    used: set[str] = set()
    for model, names in sorted(pile.genuine().items()):
        chosen = [names[round(at)] for at in np.linspace(0, len(names) - 1, min(LEARNED, len(names)))]
        used |= set(chosen)
        pack = folder / "templates" / model.replace("/", "-")
        if not pack.is_dir():
            df.save_template(df.learn_template([pile.capture(name) for name in chosen]), pack)
            print(f"learned {model}", flush=True)
    return used


def learned_from(store: Path) -> set[str]:
    """The captures that the discovered templates were learned from."""
    pages, looks = [], []
    for name, record in _records(store, "pages", list[PageRecord]):
        for one in record:
            pages.append(PilePage(name=name, record=replace(one, looks=b"")))
            looks.append(one.vector)
    order = sorted(range(len(pages)), key=lambda row: (pages[row].name, pages[row].record.number))
    pages, vectors = [pages[row] for row in order], np.stack([looks[row] for row in order])
    plan = planned(pages, range(len(pages)), vectors, LEAST_GROUP)
    samples = {group.name: group.sample for group in plan.groups}
    used = set()
    for name, found in _records(store, "learned", SampleRecord):
        sample = samples.get(name.partition("/")[0])
        if sample is None:
            continue  # of a series that was told, and is no group
        used |= {pages[sample[number]].name for one in found.templates for number in one.learned_from}
    return used


def _records(store: Path, step: str, kind: type[Any]) -> Iterator[tuple[str, Any]]:
    for folder in sorted((store / FOLDER).glob(f"{step}-*")):
        for table in read_parts(Folder(folder), "documents", ["name", "described"]):
            for row in table.to_pylist():
                if row["described"]:
                    yield row["name"], unpacked(row["described"], kind)


def discovered(store: Path) -> Mapping[str, float]:
    """By capture, log10 LR against the discovered templates."""
    return {name: several[0].log10_lr for name, several in _records(store, "compared", list[ComparedRecord])}


def examined(
    pile: LabelledPile, names: Sequence[str], folder: Path, day: date
) -> Iterator[tuple[str, float]]:
    """Log10 LR of each capture against the labelled templates; kept in `rows.csv`, with the code that it was measured by."""
    rows, code = folder / ROWS, code_now()
    known = {name: score for name, score, *_ in kept_rows(rows)}
    examiner = df.Examiner(templates=folder / "templates")
    for name in names:
        if name not in known:
            report = examiner.examine(pile.capture(name), inspected_on=day)
            known[name] = repr(report.verdict.log10_lr)
            with rows.open("a", encoding="utf-8") as file:
                file.write(f"{name},{known[name]},{code}\n")
        yield name, float(known[name])


def kept_rows(file: Path) -> list[list[str]]:
    """Name, log10 LR and code of what a former run examined; runs of before the code was kept state two of them."""
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def compared(labelled: Mapping[str, float], found: Mapping[str, float], truth: Truth) -> dict[str, Any]:
    """AUC of both on the same captures, and of their difference."""
    names = sorted(name for name in labelled if name in found)
    kinds = np.array([_kind(truth[name]["species"]) for name in names])
    scores = np.array([[labelled[name], found[name]] for name in names])
    rng = np.random.default_rng(1)
    told: dict[str, Any] = {kind: int((kinds == kind).sum()) for kind in ("genuine", "print", "other")}
    for title, forged in (("forged", ("print", "other")), ("forged_that_differ_in_print", ("print",))):
        kept = np.isin(kinds, ("genuine", *forged))
        both = _aucs(scores[kept], kinds[kept])
        draws = [rng.integers(0, kept.sum(), kept.sum()) for _ in range(_DRAWS)]
        drawn = [_aucs(scores[kept][draw], kinds[kept][draw]) for draw in draws]
        steps = [found_ - labelled_ for labelled_, found_ in drawn]
        told[title] = {
            "auc_labelled": round(both[0], 3),
            "auc_discovered": round(both[1], 3),
            "discovered_less_labelled": round(both[1] - both[0], 3),
            "interval": [round(float(value), 3) for value in np.quantile(steps, (0.025, 0.975))],
        }
    return told


def _kind(species: str) -> str:
    return "genuine" if not species else "other" if species in UNSEEN else "print"


def _aucs(scores: np.ndarray, kinds: np.ndarray) -> list[float]:
    genuine = kinds == "genuine"
    return [float(auc(column[genuine], column[~genuine])) for column in scores.T]


def main() -> None:
    """Learn, examine, compare, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pile", type=Path)
    parser.add_argument("store", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--every", type=int, default=6, help="of the genuine captures, every so many")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.work.mkdir(parents=True, exist_ok=True)
    pile = LabelledPile(options.pile)
    used = learn(pile, options.work)
    genuine = [name for names in pile.genuine().values() for name in names if name not in used]
    forged = [name for name, row in pile.truth.items() if row["species"]]
    day = date.fromisoformat((options.store / FOLDER / "begun").read_text(encoding="ascii"))
    chosen = [*forged, *sorted(genuine)[:: options.every]]
    labelled = dict(examined(pile, chosen, options.work, day))
    try:
        from_pile = learned_from(options.store)
        record = {
            "provenance": provenance(),
            "codes": codes_of(
                dict(zip(("name", "score", "code"), row, strict=False))
                for row in kept_rows(options.work / ROWS)
            ),
            "every": options.every,
            **compared(
                {name: score for name, score in labelled.items() if name not in from_pile},
                discovered(options.store),
                pile.truth,
            ),
        }
    except DocforensicsError as error:
        parser.error(f"{options.store}: {error}")
    print(json.dumps(record, indent=1))
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
