"""`docforensics alert COMMAND`: make, show, verify, apply, withdraw and send alerts."""

import argparse
from types import ModuleType

from docforensics.cli import (
    alert_apply,
    alert_export,
    alert_feed,
    alert_import,
    alert_make,
    alert_show,
    alert_verify,
    alert_withdraw,
)
from docforensics.cli.exits import EXIT_CODES, Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

DESCRIPTION = """\
An alert is a signed file that describes a false document so that examinations at other posts recognise it: places with pictures, marks that the
check looks for, lists of numbers that can be matched and not read. No data of a holder is in it. Every command takes --json."""

COMMANDS: dict[str, ModuleType] = {
    "make": alert_make,
    "show": alert_show,
    "verify": alert_verify,
    "apply": alert_apply,
    "withdraw": alert_withdraw,
    "feed": alert_feed,
    "export": alert_export,
    "import": alert_import,
}
"""Each a module with `HELP`, `DESCRIPTION`, `add_arguments(parser)` and `run(arguments, output) -> Exit`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands."""
    commands = parser.add_subparsers(dest="alert_command", required=True, metavar="COMMAND")
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
    return Exit(COMMANDS[arguments.alert_command].run(arguments, output))
