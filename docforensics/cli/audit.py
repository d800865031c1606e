"""`docforensics audit`: verifies the audit log of the service."""

import argparse

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.service_options import add_store_arguments, store_settings

DESCRIPTION = """\
Verifies the audit log of `docforensics serve`: that each entry follows the one before, that none was changed, and that the last one is the
one that the store knows. Give the key with which the service runs. Exit code 0: all entries hold; 10: one does not.

Who may write the log, the store and the key may write anything."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_store_arguments(parser)
    add_options(parser, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Verify, and print how many entries hold."""
    from docforensics.batch.extras import require

    require("serve")
    from docforensics.service.upkeep import verify_audit

    verdict = verify_audit(store_settings(arguments))
    line = f"{verdict.entries} entries hold"
    if verdict.problem:
        line += f"; entry {verdict.entries + 1} {verdict.problem}"
    output.answer(
        {"entries": verdict.entries, "problem": verdict.problem}, line, as_json=arguments.json, indent=None
    )
    return Exit.REFER if verdict.problem else Exit.CLEAR
