"""The program `docforensics`: finds the command, runs it, and turns expected errors into exit codes."""

import argparse
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docforensics.cli import (
    benchmark,
    calibrate,
    coverage,
    doctor,
    drill,
    examine,
    explain,
    guide,
    link,
    mrz,
    purge,
    scan,
    template,
)
from docforensics.cli.exits import EXIT_CODES, Exit, exit_of_error
from docforensics.cli.output import Output
from docforensics.errors import DocforensicsError
from docforensics.scoring.policy import PolicyVersionWarning
from docforensics.version import __version__

COMMANDS = {
    "examine": examine,
    "scan": scan,
    "link": link,
    "purge": purge,
    "mrz": mrz,
    "template": template,
    "benchmark": benchmark,
    "calibrate": calibrate,
    "coverage": coverage,
    "guide": guide,
    "drill": drill,
    "explain": explain,
    "doctor": doctor,
}
"""Each a module with `HELP`, `add_arguments(parser)` and `run(arguments, output) -> Exit`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv` by default) and return the exit code."""
    parsed = build_parser().parse_args(arguments)
    output = Output()
    try:
        with _in_one_line(output):
            return int(COMMANDS[parsed.command].run(parsed, output))
    except DocforensicsError as error:
        output.complain(str(error))
        return int(exit_of_error(error))
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)


@contextmanager
def _in_one_line(output: Output) -> Iterator[None]:
    """Say that a policy of before claims was read as any complaint: in one line, once."""
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


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="docforensics",
        description="Finds forged travel documents. Advisory: it assesses the document, never the person.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"docforensics {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=module.DESCRIPTION,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(command)
    return parser
