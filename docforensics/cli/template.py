"""`docforensics template COMMAND`: learn, discover, show, edit, check, count, confirm, pack, verify and index reference templates."""

import argparse

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
from docforensics.cli.exits import Exit
from docforensics.cli.grouped import Commands, add_commands, run_command
from docforensics.cli.output import Output

DESCRIPTION = """\
A reference template describes the genuine documents of one model. An authority learns its own from one to twenty
genuine captures; they stay in folders that can be edited, or are packed into one file each and signed. Every command takes
--json."""

COMMANDS: Commands = {
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands."""
    add_commands(parser, COMMANDS)


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Run the command that was named."""
    return run_command(COMMANDS, arguments, output)
