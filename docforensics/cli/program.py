"""The program `docforensics`: finds the command, runs it, and turns expected errors into exit codes."""

import argparse
import sys
import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from docforensics.cli.exits import EXIT_CODES, Exit, exit_of_error
from docforensics.cli.unloadable import unloadable
from docforensics.errors import DocforensicsError
from docforensics.native_lines import native_lines_dropped
from docforensics.version import __version__

if TYPE_CHECKING:
    from docforensics.cli.output import Output

COMMANDS = {
    "examine": "examine documents and report what was found",
    "reproduce": "examine the files of a case again, and name every value that differs",
    "scan": "examine a folder, a glob, a manifest or an fsspec address into a data set of results",
    "link": "link the documents of a scan: repeated numbers, identities, portraits, and common sources",
    "purge": "take retained personal data out of results",
    "serve": "serve examinations over HTTP",
    "watch": "examine what a full-page reader drops into a folder",
    "keys": "make, list and revoke the keys of the service's clients",
    "audit": "verify the audit log of the service",
    "mrz": "read the machine readable zone",
    "template": "learn, discover, show, edit, check, count, confirm, pack and verify reference templates",
    "alert": "make, show, verify, apply, withdraw and send alerts of false documents",
    "benchmark": "measure docforensics and other systems on a data set",
    "calibrate": "fit weights on labelled captures, or move thresholds by a few genuine ones",
    "coverage": "what a post can examine with its equipment, and what more would add",
    "guide": "make a practitioner's guide from a template, to print",
    "drill": "make a drill from sample documents: decide, be timed, be scored",
    "explain": "explain a check",
    "doctor": "check this installation",
}
"""What each does, in a line; its module is loaded when it is called."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv` by default) and return the exit code."""
    try:
        with native_lines_dropped():
            return _run(sys.argv[1:] if arguments is None else arguments)
    except ImportError as error:
        # A package of the core, or a library of the system that it needs: one sentence says what to do, no traceback does.
        if not (said := unloadable(error)):
            raise
        sys.stderr.write(f"docforensics: {said}; `docforensics doctor` lists all that is missing\n")
        return int(Exit.BAD_RESOURCE)


def _run(given: Sequence[str]) -> int:
    parsed = build_parser([word for word in given if word in COMMANDS][:1]).parse_args(given)
    # Not before: `--version` and `--help` end the program in the line above.
    from docforensics.cli.output import Output

    output = Output()
    try:
        with _in_one_line(output):
            return int(command(parsed.command).run(parsed, output))
    except DocforensicsError as error:
        output.complain(str(error))
        return int(exit_of_error(error))
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)


def command(name: str) -> ModuleType:
    """Load the module of a command, with `DESCRIPTION`, `add_arguments(parser)` and `run(arguments, output) -> Exit`."""
    return import_module(f"docforensics.cli.{name}")


@contextmanager
def _in_one_line(output: "Output") -> Iterator[None]:
    """Say that a policy of before claims was read as any complaint: in one line, once."""
    from docforensics.scoring.policy import PolicyVersionWarning

    with warnings.catch_warnings():
        warnings.simplefilter("always", PolicyVersionWarning)
        otherwise, said = warnings.showwarning, set[str]()

        def show(message: Warning | str, category: type[Warning], *where: Any) -> None:  # noqa: ANN401 (as Python passes them)
            if not issubclass(category, PolicyVersionWarning):
                otherwise(message, category, *where)
            elif str(message) not in said:
                said.add(str(message))
                output.complain(str(message))

        warnings.showwarning = show  # type: ignore[assignment]  # the names of its arguments are of no use here
        yield


def build_parser(called: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Build the parser of all commands; of those that are not `called` the options are left out, and nothing is loaded."""
    parser = argparse.ArgumentParser(
        prog="docforensics",
        description="Finds forged travel documents. Advisory: it assesses the document, never the person.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"docforensics {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        module = command(name) if name in called else None
        below = commands.add_parser(
            name,
            help=what,
            description=module.DESCRIPTION if module else None,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if module:
            module.add_arguments(below)
    return parser
