"""`docforensics template check TEMPLATE [FILE...]`: how good a template is, and how genuine captures lie on it."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

if TYPE_CHECKING:
    from docforensics.templates.learning.assess import Assessment
    from docforensics.templates.model import Template

HELP = "assess a template"
DESCRIPTION = """\
Reports the captures that a template was learned from, its tolerance in each light, and what is missing. With FILEs, further
genuine captures, it also reports how they register to it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="TEMPLATE", help="a template's folder or packed file")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="genuine captures in white light")
    add_options(parser, "--keys")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Assess, and lay the captures on the template."""
    from docforensics.templates.learning.assess import assess
    from docforensics.templates.signing import TemplateKeys
    from docforensics.templates.store import load_template

    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    template = load_template(arguments.template, keys=keys)
    found = assess(template)
    laid = [_laid(template, file) for file in arguments.files]
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


def _laid(template: "Template", file: Path) -> dict[str, object]:
    """How one genuine capture lies on the template."""
    from docforensics.capture.load import load_capture
    from docforensics.mrz.engines import load_engine
    from docforensics.templates.learning.aligned_stack import read_sheet
    from docforensics.templates.registration.register import register

    sheet = read_sheet(load_capture(file), 0, load_engine())
    found = register(sheet.capture, sheet.page, template)
    if found is None:
        return {"file": file.name, "fits": False}
    match = found.match
    return {
        "file": file.name,
        "fits": True,
        "agreeing": round(match.agreeing, 2),
        "moved_mm": round(match.rms_mm, 3),
        **{f"{light}_dissimilarity": round(one.dissimilarity, 3) for light, one in match.residuals.items()},
    }
