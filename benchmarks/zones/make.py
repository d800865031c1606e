"""Draw the documents of this benchmark: `python -m benchmarks.zones.make OUT --channels border-reader --n 90`.

Holders of one split only, each document genuine and with every kind of edit; each image has its own exposure, drawn
from a seed that does not know the label beyond its name. What is there already is not drawn again.
"""

import argparse
import csv
import zlib
from pathlib import Path

import numpy as np

from benchmarks.zones.edits import FIELDS, KINDS, edited
from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.people import holder

DESIGNS = ("td3-2", "td3-1", "td2")
COLUMNS = ("file", "document", "holder", "design", "channel", "kind", "field", "mrz", "truth")


def main() -> None:
    """Draw and list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--channels", nargs="+", default=["border-reader"], choices=sorted(CHANNELS))
    parser.add_argument("--kinds", nargs="+", default=["genuine", *KINDS])
    parser.add_argument("--split", default="test", choices=("test", "calibration"))
    parser.add_argument("--n", type=int, default=90)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    holders = [index for index in range(8000) if holder(index).split == options.split][: options.n]
    for channel in options.channels:
        listing = options.out / f"{options.split}-{channel}.csv"
        known = listed(listing)
        with listing.open("a", newline="") as file:
            rows = csv.writer(file)
            if file.tell() == 0:
                rows.writerow(COLUMNS)
            for number, index in enumerate(holders):
                for kind in options.kinds:
                    row = draw(
                        options.out,
                        number,
                        who=index,
                        channel=channel,
                        kind=kind,
                        seed=options.seed,
                        known=known,
                    )
                    if row:
                        rows.writerow(row)
                file.flush()
                print(channel, number + 1, "of", len(holders), flush=True)


def listed(listing: Path) -> set[str]:
    """Name the images that a channel's list holds."""
    if not listing.is_file():
        return set()
    with listing.open(newline="") as file:
        return {row["file"] for row in csv.DictReader(file)}


def draw(
    out: Path, number: int, *, who: int, channel: str, kind: str, seed: int, known: set[str]
) -> tuple[str, ...] | None:
    """Draw one image and give its row; None when it is listed already."""
    design = DESIGNS[number % len(DESIGNS)]
    job = Job(design=design, copy=who, holder=who, channel=channel, seed=seed)
    name = f"{job.twin}-{kind}"
    chance = zlib.crc32(f"{seed}/{name}".encode())
    sheet = sheets(job)[0]
    shot = CHANNELS[channel].shots(sheet.design, chance)[0]
    path = out / (name + shot.codec.suffix)
    if path.name in known:
        return None
    field = FIELDS[(number // len(DESIGNS)) % len(FIELDS)]
    edit = edited(sheet, kind, field, np.random.default_rng(chance))
    path.write_bytes(take(edit.sheet, shot)[0])
    return (
        path.name,
        job.twin,
        f"h{who}",
        design,
        channel,
        kind,
        edit.field,
        "|".join(edit.sheet.mrz),
        "|".join(sheet.mrz),
    )


if __name__ == "__main__":
    main()
