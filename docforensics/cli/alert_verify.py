"""`docforensics alert verify ALERT...`: whether alerts are whole, and who signed them."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import AlertError

HELP = "verify that alerts are whole and signed with a trusted key"
DESCRIPTION = """\
Reads every part of each ALERT, compares it with the manifest, and verifies the signature against the trusted keys. Exit code 4 where one is damaged,
changed, or not signed with a trusted key."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("alerts", nargs="+", type=Path, metavar="ALERT")
    add_options(parser, "--keys", required=True)


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Verify one after another."""
    from docforensics.alerts.file import signed_alert
    from docforensics.templates.signing import TemplateKeys

    keys = TemplateKeys.load(arguments.keys)
    lines: list[str] = []
    told: list[dict[str, object]] = []
    code = Exit.CLEAR
    for file in arguments.alerts:
        try:
            alert = signed_alert(file, keys)
        except AlertError as error:
            output.complain(str(error))
            told.append({"file": str(file), "error": str(error)})
            code = Exit.BAD_RESOURCE
            continue
        state = "withdrawn" if alert.withdrawn else f"in force from {alert.valid_from} to {alert.valid_to}"
        lines.append(
            f"{file}: {alert.title}, revision {alert.revision}, {state}, signed with {alert.signed_by}"
        )
        told.append(
            {"file": str(file), "id": alert.id, "revision": alert.revision, "signed_by": alert.signed_by}
        )
    output.answer({"alerts": told}, *lines, as_json=arguments.json)
    return code
