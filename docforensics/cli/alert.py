"""`docforensics alert COMMAND`: make, show, verify, apply, withdraw and send alerts."""

import argparse

from docforensics.cli import (
    alert_apply,
    alert_export,
    alert_feed,
    alert_import,
    alert_make,
    alert_show,
    alert_sign,
    alert_verify,
    alert_withdraw,
)
from docforensics.cli.exits import Exit
from docforensics.cli.grouped import Commands, add_commands, run_command
from docforensics.cli.output import Output

DESCRIPTION = """\
An alert is a signed file that describes a false document so that examinations at other posts recognise it: places with pictures, marks that the
check looks for, lists of numbers that can be matched and not read. No data of a holder is in it. Every command takes --json."""

COMMANDS: Commands = {
    "make": alert_make,
    "sign": alert_sign,
    "show": alert_show,
    "verify": alert_verify,
    "apply": alert_apply,
    "withdraw": alert_withdraw,
    "feed": alert_feed,
    "export": alert_export,
    "import": alert_import,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands."""
    add_commands(parser, COMMANDS)


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Run the command that was named."""
    return run_command(COMMANDS, arguments, output)
