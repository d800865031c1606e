"""`docforensics alert export ALERT`: an alert as MISP event or STIX bundle."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output
from docforensics.errors import UsageError

HELP = "write an alert as MISP event or STIX 2.1 bundle"
DESCRIPTION = """\
Writes the alert for MISP or for tools of STIX 2.1, with the signed file inside. Nothing is sent. Needs the extra `exchange`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("alert", type=Path, metavar="ALERT", help="file of an alert")
    parser.add_argument("--form", required=True, choices=("misp", "stix"), help="which one")
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="FILE", help="JSON file to write")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Write it."""
    from docforensics.alerting.exchange import to_misp, to_stix

    text = (to_misp if arguments.form == "misp" else to_stix)(arguments.alert)
    try:
        arguments.out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--out: {arguments.out} cannot be written: {error.strerror}") from error
    facts = {"file": str(arguments.out), "form": arguments.form}
    return output.answer(facts, f"written: {arguments.out}", as_json=arguments.json)
