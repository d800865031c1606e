"""`docforensics template count TEMPLATE FILE...`: false alarms on genuine documents that a template was not learned from."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output, progress_bar
from docforensics.cli.template_captures import (
    add_capture_arguments,
    add_zone_sides,
    captures_of,
    holders_of,
    zone_sides_of,
)
from docforensics.errors import UsageError
from docforensics.regular import is_file

if TYPE_CHECKING:
    from docforensics.counting import Counted

HELP = "count false alarms on further genuine documents"
DESCRIPTION = """\
Examines genuine documents of a template's model that it was not learned from, and keeps in the template on how many each
check measured and was adverse. A finding weighs no more than these counts and those on other real documents support; without
any it refers no document by itself. Counts are added to those that are there: never give a document twice.
The pack is changed, so a signature is to be made anew."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="FOLDER", help="a template's folder")
    add_capture_arguments(parser)
    add_zone_sides(parser)


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Examine, and write the counts into the template's folder."""
    from docforensics.counting import count_on, with_counts
    from docforensics.templates.store import load_template, save_template

    if is_file(arguments.template):
        raise UsageError(
            f"{arguments.template}: is a packed file; count in its folder, then pack and sign it anew"
        )
    template = load_template(arguments.template)
    with counting_shown() as progress:
        found = count_on(
            template,
            captures_of(arguments),
            holders=holders_of(arguments),
            progress=progress,
            zone_sides=zone_sides_of(arguments),
        )
    save_template(with_counts(template, found), arguments.template)
    facts = {"template": template.id, "folder": str(arguments.template), **count_facts(found)}
    return output.answer(
        facts, f"{arguments.template}: {template.id}: {count_line(found)}", as_json=arguments.json
    )


def count_facts(found: "Counted") -> dict[str, Any]:
    """Give what was counted as JSON."""
    return {
        "documents": found.documents,
        "fitted": found.fitted,
        "false_alarms": dict(found.alarms),
    }


def count_line(found: "Counted") -> str:
    """Give what was counted as a sentence."""
    alarms = ", ".join(f"{check} {number}" for check, number in found.alarms.items())
    return (
        f"counted on {found.fitted} of {found.documents} genuine document(s), those that the template fits; "
        f"false alarms: {alarms or 'none'}"
    )


@contextmanager
def counting_shown() -> Iterator[Callable[[int, int], None]]:
    """Show how many documents were examined, on a terminal."""
    with progress_bar("genuine documents examined") as bar:
        task = bar.add_task("", total=None) if bar is not None else None

        def show(done: int, of: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, completed=done, total=of)

        yield show
