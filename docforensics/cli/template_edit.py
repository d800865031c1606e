"""`docforensics template edit TEMPLATE`: its places named, moved and resized on its picture, in the browser."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

if TYPE_CHECKING:
    from docforensics.editing.session import EditSession

HELP = "edit the places of a template in the browser"
DESCRIPTION = """\
Opens a page in the browser that shows the places (features) of a template on its picture: name, move, resize, add and delete
them, by mouse or keyboard, with undo. Places are validated before anything is written; a save is whole or is not made.
The page is served to this machine alone (127.0.0.1, with a secret in its address) and ends when it is ended or closed, or with
Ctrl-C. A signature does not hold for what is edited, and counts of false alarms are removed unless notes alone were changed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="TEMPLATE", help="a template's folder or packed file")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FOLDER",
        help="write to this new folder (default: the template's own; a packed file needs one)",
    )
    parser.add_argument(
        "--no-browser",
        action="store_true",
        help="write the address of the page and open no browser, whose command line shows it to other users of this machine",
    )
    add_options(parser, "--keys")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Serve the page until it is ended, and state what was saved."""
    from docforensics.editing.server import EditServer
    from docforensics.editing.session import EditSession
    from docforensics.templates.signing import TemplateKeys

    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    # With --json standard output has the answer alone.
    note = output.complain if arguments.json else output.write
    session = EditSession.open(arguments.template, arguments.output, keys=keys, on_save=note)
    with EditServer(session).serving() as server:
        interrupted = True
        try:
            for line in (
                *session.consequences,
                f"Edit {session.opened.template.id} at {server.url} (Ctrl-C ends)",
            ):
                note(line)
            if not arguments.no_browser:
                _open(server.url, output)
            server.wait()
            interrupted = False
        except KeyboardInterrupt:
            pass  # what was saved is stated all the same
    done = output.answer(_facts(session), _line(session), as_json=arguments.json)
    return Exit.INTERRUPTED if interrupted else done


def _open(url: str, output: Output) -> None:
    import webbrowser

    if not webbrowser.open(url):
        output.complain("no browser could be opened: open the address above in one of this machine")


def _facts(session: "EditSession") -> dict[str, object]:
    return {
        "template": session.opened.template.id,
        "folder": str(session.folder) if session.revision else "",
        "saved": session.revision > 0,
        "places": len(session.places),
        "counts_removed": session.counts_removed,
        "signature_lost": bool(session.opened.signer and session.revision),
    }


def _line(session: "EditSession") -> str:
    if not session.revision:
        return "Nothing was saved."
    return f"{session.folder}: {session.opened.template.id}, {len(session.places)} places"
