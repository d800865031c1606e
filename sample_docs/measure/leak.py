"""Do files leak their label? ``python -m sample_docs.measure.leak --documents 400 --workers 2 --out leak.json``.

For every species, as many genuine as forged documents of the same records go through the same channel; classifiers
see only file facts, in cross-validation grouped by document; the interval of the AUC is a bootstrap over documents.
"""

import argparse
import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sample_docs.generator.designs import designs
from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.writing import one_thread

from .facts import NAMES, file_facts

ABOUT_A_FACT = {
    "counterfeit-inkjet": "the print changes colour, sharpness and noise of the whole page",
    "counterfeit-inkjet-bright": "as above",
    "counterfeit-laser": "as above",
    "counterfeit-laser-bright": "as above",
    "grey-copy": "the page loses its colour",
    "print-recapture": "the print changes colour, sharpness and noise of the whole page",
    "screen-recapture": "the screen changes colour and sharpness of the whole page",
    "pseudo-document": "printed by an inkjet, and it lacks the device",
}
"""Species that change a global fact by their nature, and why."""

Features = NDArray[np.float64]
Table = dict[tuple[str, int], dict[str, Features]]


def _facts(job: Job) -> tuple[str, int, dict[str, Features]]:
    images = {f"{m.row.side}/{m.row.light}": file_facts(m.image) for m in make(job)}
    return job.species, job.copy, images


def _channel(species: str, preferred: str) -> str:
    channels = SPECIES[species].channels
    return preferred if preferred in channels else channels[0]


def jobs(
    documents: int, design: str, preferred: str, species: list[str], *, seed: int, ppi: int | None
) -> Iterator[Job]:
    """Genuine documents of every channel in use, and the forgeries of the same copies."""
    channels = sorted({_channel(s, preferred) for s in species})
    for copy in range(documents):
        for channel in channels:
            yield Job(design=design, copy=copy, holder=copy, channel=channel, seed=seed, ppi=ppi)
        for name in species:
            severity = list(Severity)[copy % 3]
            channel = _channel(name, preferred)
            yield Job(
                design=design,
                copy=copy,
                holder=copy,
                channel=channel,
                seed=seed,
                species=name,
                severity=severity,
                ppi=ppi,
            )


def auc_with_interval(
    genuine: Features, forged: Features, groups: NDArray[np.int64], seed: int = 0
) -> dict[str, tuple[float, float, float]]:
    """AUC with its 95 % interval for a forest and for a logistic regression."""
    x = np.concatenate([genuine, forged])
    y = np.repeat([0, 1], len(genuine))
    g = np.concatenate([groups, groups])
    models = {
        "forest": RandomForestClassifier(200, min_samples_leaf=5, random_state=seed, n_jobs=1),
        "logistic": make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=2000)),
    }
    found = {}
    for name, model in models.items():
        score = cross_val_predict(model, x, y, groups=g, cv=GroupKFold(5), method="predict_proba")[:, 1]
        found[name] = _interval(score, y, seed)
    return found


def _interval(score: Features, y: NDArray[np.int64], seed: int) -> tuple[float, float, float]:
    rng = np.random.default_rng(seed)
    n = len(y) // 2
    draws = []
    for _ in range(1000):
        chosen = rng.integers(0, n, n)
        index = np.concatenate([chosen, chosen + n])
        draws.append(roc_auc_score(y[index], score[index]))
    low, high = np.percentile(draws, [2.5, 97.5])
    return round(float(roc_auc_score(y, score)), 3), round(float(low), 3), round(float(high), 3)


def measure(
    made: Table, channel_of: dict[str, str], genuine: dict[str, Table], documents: int
) -> list[dict[str, Any]]:
    """One row a species and image kind."""
    rows = []
    for species, channel in channel_of.items():
        for kind in made[species, 0]:
            base = np.stack([genuine[channel]["", k][kind] for k in range(documents)])
            fake = np.stack([made[species, k][kind] for k in range(documents)])
            result = auc_with_interval(base, fake, np.arange(documents))
            contains = all(low <= 0.5 <= high for _, low, high in result.values())
            rows.append(
                {
                    "species": species,
                    "channel": channel,
                    "image": kind,
                    "documents_a_class": documents,
                    **result,
                    "contains_half": contains,
                    "about_such_a_fact": ABOUT_A_FACT.get(species, ""),
                }
            )
    return rows


def main() -> int:
    """Generate, measure, write; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400, help="documents a class")
    parser.add_argument("--design", default="td2")
    parser.add_argument("--channel", default="flatbed", help="channel, where the species allows it")
    parser.add_argument("--species", nargs="+", default=[s for s in SPECIES if s not in ABOUT_A_FACT])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--ppi", type=int, help="resolution for all, to save time; None draws it")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    fits = [s for s in options.species if _fits(s, options.design)]
    todo = list(
        jobs(options.documents, options.design, options.channel, fits, seed=options.seed, ppi=options.ppi)
    )
    made: Table = {}
    genuine: dict[str, Table] = {}
    with multiprocessing.get_context("spawn").Pool(options.workers, initializer=one_thread) as pool:
        for job, (species, copy, images) in zip(
            todo, track(pool.imap(_facts, todo, chunksize=8), "documents", total=len(todo)), strict=True
        ):
            target = made if species else genuine.setdefault(job.channel, {})
            target[species, copy] = images
    channel_of = {s: _channel(s, options.channel) for s in fits}
    rows = measure(made, channel_of, genuine, options.documents)
    report = {"facts": NAMES, "design": options.design, "seed": options.seed, "rows": rows}
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        print(
            row["species"],
            row["image"],
            row["forest"],
            row["logistic"],
            "ok" if row["contains_half"] else "LEAK",
        )
    return 0


def _fits(species: str, design: str) -> bool:
    return any(SPECIES[species].fits(side) for side in designs()[design])


if __name__ == "__main__":
    raise SystemExit(main())
