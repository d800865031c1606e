"""How often is the MRZ read exactly? ``python -m sample_docs.measure.readers --documents 40 --engine tesseract``.

Genuine documents of every kind go through every channel; a reading is exact when every line is as printed.
"""

import argparse
import json
from itertools import islice, product
from pathlib import Path
from typing import Any

from rich.progress import track

from docforensics.mrz.read import read_mrz
from sample_docs.generator.capture import CHANNELS
from sample_docs.generator.designs import designs
from sample_docs.generator.jobs import Job, make
from sample_docs.generator.writing import one_thread


def _jobs(channel: str, documents: int) -> list[Job]:
    kinds = product(range(documents), designs())
    return [
        Job(design=d, copy=k, holder=k * 7 + n, channel=channel, seed=77)
        for n, (k, d) in enumerate(islice(kinds, documents))
    ]


def _outcome(job: Job, engine: str) -> tuple[bool, bool]:
    """Whether a zone was found, and whether it was read exactly."""
    side = next(m for m in make(job) if m.row.mrz and m.row.light == "white")
    reading = read_mrz(side.image, engine=engine)
    return reading is not None, reading is not None and "|".join(reading.lines) == side.row.mrz


def main() -> int:
    """Measure and print; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=40, help="documents a channel")
    parser.add_argument("--engine", default="tesseract")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    one_thread()
    rows: list[dict[str, Any]] = []
    for channel in CHANNELS:
        found = [_outcome(job, options.engine) for job in track(_jobs(channel, options.documents), channel)]
        rows.append(
            {
                "channel": channel,
                "engine": options.engine,
                "documents": len(found),
                "found": sum(f for f, _ in found),
                "exact": sum(e for _, e in found),
            }
        )
        print(rows[-1])
    options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
