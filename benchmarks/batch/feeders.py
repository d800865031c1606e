r"""Precision, recall and time of linkage on 5,000 link records with 50 planted feeders of four kinds.

    python -m benchmarks.batch.feeders --split test -n 5000 -o benchmarks/results/batch-feeders.json

Records, not scans: what a document says is given, not read, and its page is drawn small (4 px/mm) on the shipped Utopia template and
described by the scan's own code after a capture of its own: shift, scale, tone, blur, noise, JPEG. Portraits are mixtures of three
rendered Utopians, bent and clad otherwise; the splits have no Utopian in common, and thresholds were set on `dev` alone.

Feeders: one number under several names (`number`), one identity with several numbers and portraits in force at once (`identity`),
one portrait under several names (`portrait`), one faulty background or one signature under several names (`source`); three to five
documents each. Controls that must stay apart: documents captured twice, renewals, early replacements, namesakes, other photographs of
one face under two names, and a reader whose glass has a speck of dust.
"""

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa

from benchmarks.batch.feeder_pages import Drawn, Look, captured, mixed_portrait, scribble, specks
from benchmarks.provenance import provenance
from docforensics.batch.link.describe import Describer, ZoneData
from docforensics.batch.link.edges import Linkage
from docforensics.batch.link.run import linked
from docforensics.batch.schema import LINKS
from docforensics.resources import models_folder
from docforensics.shares import share_interval
from docforensics.templates.store import load_template

KINDS = ("number", "identity", "portrait", "source")
FEEDERS = 50
CONTROLS = {
    "captured twice": 100,
    "renewed": 100,
    "replaced early": 10,
    "namesakes": 50,
    "same face, other photo": 30,
}
"""Pairs of each."""
DUSTY = 60
"""Documents of the reader with dust on its glass."""
Rng = np.random.Generator


@dataclass(frozen=True, kw_only=True)
class Record:
    """One document before it is captured."""

    told: ZoneData
    look: Look
    feeder: int = -1
    """Number of its feeder; -1 for none."""
    kind: str = ""
    """Of its feeder, or the control that it belongs to."""


