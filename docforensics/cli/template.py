"""`docforensics template COMMAND`: learn, discover, show, edit, check, count, confirm, pack, verify and index reference templates."""

import argparse
from types import ModuleType

from docforensics.cli import (
    template_check,
    template_confirm,
    template_count,
    template_discover,
    template_edit,
    template_index,
    template_learn,
    template_pack,
    template_show,
    template_verify,
)
from docforensics.cli.exits import EXIT_CODES, Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

DESCRIPTION = """\
A reference template describes the genuine documents of one model. An authority learns its own from one to twenty
genuine captures; they stay in folders that can be edited, or are packed into one file each and signed. Every command takes
--json."""

COMMANDS: dict[str, ModuleType] = {
    "learn": template_learn,
    "discover": template_discover,
    "show": template_show,
    "edit": template_edit,
    "check": template_check,
    "count": template_count,
    "confirm": template_confirm,
    "pack": template_pack,
    "verify": template_verify,
    "index": template_index,
}
"""Each a module with `HELP`, `DESCRIPTION`, `add_arguments(parser)` and `run(arguments, output) -> Exit`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands."""
    commands = parser.add_subparsers(dest="template_command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=module.DESCRIPTION,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(command)
        add_options(command, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Run the command that was named."""
    return Exit(COMMANDS[arguments.template_command].run(arguments, output))
