"""Draws the Utopia pages that `measure_pages.py` reads: `python -m benchmarks.mrz.make_pages OUT --flatbed 42 --photo 300`.

Holders and records are others than those of the committed specimens: every number here starts at 1000.
"""

import argparse
from itertools import cycle, islice
from pathlib import Path

from sample_docs.generator.jobs import Job
from sample_docs.generator.writing import write

DESIGNS = ("td3-2", "td1", "td2", "td3-1", "mrv-a", "mrv-b", "permit")
SEED = 77


def jobs(channel: str, count: int, ppi: int | None) -> tuple[Job, ...]:
    """`count` documents through one channel, design after design."""
    return tuple(
        Job(design=design, copy=1000 + n, holder=1000 + n, channel=channel, seed=SEED, ppi=ppi)
        for n, design in enumerate(islice(cycle(DESIGNS), count))
    )


def main() -> None:
    """Write pages and manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--flatbed", type=int, default=42)
    parser.add_argument("--photo", type=int, default=300)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    documents = jobs("flatbed", options.flatbed, 300) + jobs("photo", options.photo, None)
    print(write(documents, options.out, workers=options.workers, quiet=True), "images")


if __name__ == "__main__":
    main()
