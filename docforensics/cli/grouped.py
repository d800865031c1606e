"""Commands of a command: `docforensics alert make`, `docforensics template learn`."""

import argparse
from collections.abc import Mapping
from types import ModuleType

from docforensics.cli.exits import EXIT_CODES, Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

Commands = Mapping[str, ModuleType]
"""Each a module with `HELP`, `DESCRIPTION`, `add_arguments(parser)` and `run(arguments, output) -> Exit`."""
_NAMED = "subcommand"


def add_commands(parser: argparse.ArgumentParser, commands: Commands) -> None:
    """Add the commands of a group, each with --json."""
    group = parser.add_subparsers(dest=_NAMED, required=True, metavar="COMMAND")
    for name, module in commands.items():
        command = group.add_parser(
            name,
            help=module.HELP,
            description=module.DESCRIPTION,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(command)
        add_options(command, "--json")


def run_command(commands: Commands, arguments: argparse.Namespace, output: Output) -> Exit:
    """Run the command of a group that was named."""
    return Exit(commands[getattr(arguments, _NAMED)].run(arguments, output))
