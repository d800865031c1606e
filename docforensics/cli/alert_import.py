"""`docforensics alert import FILE`: the signed alert inside a MISP event or a STIX bundle."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError

HELP = "take the signed alert out of a MISP event or STIX 2.1 bundle"
DESCRIPTION = """\
Takes the signed file out of a MISP event or a STIX 2.1 bundle, and refuses one that states something else than the file. Needs the extra
`exchange`. Apply it then as any alert: its signature is verified there, and here with --keys."""
_MOST_BYTES = 400 * 2**20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON of a MISP event or a STIX bundle")
    parser.add_argument("--form", required=True, choices=("misp", "stix"), help="which one")
    parser.add_argument(
        "-o", "--out", required=True, type=Path, metavar="ALERT", help="file of the alert to write"
    )
    add_options(parser, "--keys")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Read, verify where keys are given, write."""
    from docforensics.alerting.exchange import from_misp, from_stix
    from docforensics.alerts.file import read_alert, signed_alert
    from docforensics.regular import read_regular
    from docforensics.templates.signing import TemplateKeys

    try:
        text = read_regular(arguments.file, _MOST_BYTES)
    except (OSError, ValueError) as error:
        raise UsageError(f"{arguments.file}: cannot be read: {error}") from error
    raw = (from_misp if arguments.form == "misp" else from_stix)(text)
    try:
        arguments.out.write_bytes(raw)
    except OSError as error:
        raise UsageError(f"--out: {arguments.out} cannot be written: {error.strerror}") from error
    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    alert = signed_alert(arguments.out, keys) if keys else read_alert(arguments.out)
    facts = {
        "file": str(arguments.out),
        "id": alert.id,
        "revision": alert.revision,
        "signed_by": alert.signed_by,
    }
    return output.answer(facts, f"written: {arguments.out}: {alert.title}", as_json=arguments.json)
