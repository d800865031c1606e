"""`docforensics alert sign DRAFT`: signs a draft of an alert after what leaves was listed and confirmed."""

import argparse
from pathlib import Path

from docforensics.cli.alert_make import confirmed
from docforensics.cli.exits import Exit
from docforensics.cli.output import Output
from docforensics.errors import AlertError

HELP = "sign a draft of an alert, such as the review desk gives"
DESCRIPTION = """\
Signs a DRAFT: an alert without a signature, as the review desk gives it where the service has no key. Everything that leaves is listed, and the
file is written after you confirm it, or with --yes. One that is signed already is refused."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("draft", type=Path, metavar="DRAFT", help="file of an alert without a signature")
    parser.add_argument("--sign", required=True, type=Path, metavar="KEY", help="Ed25519 private key in PEM")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: <id>.dfalert")
    parser.add_argument("--yes", action="store_true", help="write without asking")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """List, ask, write."""
    from docforensics.alerting.making import listing
    from docforensics.alerts.file import SUFFIX, read_alert, stated_signer, write_alert

    alert = read_alert(arguments.draft)
    if signer := stated_signer(arguments.draft):
        raise AlertError(f"{arguments.draft}: it is signed already, with {signer}")
    leaves = list(listing(alert))
    if not arguments.yes and not confirmed(leaves, output):
        output.complain("nothing was written")
        return Exit.USAGE
    out = arguments.out or Path(f"{alert.id}{SUFFIX}")
    write_alert(alert, out, private_key=arguments.sign)
    facts = {"file": str(out), "id": alert.id, "key": stated_signer(out)}
    return output.answer(facts, *leaves, f"written: {out}", as_json=arguments.json)