@dataclass
class Maker:
    """Makes records, each other one of another person."""

    rng: Rng
    faces: tuple[str, ...]
    records: list[Record] = field(default_factory=list)

    def person(self) -> Record:
        """Somebody new, with a document."""
        digits = self.rng.integers(0, 36, 9)
        number = "".join("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[d] for d in digits)
        born = date(1950, 1, 1) + timedelta(days=int(self.rng.integers(0, 20000)))
        names = [f"N{int(value)}" for value in self.rng.integers(0, 40_000, 2)]
        told = ZoneData(
            issuer="UTO",
            number=number,
            surname=names[0],
            given_names=names[1],
            birth=f"{born:%y%m%d}",
            expiry=date(2026, 1, 1) + timedelta(days=int(self.rng.integers(0, 3650))),
        )
        return Record(told=told, look=Look(portrait=self.portrait(), signature=scribble(self.rng)))

    def portrait(self) -> Drawn:
        """Another portrait."""
        return mixed_portrait(self.faces, self.rng)

    def feeder(self, number: int) -> Iterator[Record]:
        """Documents of one feeder."""
        kind, first = KINDS[number % len(KINDS)], self.person()
        fault = specks(self.rng)
        for k in range(int(self.rng.integers(3, 6))):
            other = self.person()
            if kind == "number":
                other = replace(other, told=replace(other.told, number=first.told.number))
            elif kind == "identity":
                expiry = (first.told.expiry or date(2026, 1, 1)) + timedelta(
                    days=int(self.rng.integers(0, 300)) + k
                )
                told = replace(first.told, number=other.told.number, expiry=expiry)
                other = replace(other, told=told)
            elif kind == "portrait":
                other = replace(other, look=replace(other.look, portrait=first.look.portrait))
            elif number // len(KINDS) % 2:
                other = replace(other, look=replace(other.look, signature=first.look.signature))
            else:
                other = replace(other, look=replace(other.look, fault=fault))
            yield replace(other, feeder=number, kind=kind)

    def control(self, kind: str) -> Iterator[Record]:
        """A pair that looks suspicious and is not."""
        first, other = (replace(self.person(), kind=kind) for _ in range(2))
        yield first
        expiry = first.told.expiry or date(2026, 1, 1)
        if kind == "captured twice":
            yield first
        elif kind in ("renewed", "replaced early"):
            years = self.rng.uniform(8, 12) if kind == "renewed" else self.rng.uniform(0.5, 3)
            later = expiry + timedelta(days=int(365 * years))
            yield replace(other, told=replace(first.told, number=other.told.number, expiry=later))
        elif kind == "namesakes":
            told = replace(other.told, surname=first.told.surname, given_names=first.told.given_names)
            yield replace(other, told=told)
        else:
            again = mixed_portrait(self.faces, self.rng, like=first.look.portrait)
            yield replace(other, look=replace(other.look, portrait=again))


def make_records(count: int, faces: tuple[str, ...], rng: Rng) -> list[Record]:
    """Feeders, controls, and ordinary documents up to `count`, shuffled."""
    maker = Maker(rng, faces)
    records = [record for number in range(FEEDERS) for record in maker.feeder(number)]
    for kind, pairs in CONTROLS.items():
        share = max(1, round(pairs * count / 5000))
        records += [record for _ in range(share) for record in maker.control(kind)]
    dust = specks(rng, count=1)
    for _ in range(max(30, round(DUSTY * count / 5000))):
        person = maker.person()
        records.append(replace(person, look=replace(person.look, fault=dust), kind="dusty reader"))
    records += [maker.person() for _ in range(count - len(records))]
    rng.shuffle(records)
    return records


def link_table(records: list[Record], rng: Rng) -> pa.Table:
    """Capture and describe every record."""
    template = load_template(models_folder() / "templates" / "UTO-P-2-2023")
    describer = Describer(hashlib.sha256(b"benchmark").digest())
    rows = []
    for number, record in enumerate(records):
        page = captured(record.look, template, rng)
        rows.append(
            {
                "name": f"{number:05}",
                "document": f"{number:064}",
                "configuration": "",
                "model": template.id,
                **describer.identifiers(record.told),
                **describer.pictures(page, template),
            }
        )
        if number % 500 == 0:
            print(f"{number} described", flush=True)
    return pa.table({name: [row[name] for row in rows] for name in LINKS.names}, schema=LINKS)


def judged(found: Linkage, records: list[Record]) -> dict[str, object]:
    """Hold clusters and edges against what was planted."""
    feeder = {int(name): records[int(name)].feeder for name in found.names}
    edges = [(int(found.names[e.first]), int(found.names[e.second]), e.reason.value) for e in found.edges]
    true = [edge for edge in edges if feeder[edge[0]] == feeder[edge[1]] >= 0]
    clusters = [[int(found.names[row]) for row in cluster.rows] for cluster in found.clusters]
    size = Counter(number for number in feeder.values() if number >= 0)
    whole = {
        feeder[rows[0]]
        for rows in clusters
        if len({feeder[row] for row in rows}) == 1 and len(rows) == size[feeder[rows[0]]]
    } - {-1}
    members = {row for rows in clusters for row in rows}
    planted = {row for row, number in feeder.items() if number >= 0}
    false = [edge for edge in edges if edge not in set(true)]
    kinds = {number: records[row].kind for row, number in feeder.items() if number >= 0}
    return {
        "documents": len(records),
        "planted_documents": len(planted),
        "edges": len(edges),
        "edge_precision": share(len(true), len(edges)),
        "document_precision": share(len(members & planted), len(members)),
        "document_recall": share(len(members & planted), len(planted)),
        "feeders_whole": share(len(whole), len(size)),
        "recall_by_kind": {
            kind: share(
                sum(records[row].kind == kind for row in members & planted),
                sum(records[row].kind == kind for row in planted),
            )
            for kind in KINDS
        },
        "feeders_whole_by_kind": {
            kind: share(
                sum(kinds[number] == kind for number in whole), sum(one == kind for one in kinds.values())
            )
            for kind in KINDS
        },
        "false_edges": Counter(
            f"{reason}: {' / '.join(sorted({records[a].kind or 'ordinary', records[b].kind or 'ordinary'}))}"
            for a, b, reason in false
        ),
        "edges_by_reason": Counter(reason for _, _, reason in edges),
    }


def share(part: int, of: int) -> list[float | int]:
    """A share with its Wilson interval (95 %), and the counts."""
    if not of:
        return [float("nan"), 0.0, 1.0, part, of]
    low, high = share_interval(part, of)
    return [round(part / of, 4), round(low, 4), round(high, 4), part, of]


def main() -> None:
    """Make the records, link them, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=5000)
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--seed", type=int)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    from sample_docs.generator.faces import face_names  # noqa: PLC0415 (outside the wheel)

    names = face_names()
    faces = names[: len(names) // 2] if arguments.split == "dev" else names[len(names) // 2 :]
    seed = arguments.seed if arguments.seed is not None else {"dev": 1, "test": 2}[arguments.split]
    rng = np.random.default_rng([10, seed])
    records = make_records(arguments.n, faces, rng)
    table = link_table(records, rng)
    begun, cpu = time.perf_counter(), time.process_time()
    found = linked(table)
    spent = {
        "seconds": round(time.perf_counter() - begun, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }
    figures = {
        "split": arguments.split,
        "seed": seed,
        **judged(found, records),
        "linking": spent,
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
