"""`docforensics keys`: the keys of the service's clients."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.service_options import add_store_arguments, store_settings

if TYPE_CHECKING:
    from docforensics.service.keys import ApiKey

DESCRIPTION = """\
Makes, lists and revokes the keys with which clients ask `docforensics serve`. The token is shown once, when it is made; the store keeps
its hash. Scopes: examine (submit, and see what it submitted), read (see it alone, and the metrics), review (see all of its post, decide
at the desk), administer (see and delete all of its post). A change holds at once, also for a service that runs. Every command takes
--json."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the commands and their options."""
    commands = parser.add_subparsers(dest="keys_command", required=True, metavar="COMMAND")
    make = commands.add_parser("make", help="make a key and show its token", allow_abbrev=False)
    make.add_argument("name", metavar="NAME", help="of the client, for lists; no name of a person")
    make.add_argument(
        "--scopes",
        type=values.words,
        default=("examine", "read"),
        metavar="LIST",
        help="(default: examine,read)",
    )
    make.add_argument("--post", default="default", help="whose documents it may share (default: %(default)s)")
    make.add_argument(
        "--days", type=float, metavar="N", help="for which it holds (default: until it is revoked)"
    )
    listed = commands.add_parser("list", help="list keys", allow_abbrev=False)
    revoke = commands.add_parser("revoke", help="revoke a key", allow_abbrev=False)
    revoke.add_argument("id", metavar="ID", help="of the key, as listed")
    for one in (make, listed, revoke):
        add_store_arguments(one)
        add_options(one, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Make, list or revoke."""
    from docforensics.batch.extras import require

    require("serve")
    from docforensics.service.upkeep import add_key, list_keys, revoke_key

    settings = store_settings(arguments)
    if arguments.keys_command == "make":
        scopes, post, days = arguments.scopes, arguments.post, arguments.days
        key, token = add_key(settings, arguments.name, scopes, post=post, days=days)
        lines = (f"id: {key.id}", f"token: {token}", "It is shown this once.")
        return output.answer({**_told(key), "token": token}, *lines, as_json=arguments.json, indent=None)
    if arguments.keys_command == "revoke":
        revoke_key(settings, arguments.id)
        return output.answer(
            {"id": arguments.id}, f"revoked: {arguments.id}", as_json=arguments.json, indent=None
        )
    keys = list_keys(settings)
    return output.answer(
        {"keys": [_told(key) for key in keys]}, *_lines(keys), as_json=arguments.json, indent=None
    )


def _told(key: "ApiKey") -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "post": key.post,
        "scopes": sorted(key.scopes),
        "created_at": _time(key.created_at),
        "expires_at": _time(key.expires_at),
        "revoked_at": _time(key.revoked_at),
    }


def _lines(keys: "tuple[ApiKey, ...]") -> Iterator[str]:
    for key in keys:
        state = (
            "revoked" if key.revoked_at else f"until {_time(key.expires_at)}" if key.expires_at else "holds"
        )
        yield f"{key.id}  {key.name}  {key.post}  {','.join(sorted(key.scopes))}  {state}"


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
