"""`docforensics alert apply STORE ALERT...`: alerts join a store of templates, and examinations with it use them."""

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

HELP = "apply alerts to a store of templates, so that examinations use them"
DESCRIPTION = """\
Verifies each ALERT and adds it to the folder `alerts` of the store; the templates and their signatures stay as they are. All are applied or, where one
is refused, none: not signed with a trusted key, changed, older than the one that is there, or of one id with an alert of another signer."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("store", type=Path, metavar="STORE", help="folder of templates")
    parser.add_argument("alerts", nargs="+", type=Path, metavar="ALERT")
    add_options(parser, "--keys", required=True)
    parser.add_argument(
        "--without-templates",
        action="store_true",
        help="do not compare the marks with the templates of the store (faster; conflicts with them are not found)",
    )


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Apply, and state what changed and what conflicts."""
    from docforensics.alerting.applying import apply_alerts, open_book
    from docforensics.templates.signing import TemplateKeys
    from docforensics.templates.store import TemplateStore

    store = None if arguments.without_templates else TemplateStore.open(arguments.store)
    done = apply_alerts(
        arguments.alerts,
        arguments.store,
        TemplateKeys.load(arguments.keys),
        on=date.today(),  # noqa: DTZ011 (the post's local day)
        templates=store,
    )
    book = open_book(arguments.store)
    counts = Counter(one.what for one in done)
    facts = {
        "applied": [{"id": one.alert.id, "revision": one.alert.revision, "what": one.what} for one in done],
        "alerts": len(book),
        "conflicts": [{"alerts": list(one.alerts), "reason": one.reason} for one in book.conflicts],
    }
    lines = [
        ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        + f"; {len(book)} alerts in {arguments.store}"
    ]
    lines += [f"conflict: {one.reason}" for one in book.conflicts]
    return output.answer(facts, *lines, as_json=arguments.json)
