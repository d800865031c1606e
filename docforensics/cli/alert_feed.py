"""`docforensics alert feed ADDRESS`: put alerts into a signed feed, or pull what is new and apply it."""

import argparse
from datetime import date, timedelta
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError

HELP = "put alerts into a signed feed, or pull what is new in one"
DESCRIPTION = """\
A feed is a folder, or any fsspec address (s3://..., https://...), of alerts with one signed index. With --add it is extended and its index signed anew;
with --pull what is new is fetched and verified, and with --apply STORE applied. An index that is older than the one pulled before, expired, or not
signed with a trusted key is refused. This is the one command that opens an address, and the one named alone."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("address", metavar="ADDRESS", help="folder or fsspec address of the feed")
    add_options(parser, "--keys", required=True)
    parser.add_argument(
        "--add", nargs="*", type=Path, metavar="ALERT", help="alerts to add; none renews the index"
    )
    parser.add_argument("--sign", type=Path, metavar="KEY", help="Ed25519 private key in PEM; with --add")
    parser.add_argument("--name", default="alerts", help="of a new feed; with --add (default: alerts)")
    parser.add_argument(
        "--days", type=int, metavar="N", help="days after which the index expires; with --add (default: 30)"
    )
    parser.add_argument("--pull", type=Path, metavar="DIR", help="folder of this post for what is fetched")
    parser.add_argument(
        "--apply", type=Path, metavar="STORE", help="folder of templates to apply them to; with --pull"
    )


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Publish or pull."""
    from docforensics.batch.extras import require

    if (arguments.add is None) == (arguments.pull is None):
        raise UsageError("give one of --add and --pull")
    require("batch")
    return _publish(arguments, output) if arguments.add is not None else _pull(arguments, output)


def _publish(arguments: argparse.Namespace, output: Output) -> Exit:
    from docforensics.alerting.feed import VALID_DAYS, publish
    from docforensics.templates.signing import TemplateKeys

    if arguments.sign is None:
        raise UsageError("--add: sign the index with --sign KEY")
    today = date.today()  # noqa: DTZ011 (the day of whoever issues the feed)
    index = publish(
        arguments.add,
        arguments.address,
        arguments.sign,
        on=today,
        expires_on=today + timedelta(days=VALID_DAYS if arguments.days is None else arguments.days),
        name=arguments.name,
        keys=TemplateKeys.load(arguments.keys),
    )
    facts = {
        "feed": index.feed,
        "number": index.number,
        "alerts": len(index.alerts),
        "expires_on": str(index.expires_on),
    }
    line = f"{arguments.address}: index {index.number}, {len(index.alerts)} alerts, expires on {index.expires_on}"
    return output.answer(facts, line, as_json=arguments.json)


def _pull(arguments: argparse.Namespace, output: Output) -> Exit:
    from docforensics.alerting.applying import apply_alerts
    from docforensics.alerting.feed import pull
    from docforensics.templates.signing import TemplateKeys
    from docforensics.templates.store import TemplateStore

    keys, today = TemplateKeys.load(arguments.keys), date.today()  # noqa: DTZ011 (the post's local day)
    pulled = pull(arguments.address, arguments.pull, keys, on=today)
    facts: dict[str, object] = {
        "feed": pulled.index.feed,
        "number": pulled.index.number,
        "alerts": len(pulled.files),
        "fetched": pulled.fetched,
    }
    lines = [
        f"index {pulled.index.number} of {pulled.index.feed}: {len(pulled.files)} alerts, {pulled.fetched} fetched"
    ]
    if arguments.apply:
        templates = TemplateStore.open(arguments.apply)
        done = apply_alerts(pulled.files, arguments.apply, keys, on=today, templates=templates)
        changed = [one for one in done if one.what != "known"]
        facts["applied"] = [{"id": one.alert.id, "what": one.what} for one in changed]
        lines.append(f"{len(changed)} applied to {arguments.apply}")
    return output.answer(facts, *lines, as_json=arguments.json)
