"""Makes sample documents of Utopia: the committed set, or with ``--n`` any number of genuine and forged pairs.

``designs OUT`` draws a set of designs at random instead (`design_set`), ``release OUT`` a data set of them for others (`release`).
"""

import argparse
import sys
from pathlib import Path

try:
    from . import design_set, release
    from .capture import CHANNELS
    from .committed import committed_jobs
    from .contact import write_contact_sheets
    from .designs import designs
    from .forge import SPECIES, Severity
    from .jobs import Job
    from .plans import pairs
    from .writing import write
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] in {"sample_docs", "docforensics"}:
        raise
    sys.stderr.write(
        f"sample_docs.generator: the package {error.name} is not installed; `make setup` installs all that the generator needs into .venv\n"
    )
    raise SystemExit(4) from None

HERE = Path(__file__).resolve().parent.parent


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sample_docs.generator", description=__doc__)
    parser.add_argument(
        "--n", type=int, help="number of documents, half of them forged (default: the committed set)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same bytes (with --n)")
    parser.add_argument(
        "--species",
        nargs="+",
        choices=sorted(SPECIES),
        default=(),
        metavar="SPECIES",
        help="forgeries to make",
    )
    parser.add_argument(
        "--severity", nargs="+", choices=[str(s) for s in Severity], default=(), help="how well forged"
    )
    parser.add_argument(
        "--channels", nargs="+", choices=sorted(CHANNELS), default=(), help="capture channels"
    )
    parser.add_argument("--documents", nargs="+", choices=sorted(designs()), default=(), help="documents")
    parser.add_argument("--out", type=Path, help="folder to write; its documents and manifest are replaced")
    parser.add_argument(
        "--workers", type=int, default=1, help="worker processes; they do not change the result"
    )
    parser.add_argument("--pictures", action="store_true", help="write the README's contact sheets instead")
    parser.add_argument("--list", action="store_true", help="list the species and stop")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the generator; 0 on success, 2 on a wrong call."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["designs"]:
        return design_set.main(given[1:])
    if given[:1] == ["release"]:
        return release.main(given[1:])
    parser = _parser()
    options = parser.parse_args(given)
    if options.list:
        for species in SPECIES.values():
            print(f"{species.name:26} {species.prado} [{', '.join(species.channels)}]")
        return 0
    if options.pictures:
        print(f"{write_contact_sheets(options.out or HERE / 'pictures')} contact sheets")
        return 0
    if options.n is not None and options.out is None:
        parser.error("--n needs --out: only the committed set has a folder of its own")
    jobs = committed_jobs() if options.n is None else _asked(options)
    count = write(jobs, options.out or HERE, workers=options.workers)
    print(f"{count} images of {len(jobs)} documents")
    return 0


def _asked(options: argparse.Namespace) -> tuple[Job, ...]:
    return pairs(
        options.n,
        seed=options.seed,
        species=options.species,
        channels=options.channels,
        documents=options.documents,
        severities=[Severity(s) for s in options.severity],
    )


if __name__ == "__main__":
    raise SystemExit(main())
