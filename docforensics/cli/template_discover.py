"""`docforensics template discover SOURCE -o STORE`: templates, and a work list, from captures without labels."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docforensics.cli import values
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output, ProgressLines, progress_bar

if TYPE_CHECKING:
    from docforensics.batch.discover.result import DiscoveredGroup, Pile

HELP = "discover the models in a pile of captures without labels"
DESCRIPTION = """\
Groups captures by model: by looks, and by issuer and document code where a machine readable zone is read; editions are separated.
Of each group a template is learned from captures that fit each other best, and every document is examined against the
templates. STORE then holds a folder a template, index.html, groups.csv, and work_list.csv: the outliers of their
groups, with reason and place, worst first. What was killed goes on by the same command (STORE/.pile keeps coarse looks).

SOURCE is what `docforensics scan` takes: in a folder each file is one document in visible light, a manifest has a column a light.
Which captures are genuine is not known: a forgery made in series can look like a model of its own."""
_NAMED = 5
"""Files that could not be read which the terminal names. A judgement."""
_PASSED = (
    "workers",
    "executor",
    "address",
    "channel",
    "size_mm",
    "engine",
    "time_limit",
    "memory_limit",
    "allow_schemes",
    "allow_outside",
)
"""Options that `discover_templates` takes as they are."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("source", metavar="SOURCE", help="folder, glob, manifest or file")
    parser.add_argument("-o", "--out", required=True, metavar="STORE", help="folder of the store")
    parser.add_argument(
        "--least", type=values.positive, metavar="N", help="pages that a group has at least (default: 4)"
    )
    add_options(parser, "--workers", default=None, help="processes (default: one a core)")
    add_options(parser, "--executor", "--address")
    add_options(parser, "--channel", "--size-mm", "--engine")
    add_options(parser, "--time-limit", "--memory-limit", "--allow-scheme", "--allow-outside")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Discover, show how far it is, print the groups and the counts."""
    from docforensics.batch.extras import require

    require("batch")
    from docforensics.batch.discover.entry import LEAST_GROUP, discover_templates
    from docforensics.batch.discover.export import facts

    try:
        with _steps_shown(output) as shown:
            pile = discover_templates(
                arguments.source,
                arguments.out,
                least=arguments.least or LEAST_GROUP,
                progress=shown,
                **{name: getattr(arguments, name) for name in _PASSED},
            )
    except KeyboardInterrupt:
        output.complain(
            f"interrupted: pages read and groups learned are kept in {arguments.out}/.pile; the same command goes on"
        )
        return Exit.INTERRUPTED
    least, channel = arguments.least or LEAST_GROUP, arguments.channel
    lines = (*_lines(pile), *_advice(pile, least, channel))
    code = output.answer(facts(pile), *lines, as_json=arguments.json)
    return Exit.UNREADABLE if any(one.page is None for one in pile.left_out) else code


def _lines(pile: "Pile") -> Iterator[str]:
    yield f"{pile.pages} pages of {pile.documents} documents in {len(pile.groups)} groups, {len(pile.left_out)} left out"
    for group in pile.groups:
        yield _line(group)
        yield from (f"    {note}" for note in group.notes)
    kinds = Counter(one.kind for one in pile.work_list())
    yield f"work list: {kinds.total()} pages"
    yield from (f"    {kinds[kind]} {kind.words}" for kind in sorted(kinds))
    yield from (f"left as it is: {pile.store}/{one.name}: {one.reason}" for one in pile.kept)
    if pile.kept:
        yield "    no template that was discovered now was written there: move such a folder out of the store and run again to have it"
    yield f"written: {pile.store}/index.html, {pile.store}/work_list.csv"


def _advice(pile: "Pile", least: int, channel: str) -> Iterator[str]:
    """What to do about pages that were left out, and what was taken for granted."""
    unread = [one for one in pile.left_out if one.page is None]
    yield from (f"not read: {one.name}: {one.reason}" for one in unread[:_NAMED])
    if len(unread) > _NAMED:
        yield f"    and {len(unread) - _NAMED} more: {pile.store}/index.html names all"
    if len(pile.left_out) > len(unread):
        yield f"a group has {least} pages at least (--least): give more pages of the models that were left out, or fewer here"
    yield f"the pictures were taken for: {channel} (--channel)"


def _line(group: "DiscoveredGroup") -> str:
    model = f" {group.model.id}" if group.model else ""
    learned = f", learned from {group.captures} captures" if group.folder else ""
    return f"  {group.name}{model}: {group.count} pages, {len(group.outliers)} outliers{learned}"


@contextmanager
def _steps_shown(output: Output) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar a step on a terminal, and lines where there is none."""
    with progress_bar("{task.description}") as bar:
        tasks: dict[str, int] = {}
        lines = ProgressLines(output)

        def show(step: str, done: int, of: int) -> None:
            lines.show(step, done, of)
            if bar is None:
                return
            if step not in tasks or done == 0:
                tasks[step] = bar.add_task(step, total=of)
            bar.update(tasks[step], completed=done)  # type: ignore[arg-type]  # rich's own name for an int

        yield show
