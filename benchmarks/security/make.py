"""Draw the documents of this benchmark: `python -m benchmarks.security.make OUT --split test --species uv-missing --n 42`.

Holders of one split only, each document with its own exposure, drawn from a seed that knows no more of the label than its
name. What is there already is not drawn again, so that a long drawing can be cut into parts.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import cv2

from sample_docs.generator.capture import CHANNELS
from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.people import holder
from sample_docs.generator.plans import possible

COLUMNS = (
    "document", "file", "light", "side", "design", "channel", "split", "holder", "label", "species", "severity", "mask"
)  # fmt: skip
GENUINE = "genuine"


def main() -> None:
    """Draw and list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--designs", nargs="+", default=["td3-2"])
    parser.add_argument("--channels", nargs="+", default=["border-reader"], choices=sorted(CHANNELS))
    parser.add_argument("--species", nargs="+", default=[GENUINE], metavar="SPECIES", help="`all` for all")
    parser.add_argument("--severity", default="ordinary", choices=[str(s) for s in Severity])
    parser.add_argument("--split", default="test", choices=("test", "calibration"))
    parser.add_argument("--skip", type=int, default=0, help="holders to leave to others")
    parser.add_argument("--n", type=int, default=42)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    species = tuple(SPECIES) if options.species == ["all"] else tuple(options.species)
    jobs = [
        Job(
            design=design,
            copy=who,
            holder=who,
            channel=channel,
            seed=options.seed,
            species="" if kind == GENUINE else kind,
            severity=Severity(options.severity),
        )
        for design in options.designs
        for channel in options.channels
        for kind in species
        if kind == GENUINE or possible(design, kind, channel)
        for who in holders_of(options.split, options.skip, options.n)
    ]
    draw(jobs, options.out)


def holders_of(split: str, skip: int, count: int) -> Iterator[int]:
    """Numbers of holders of one split, the same ones in every call."""
    found = (index for index in range(8000) if holder(index).split == split)
    return (index for place, index in enumerate(found) if skip <= place < skip + count)


def draw(jobs: list[Job], out: Path) -> None:
    """Draw what is not listed yet, and list it."""
    out.mkdir(parents=True, exist_ok=True)
    listing = out / "documents.csv"
    known = {row["document"] for row in listed(out)}
    with listing.open("a", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, COLUMNS)
        if not known:
            rows.writeheader()
        for number, job in enumerate(jobs, start=1):
            if f"{job.document_id}/{job.seed}" not in known:
                rows.writerows(drawn(job, out))
                file.flush()
            print(number, "of", len(jobs), job.document_id, flush=True)


def listed(folder: Path) -> list[dict[str, str]]:
    """What was drawn before, here or by `python -m sample_docs.generator` (whose `manifest.csv` is read the same way)."""
    for name in ("documents.csv", "manifest.csv"):
        if (folder / name).is_file():
            with (folder / name).open(newline="", encoding="utf-8") as file:
                return [_row(row) for row in csv.DictReader(file)]
    return []


def _row(row: dict[str, str]) -> dict[str, str]:
    if "document" in row:
        return row
    return {
        **row,
        "document": row["document_id"],
        "design": f"{row['document_type']}-{row['series']}".lower(),
    }


def drawn(job: Job, out: Path) -> Iterator[dict[str, str]]:
    """Draw one document: a row an image."""
    for made in make(job):
        row = made.row
        image, mask = Path(row.file).name, Path(row.mask).name if row.mask else ""
        folder = out / f"{job.document_id}-{job.seed}"
        folder.mkdir(exist_ok=True)
        (folder / image).write_bytes(made.image)
        if made.mask is not None:
            (folder / mask).write_bytes(made.mask)
        yield {
            "document": f"{job.document_id}/{job.seed}",
            "file": f"{folder.name}/{image}",
            "light": row.light,
            "side": row.side,
            "design": job.design,
            "channel": job.channel,
            "split": row.split,
            "holder": row.holder,
            "label": row.label,
            "species": row.species,
            "severity": row.severity,
            "mask": f"{folder.name}/{mask}" if mask else "",
        }


if __name__ == "__main__":
    main()
