"""`docforensics alert show ALERT`: the quick check card of an alert, one page for the first line."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output, write_page

HELP = "write the quick check card of an alert: one page, A4 and phone"
DESCRIPTION = """\
Writes the quick check card: what to look for, with what, the genuine print next to that of the false document. One self-contained page, to print
on A4 or to read on a phone. With --keys the signature is verified and the card states it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("alert", type=Path, metavar="ALERT", help="file of an alert")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="page to write (default: <id>.html)")
    add_options(parser, "--keys")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Read, write the page, and list what the alert holds."""
    from docforensics.alerting.card import card_html
    from docforensics.alerting.making import listing
    from docforensics.alerts.file import alert_table, read_alert
    from docforensics.templates.signing import TemplateKeys

    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    alert = read_alert(arguments.alert, keys)
    page = arguments.out or Path(f"{alert.id}.html")
    write_page(page, card_html(alert, signed_by=alert.signed_by))
    facts = {"page": str(page), "signed_by": alert.signed_by, "alert": alert_table(alert)}
    return output.answer(facts, *listing(alert), f"written: {page}", as_json=arguments.json)
