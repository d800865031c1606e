"""File facts of many documents, kept on disk: a run that is cut off goes on, and one species can be made again alone."""

import json
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from sample_docs.generator.forge import Severity
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.sheet import rng_of
from sample_docs.generator.writing import one_thread

from .facts import file_facts

Table = dict[str, NDArray[np.float64]]
"""Side and light, as ``front/white``, to (documents, facts)."""
_BATCH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all documents of a measurement share."""

    design: str
    seed: int
    documents: int
    ppi: int | None
    folder: Path
    workers: int = 1

    def job(self, copy: int, species: str, channel: str) -> Job:
        """Document ``copy``: genuine and forged ones of this number show the same holder and record."""
        rng = rng_of(self.seed, "leak", copy)
        who, severity = int(rng.integers(0, 4096)), list(Severity)[int(rng.integers(0, 3))]
        return Job(
            design=self.design,
            copy=copy,
            holder=who,
            channel=channel,
            species=species,
            severity=severity,
            seed=self.seed,
            ppi=self.ppi,
        )

    def file(self, species: str, channel: str) -> Path:
        """Where the facts of one class lie; delete it after changing that species."""
        scale = self.ppi or "any"
        return self.folder / f"{self.design}-{channel}-{scale}-{self.seed}-{species or 'genuine'}.jsonl"


def table(setting: Setting, species: str, channel: str) -> Table:
    """The facts of one class, made where they are not on disk yet."""
    path = setting.file(species, channel)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    missing = [setting.job(k, species, channel) for k in range(len(kept), setting.documents)]
    with path.open("a", encoding="utf-8") as file:
        for row in track(_made(missing, setting.workers), path.stem, total=len(missing)):
            file.write(json.dumps(row) + "\n")
            file.flush()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[: setting.documents]]
    return {kind: np.array([row[kind] for row in rows]) for kind in rows[0]}


def _made(jobs: list[Job], workers: int) -> Iterator[dict[str, list[float]]]:
    if workers <= 1 or len(jobs) < _BATCH:
        one_thread()
        yield from map(_facts, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(workers, initializer=one_thread) as pool:
        yield from pool.imap(_facts, jobs, chunksize=_BATCH)


def _facts(job: Job) -> dict[str, list[float]]:
    return {f"{m.row.side}/{m.row.light}": file_facts(m.image).tolist() for m in make(job)}
