"""`docforensics reproduce CASE [IMAGE...]`: does an examination again, and names every value that differs and what can have moved it."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import EXAMINATION, add_options
from docforensics.cli.output import Output

if TYPE_CHECKING:
    from docforensics.reproducing import Reproduction

DESCRIPTION = """\
Examines the files of a case file (`docforensics examine --case`, `report.save_case`) again with the settings that it holds, and compares every value of
the report. IMAGE are the files that were examined, under any name; those in the case need not be given. The options of the examination take the place of
the case's own, for example --templates where they lie elsewhere. Exit code 0: every value is the same; 10: one differs."""
_MOST_LINES = 40
"""Differences that are shown as text; JSON has all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("case", type=Path, metavar="CASE", help="case file")
    parser.add_argument("images", nargs="*", type=Path, metavar="IMAGE", help="files that were examined")
    add_options(parser, *EXAMINATION, "--keys", "--json")
    parser.add_argument("--chip", type=Path, metavar="DIR", help="folder of the chip files that were given")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Examine it again; the exit code states whether every value is the same."""
    from docforensics.reproducing import reproduce
    from docforensics.seal.chip import ChipData
    from docforensics.templates.signing import TemplateKeys

    names = [name.lstrip("-").replace("-", "_") for name in EXAMINATION]
    options = {name: given for name in names if (given := getattr(arguments, name))}
    found = reproduce(
        arguments.case,
        arguments.images,
        keys=TemplateKeys.load(arguments.keys) if arguments.keys else None,
        chip=ChipData.load(arguments.chip) if arguments.chip else None,
        **options,
    )
    output.answer(_facts(found), *_lines(found), as_json=arguments.json)
    return Exit.CLEAR if found.is_equal else Exit.REFER


def _facts(found: "Reproduction") -> dict[str, object]:
    return {
        "equal": found.is_equal,
        "compared": found.compared,
        "signer": found.signer,
        "outcome": found.report.verdict.outcome.value,
        "changed": {name: {"was": was, "now": now} for name, (was, now) in found.changed.items()},
        "differences": [
            {"place": one.place, "was": one.was, "now": one.now, "causes": list(one.causes)}
            for one in found.differences
        ],
    }


def _lines(found: "Reproduction") -> Iterator[str]:
    signed = f", signed with {found.signer}" if found.signer else ""
    if found.is_equal:
        yield f"equal: {found.compared} values, {found.report.verdict.outcome}{signed}"
    else:
        yield f"{len(found.differences)} of {found.compared} values differ{signed}"
    for one in found.differences[:_MOST_LINES]:
        causes = ", ".join(one.causes) or "nothing that the case records differs: report it to the maintainer"
        yield f"  {one.place}: {one.was!r}, now {one.now!r} ({causes})"
    if len(found.differences) > _MOST_LINES:
        yield f"  and {len(found.differences) - _MOST_LINES} more; --json lists them"
    for name, (was, now) in found.changed.items():
        yield f"changed since: {name}: {was}, now {now}"
