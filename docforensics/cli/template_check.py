"""`docforensics template check TEMPLATE [FILE...]`: how good a template is, how genuine captures lie on it, and its next revision."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.capture.light import Light
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.template_captures import add_capture_arguments, capture_of, files_of
from docforensics.cli.template_update import add_update_arguments, is_revision, revise
from docforensics.errors import InputError

if TYPE_CHECKING:
    from docforensics.templates.learning.assess import Assessment
    from docforensics.templates.model import Template

HELP = "assess a template, update it with further genuine captures, or go back"
DESCRIPTION = """\
Reports the captures that a template was learned from, its tolerance in each light, and what is missing. With FILEs, further
genuine captures, it also reports how they register to it.

With --update they make the template's next revision: each file must be confirmed by two people (docforensics template confirm), the growth of
every tolerance is shown, and nothing is written where a forgery of --caught, which a revision found, would be found by less.
A forgery that was found before is examined in the channel in which it was found.
Former revisions are kept in the folder's history; --roll-back puts one in force again. A signed pack is made anew from the folder."""

_UNREADABLE = "unreadable"
_NO_FIT = "does not lie on the template: give a sharp picture of the whole page, of this model and side"
"""Key of the reason for which a file could not be read; it keeps none of the others from being laid."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="TEMPLATE", help="a template's folder or packed file")
    add_capture_arguments(parser, nargs="*")
    add_options(parser, "--keys")
    add_update_arguments(parser)


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Assess, and lay the captures on the template; or revise it."""
    if is_revision(arguments):
        return revise(arguments, output)
    from docforensics.templates.learning.assess import assess
    from docforensics.templates.signing import TemplateKeys
    from docforensics.templates.store import load_template

    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    template = load_template(arguments.template, keys=keys)
    found = assess(template)
    laid = [_laid(template, side, arguments.channel) for side in files_of(arguments)]
    facts = {"template": template.id, **asdict(found), "captures": laid}
    code = output.answer(facts, *_in_words(template, found, laid), as_json=arguments.json)
    return Exit.UNREADABLE if any(_UNREADABLE in one for one in laid) else code


def _in_words(template: "Template", found: "Assessment", laid: Iterable[dict[str, object]]) -> Iterator[str]:
    yield f"{template.id}: {found.n_captures} capture(s) of {found.n_holders} holder(s)"
    for light, facts in found.lights.items():
        yield (
            f"  {light}: {facts.n_captures} capture(s), {facts.constant_share:.0%} constant, tolerance "
            f"{facts.tolerance:.2f}, colour {facts.colour_spread:.1f} levels, energy {facts.energy_spread:.2f} octaves"
        )
    yield from (f"  missing: {sentence}" for sentence in found.missing)
    yield from ("  " + ", ".join(f"{key} {value}" for key, value in one.items()) for one in laid)


def _laid(template: "Template", side: dict[Light, Path], channel: str) -> dict[str, object]:
    """How one genuine capture lies on the template, or why it could not be read."""
    from docforensics.mrz.engines import load_engine
    from docforensics.templates.learning.aligned_stack import read_sheet
    from docforensics.templates.registration.register import register

    name = str(side[Light.VISIBLE])
    try:
        sheet = read_sheet(capture_of(side, channel), 0, load_engine())
    except InputError as error:
        return {"file": name, _UNREADABLE: str(error)}
    found = register(sheet.capture, sheet.page, template)
    if found is None:
        return {"file": name, "fits": False, "reason": _NO_FIT}
    match = found.match
    return {
        "file": name,
        "fits": True,
        "agreeing": round(match.agreeing, 2),
        "moved_mm": round(match.rms_mm, 3),
        **{f"{light}_dissimilarity": round(one.dissimilarity, 3) for light, one in match.residuals.items()},
    }
