"""`docforensics purge RESULTS`: takes personal data out of results."""

import argparse

from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

DESCRIPTION = """\
Takes away what `scan --retain` and `--retain-links` kept in RESULTS: all of it, or what --what names. Outcomes and findings stay,
and RESULTS is then as if nothing had been retained. Copies and backups elsewhere are yours to delete, and so is the link key."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("results", metavar="RESULTS", help="folder or fsspec address of a scan's results")
    parser.add_argument(
        "--what",
        type=values.words,
        metavar="WHAT,WHAT",
        help="mrz, messages, report, links (default: all)",
    )
    add_options(parser, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Purge, and print how many files changed."""
    from docforensics.batch.extras import require

    require("batch")
    from docforensics.batch.purge import purge

    changed = purge(arguments.results) if arguments.what is None else purge(arguments.results, arguments.what)
    line = f"{changed} files rewritten or deleted in {arguments.results}"
    return output.answer({"files": changed}, line, as_json=arguments.json, indent=None)
