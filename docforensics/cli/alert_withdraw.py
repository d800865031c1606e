"""`docforensics alert withdraw ALERT`: the next revision of an alert, which withdraws it."""

import argparse
from datetime import date
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import AlertError

HELP = "withdraw an alert: its next revision, without pictures and lists"
DESCRIPTION = """\
Writes the next revision of the alert, which withdraws it. Posts that apply it no longer match the alert. It must be signed with the key of the alert:
with another one it is refused where the alert was applied."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("alert", type=Path, metavar="ALERT", help="the alert as it was signed")
    parser.add_argument("--reason", required=True, help="why, in a sentence")
    parser.add_argument("--sign", required=True, type=Path, metavar="KEY", help="Ed25519 private key in PEM")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: <id>.withdrawn.dfalert")
    add_options(parser, "--keys", required=True)


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Write the withdrawal, signed."""
    from docforensics.alerts.file import SUFFIX, signed_alert, stated_signer, write_alert
    from docforensics.templates.signing import TemplateKeys

    alert = signed_alert(arguments.alert, TemplateKeys.load(arguments.keys))
    today = date.today()  # noqa: DTZ011 (the post's local day)
    withdrawal = alert.withdrawal(arguments.reason, today)
    out = arguments.out or Path(f"{alert.id}.withdrawn{SUFFIX}")
    write_alert(withdrawal, out, private_key=arguments.sign)
    signer = stated_signer(out)
    if signer != alert.signed_by:
        out.unlink()
        raise AlertError(f"--sign: the key {signer} is not the one that signed the alert ({alert.signed_by})")
    facts = {"file": str(out), "id": alert.id, "revision": withdrawal.revision, "key": signer}
    return output.answer(facts, f"written: {out}, revision {withdrawal.revision}", as_json=arguments.json)
