"""Draw the sets of the calibration in parts: `python -m benchmarks.score.draw OUT --genuine 120 150 --forged 90 90`.

A folder with a manifest, as `sample_docs.generator` writes, of one series on one channel. Holders of the calibration split and of the
test split, each genuine; the first of them forged too, every holder by another species in turn. The first holders of the
calibration split are kept for the template, `--template` of them, and stand in `template.txt`. Documents come in an order in which a drawing
that is cut short holds the same shares; what is listed is not drawn again.
"""

import argparse
import csv
import time
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path

import cv2

from benchmarks.security.make import holders_of
from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.jobs import Job, Made, make
from sample_docs.generator.manifest import Row
from sample_docs.generator.memory import keep_freed_memory
from sample_docs.generator.people import holder
from sample_docs.generator.plans import possible

SPLITS = ("calibration", "test")


def planned(options: argparse.Namespace) -> list[Job]:
    """Every document in its order: those for the template, then the rest, mixed."""
    first = [_job(options, who) for who in holders_of("calibration", options.skip, options.template)]
    kinds = [kind for kind in SPECIES if possible(options.design, kind, options.channel)]
    mixed = []
    for place, split in enumerate(SPLITS):
        skipped = options.skip + (options.template if split == "calibration" else 0)
        genuine, forged = options.genuine[place], options.forged[place]
        holders = list(holders_of(split, skipped, max(genuine, forged)))
        mixed += [((n + 0.5) / genuine, _job(options, who)) for n, who in enumerate(holders[:genuine])]
        mixed += [
            ((n + 0.5) / forged, _job(options, who, kinds[(n + options.turn) % len(kinds)]))
            for n, who in enumerate(holders[:forged])
        ]
    return first + [job for _, job in sorted(mixed, key=lambda entry: (entry[0], entry[1].document_id))]


def _job(options: argparse.Namespace, who: int, species: str = "") -> Job:
    return Job(
        design=options.design,
        copy=who,
        holder=who,
        channel=options.channel,
        seed=options.seed,
        species=species,
        severity=Severity(options.severity),
    )


def draw(jobs: list[Job], out: Path, *, seconds: float) -> int:
    """Draw what is not listed yet until the time is over; how many documents are listed."""
    listing = out / "manifest.csv"
    known = set(_listed(listing))
    end = time.monotonic() + seconds
    with listing.open("a", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        if not known:
            rows.writeheader()
        for job in jobs:
            if job.document_id in known:
                continue
            if time.monotonic() > end:
                break
            rows.writerows([_saved(made, out) for made in make(job)])
            file.flush()
            known.add(job.document_id)
    return len(known)


def _listed(listing: Path) -> Iterator[str]:
    if listing.is_file():
        with listing.open(newline="", encoding="utf-8") as file:
            yield from (row["document_id"] for row in csv.DictReader(file))


def _saved(made: Made, out: Path) -> dict[str, object]:
    for name, content in ((made.row.file, made.image), (made.row.mask, made.mask)):
        if content is not None:
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return asdict(made.row)


def main() -> None:
    """Draw a part and say how far it came."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--design", default="td3-2")
    parser.add_argument("--channel", default="border-reader")
    parser.add_argument("--genuine", type=int, nargs=2, default=(120, 150), help="of calibration, of test")
    parser.add_argument("--forged", type=int, nargs=2, default=(90, 90))
    parser.add_argument("--template", type=int, default=10)
    parser.add_argument("--skip", type=int, default=0, help="holders of each split to leave to others")
    parser.add_argument("--turn", type=int, default=0, help="species of the list to leave out at first")
    parser.add_argument("--severity", default="ordinary", choices=[str(s) for s in Severity])
    parser.add_argument("--seed", type=int, default=4200)
    parser.add_argument("--seconds", type=float, default=420)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    keep_freed_memory()
    options.out.mkdir(parents=True, exist_ok=True)
    apart = [holder(who).key for who in holders_of("calibration", options.skip, options.template)]
    (options.out / "template.txt").write_text(" ".join(apart) + "\n", encoding="utf-8")
    jobs = planned(options)
    print(f"{options.out}: {draw(jobs, options.out, seconds=options.seconds)} of {len(jobs)} documents")


if __name__ == "__main__":
    main()
