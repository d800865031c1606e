"""`docforensics purge RESULTS`: takes personal data out of results, or out of the folder of the service."""

import argparse
from pathlib import Path

from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError
from docforensics.regular import is_file

DESCRIPTION = """\
Takes away what `scan --retain`, `--retain-links` and `--retain-numbers` kept in RESULTS: all of it, or what --what names. Outcomes and
findings stay, and RESULTS is then as if nothing had been retained. Copies and backups elsewhere are yours to delete, and so is the
link key.

Where RESULTS is the folder of `docforensics serve`, every examination that it keeps is deleted with its reports; keys and the audit
log stay. --store names its database where that is not in the folder."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "results",
        metavar="RESULTS",
        help="folder or fsspec address of a scan's results, or folder of the service",
    )
    parser.add_argument(
        "--what",
        type=values.words,
        metavar="WHAT,WHAT",
        help="mrz, messages, report, picture, links, numbers (default: all)",
    )
    parser.add_argument("--store", default="", metavar="ADDRESS", help="database of the service")
    parser.add_argument("--kept", default="", metavar="ADDRESS", help="where the service keeps reports")
    parser.add_argument("--key-file", type=Path, metavar="FILE", help="key of the service, for its audit log")
    add_options(parser, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Purge, and print how many files changed, or how many examinations were deleted."""
    from docforensics.batch.extras import require

    if arguments.store or is_file(Path(arguments.results) / "service.sqlite3"):
        return _service(arguments, output)
    require("batch")
    from docforensics.batch.purge import purge

    changed = purge(arguments.results) if arguments.what is None else purge(arguments.results, arguments.what)
    line = f"{changed} files rewritten or deleted in {arguments.results}"
    return output.answer({"files": changed}, line, as_json=arguments.json, indent=None)


def _service(arguments: argparse.Namespace, output: Output) -> Exit:
    from docforensics.batch.extras import require

    require("serve")
    from docforensics.service.settings import ServiceSettings
    from docforensics.service.upkeep import purge_service
    from docforensics.service.vault import load_key

    if arguments.what is not None:
        raise UsageError("--what: of the service everything that is kept is deleted")
    settings = ServiceSettings(
        data=Path(arguments.results),
        store=arguments.store,
        blobs=arguments.kept,
        key=load_key(arguments.key_file),
    )
    count = purge_service(settings)
    line = f"{count} examinations deleted in {arguments.results}"
    return output.answer({"examinations": count}, line, as_json=arguments.json, indent=None)
