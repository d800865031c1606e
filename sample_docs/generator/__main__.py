"""Command line: ``python -m sample_docs.generator``."""

import argparse
from pathlib import Path

from .committed import committed_jobs
from .writing import write

HERE = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run the generator; 0 on success."""
    parser = argparse.ArgumentParser(prog="python -m sample_docs.generator", description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write (default: the committed set's own)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes")
    options = parser.parse_args(arguments)
    count = write(committed_jobs(), options.out, workers=options.workers)
    print(f"{count} images in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
