"""`docforensics serve`: the REST service."""

import argparse
from dataclasses import replace
from pathlib import Path

from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import EXAMINATION, add_options, settings_of
from docforensics.cli.output import Output
from docforensics.cli.service_options import add_store_arguments, refuse_key_in_data, store_settings
from docforensics.regular import is_there

DESCRIPTION = """\
Serves examinations over HTTP (OpenAPI at /openapi.json). It listens on this machine alone unless --host names another address, and keeps
nothing of a document: a report is answered and forgotten, and one that is fetched later lives until then, ten minutes at most. With
--retain-days results are kept, encrypted under --key-file.

The first start makes a key and writes it to DIR/first-key as a header: curl -H @DIR/first-key -F visible=@page.jpg
http://127.0.0.1:8117/v1/examinations. `docforensics keys` makes others."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_store_arguments(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8117, help="(default: %(default)s)")
    parser.add_argument("--tls-cert", type=Path, metavar="PEM", help="certificate of the service, for TLS")
    parser.add_argument("--tls-key", type=Path, metavar="PEM", help="its private key")
    parser.add_argument(
        "--client-ca",
        type=Path,
        metavar="PEM",
        help="clients must show a certificate of this authority (mTLS)",
    )
    parser.add_argument(
        "--proxy", type=Path, metavar="TOML", help="proxy that signs people in, and what their groups may do"
    )
    add_options(parser, "--workers", help="worker processes (default: 2)")
    parser.add_argument(
        "--waiting", type=int, default=16, metavar="N", help="documents that may wait for them (default: 16)"
    )
    add_options(parser, "--time-limit", default=30.0, help="seconds a document (default: 30)")
    add_options(parser, "--memory-limit", default=2 * 2**30, help="memory a document (default: 2G)")
    parser.add_argument(
        "--retain-days",
        type=float,
        default=0.0,
        metavar="N",
        help="days for which results are kept (default: 0)",
    )
    parser.add_argument(
        "--two-persons", action="store_true", help="at the desk two people decide genuine and forged"
    )
    parser.add_argument(
        "--requests-a-minute",
        type=values.positive,
        default=600,
        metavar="N",
        help="of one key (default: 600)",
    )
    parser.add_argument("--spool", type=Path, metavar="DIR", help="where documents wait (default: in memory)")
    parser.add_argument(
        "--policies", type=Path, metavar="DIR", help="policies that a request may name, by file name"
    )
    parser.add_argument(
        "--alert-key",
        type=Path,
        metavar="PEM",
        help="Ed25519 private key with which alerts of the desk are signed (default: none; they are drafts for `docforensics alert sign`)",
    )
    add_options(parser, *EXAMINATION, "--equipment")
    add_options(parser, "--json", help="write the log as JSON")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Serve until the process is stopped."""
    from docforensics.batch.extras import require

    require("serve")
    from docforensics.service.run import Listening, load_proxy, make_first_key, policies_in, run as serve
    from docforensics.service.vault import make_key
    from docforensics.templates.signing import sign

    refuse_key_in_data(arguments)
    if arguments.key_file is not None and not is_there(arguments.key_file):
        make_key(arguments.key_file)
        output.complain(f"a key was made: {arguments.key_file}; without it nothing that is kept can be read")
    if arguments.alert_key is not None:
        sign(
            b"", arguments.alert_key, purpose=b"docforensics key at hand\0"
        )  # what cannot sign is refused now, and not at the desk
    listening = Listening(
        host=arguments.host,
        port=arguments.port,
        certificate=arguments.tls_cert,
        key=arguments.tls_key,
        client_ca=arguments.client_ca,
    )
    settings = replace(
        store_settings(arguments),
        examination=settings_of(arguments),
        workers=arguments.workers,
        waiting=arguments.waiting,
        time_limit=arguments.time_limit,
        memory_limit=arguments.memory_limit,
        retain_days=arguments.retain_days,
        two_persons=arguments.two_persons,
        requests_a_minute=arguments.requests_a_minute,
        spool=arguments.spool,
        policies=policies_in(arguments.policies),
        proxy=load_proxy(arguments.proxy) if arguments.proxy else None,
        alert_key=arguments.alert_key,
    )
    if listening.is_in_clear:
        output.complain(
            f"{listening.host} is reached by others, and nothing is encrypted on the way: give --tls-cert, or a proxy with TLS"
        )
    if (file := make_first_key(settings)) is not None:
        output.complain(
            f"a first key was made, with all scopes: curl -H @{file} {listening.address}/v1/checks"
        )
    output.complain(f"listening on {listening.address}; stop with Ctrl-C")
    serve(settings, listening, json_log=arguments.json)
    return Exit.CLEAR
