"""`docforensics template index FOLDER`: makes a large store open at once."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

HELP = "index a folder of many templates"
DESCRIPTION = """\
Computes the descriptors of every template of a folder and writes them into it (.index), so that a store of a thousand
opens at once and loads only candidates for a page. Index again after a template was added or changed; a stale index is
not used."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of templates")
    add_options(parser, "--keys")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Index."""
    from docforensics.templates.signing import TemplateKeys
    from docforensics.templates.store import write_index

    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    count = write_index(arguments.folder, keys=keys)
    facts = {"folder": str(arguments.folder), "templates": count}
    return output.answer(facts, f"{arguments.folder}: {count} templates indexed", as_json=arguments.json)
