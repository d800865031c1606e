"""`docforensics template check TEMPLATE [FILE...]`: how good a template is, how genuine captures lie on it, and its next revision."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.template_captures import add_capture_arguments, captures_of
from docforensics.cli.template_update import add_update_arguments, is_revision, revise

if TYPE_CHECKING:
    from docforensics.capture.side import Capture
    from docforensics.templates.learning.assess import Assessment
    from docforensics.templates.model import Template

HELP = "assess a template, update it with further genuine captures, or go back"
DESCRIPTION = """\
Reports the captures that a template was learned from, its tolerance in each light, and what is missing. With FILEs, further
genuine captures, it also reports how they register to it.

With --update they make the template's next revision: each file must be confirmed by two people (docforensics template confirm), the growth of
every tolerance is shown, and nothing is written where a forgery of --caught, which the template finds, would be found by less.
Former revisions are kept in the folder's history; --roll-back puts one in force again. A signed pack is made anew from the folder."""


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
    laid = [
        _laid(template, str(file), capture)
        for file, capture in zip(arguments.files, captures_of(arguments), strict=True)
    ]
    facts = {"template": template.id, **asdict(found), "captures": laid}
    return output.answer(facts, *_in_words(template, found, laid), as_json=arguments.json)


def _in_words(template: "Template", found: "Assessment", laid: Iterable[dict[str, object]]) -> Iterator[str]:
    yield f"{template.id}: {found.n_captures} capture(s) of {found.n_holders} holder(s)"
    for light, facts in found.lights.items():
        yield (
            f"  {light}: {facts.n_captures} capture(s), {facts.constant_share:.0%} constant, tolerance "
            f"{facts.tolerance:.2f}, colour {facts.colour_spread:.1f} levels, energy {facts.energy_spread:.2f} octaves"
        )
    yield from (f"  missing: {sentence}" for sentence in found.missing)
    yield from ("  " + ", ".join(f"{key} {value}" for key, value in one.items()) for one in laid)


def _laid(template: "Template", name: str, capture: "Capture") -> dict[str, object]:
    """How one genuine capture lies on the template."""
    from docforensics.mrz.engines import load_engine
    from docforensics.templates.learning.aligned_stack import read_sheet
    from docforensics.templates.registration.register import register

    sheet = read_sheet(capture, 0, load_engine())
    found = register(sheet.capture, sheet.page, template)
    if found is None:
        return {"file": name, "fits": False}
    match = found.match
    return {
        "file": name,
        "fits": True,
        "agreeing": round(match.agreeing, 2),
        "moved_mm": round(match.rms_mm, 3),
        **{f"{light}_dissimilarity": round(one.dissimilarity, 3) for light, one in match.residuals.items()},
    }
