"""`docforensics mrz FILE...`: reads the machine readable zone and nothing else."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit, exit_of_error
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import DocforensicsError, InputError

if TYPE_CHECKING:
    from docforensics.report.model import MrzReport

DESCRIPTION = """\
Reads the machine readable zone of each FILE: its lines as printed, its fields and check digits. A character that is hardly
likelier than one that the format allows there is read as the latter, and named; a sure one is never changed.
A check digit that agrees is no evidence of authenticity. Exit code 0: read; 11: a file without a zone that could be read.

With --json, one file gives one JSON object; several give JSON Lines. `mrz` is null where none was read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="image of a page")
    add_options(parser, "--engine", "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Read the files one after another; the highest exit code counts."""
    worst = Exit.CLEAR
    for file in arguments.files:
        worst = max(worst, _one(file, arguments, output))
        if output.closed:
            break
    return worst


def _one(file: Path, arguments: argparse.Namespace, output: Output) -> Exit:
    several = len(arguments.files) > 1
    try:
        found = _read(file, arguments.engine)
    except (InputError, OSError) as error:
        output.complain(f"{file}: {getattr(error, 'strerror', None) or error}")
        return exit_of_error(error) if isinstance(error, DocforensicsError) else Exit.UNREADABLE
    if arguments.json:
        _show_json(file, found, output, indent=None if several else 2)
    else:
        _show_text(file, found, output, several=several)
    return Exit.CLEAR if found else Exit.INCONCLUSIVE


def _read(file: Path, engine: str | None) -> "MrzReport | None":
    from docforensics.mrz.parse import parse_reading
    from docforensics.mrz.read import read_mrz
    from docforensics.report.build import mrz_report

    reading = read_mrz(file, engine=engine)
    return None if reading is None else mrz_report(parse_reading(reading), reading)


def _show_json(file: Path, found: "MrzReport | None", output: Output, *, indent: int | None) -> None:
    from docforensics.report.plain import plain
    from docforensics.report.render.json import mrz_to_dict

    value = {"source": plain(str(file)), "mrz": plain(mrz_to_dict(found)) if found else None}
    output.write_json(value, indent=indent)


def _show_text(file: Path, found: "MrzReport | None", output: Output, *, several: bool) -> None:
    from docforensics.report.render.full import mrz_text

    if several:
        output.write(f"==> {file}")
    if found:
        output.write_rendered(mrz_text(found, colour=output.colour, width=output.width))
    else:
        output.complain(f"{file}: no machine readable zone was read")
