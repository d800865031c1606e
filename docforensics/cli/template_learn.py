"""`docforensics template learn FILE... -o FOLDER`: a template from genuine captures."""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.template_captures import (
    add_capture_arguments,
    add_zone_sides,
    captures_of,
    holders_of,
    zone_sides_of,
)
from docforensics.cli.values import whole
from docforensics.errors import TemplateError, UsageError
from docforensics.formats.table import PageSize
from docforensics.regular import is_there

if TYPE_CHECKING:
    from docforensics.capture.side import Capture
    from docforensics.counting import Counted
    from docforensics.templates.model import Template

HELP = "learn a template from genuine captures"
DESCRIPTION = """\
Learns a template from one to twenty captures of the same side of genuine documents of one model, and writes it as a
folder: names, places and notes of its features can be edited in its template.json."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_capture_arguments(parser)
    add_zone_sides(parser)
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="FOLDER", help="folder to write")
    parser.add_argument("--model", metavar="C,T,N,Y", help="country, type, number and year: UTO,P,2,2023")
    parser.add_argument(
        "--size", metavar="SIZE", help=f"{', '.join(PageSize)}; where the captures do not show it"
    )
    add_options(parser, "--size-mm")
    parser.add_argument(
        "--page",
        default="found",
        metavar="PAGE",
        help="of pictures that show two pages: found (the one with the machine readable zone) or other (the one with the portrait)",
    )
    parser.add_argument("--features", type=Path, metavar="FOLDER", help="take the features of this template")
    parser.add_argument("--replace", action="store_true", help="replace the template that the folder holds")
    parser.add_argument("--licence", default="", help="under which the template may be passed on")
    parser.add_argument(
        "--count",
        action="store_true",
        help="compare each document with a template of the others too, and keep the false alarms of every check in the template: "
        "they bound what a finding weighs; up to four more templates are learned for it",
    )


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Learn and write the folder."""
    from docforensics.cli.template_count import count_facts, count_line
    from docforensics.counting import with_counts
    from docforensics.own_values import with_own_values
    from docforensics.templates.learning.assess import left_open
    from docforensics.templates.learning.learn import LEFT_OUT, OTHER_ZONES, SIZE_FROM
    from docforensics.templates.learning.taken_page import PAGE
    from docforensics.templates.learning.variable_zones import FEW_HOLDERS
    from docforensics.templates.store import save_template

    _refuse_to_replace(arguments)
    captures, holders, zone_sides = captures_of(arguments), holders_of(arguments), zone_sides_of(arguments)
    start = time.perf_counter()
    learn = _learner(arguments)
    template = learn(captures, holders, zone_sides)
    if template.provenance.get(OTHER_ZONES, "").startswith("0 "):
        raise UsageError(
            "--zone-sides: none shows a machine readable zone; give the sides that bear it, in the order of FILE"
        )
    if template.n_holders >= FEW_HOLDERS:
        template = with_own_values(template, captures)
    folder = save_template(template, arguments.out)  # before counting, which may fail
    counted = _counted(template, captures, holders, learn, zone_sides) if arguments.count else None
    if counted:
        template = with_counts(template, counted)
        save_template(template, folder)
    facts = {
        "template": template.id,
        "size_mm": list(template.size_mm),
        "size_from": template.provenance.get(SIZE_FROM, ""),
        "captures": template.n_captures,
        "holders": template.n_holders,
        "lights": [str(light) for light in template.references],
        "features": len(template.features),
        "page": template.provenance.get(PAGE, ""),
        "left_out": template.provenance.get(LEFT_OUT, ""),
        "other_zones": template.provenance.get(OTHER_ZONES, ""),
        "folder": str(folder),
        "counted": count_facts(counted) if counted else None,
        "left_open": list(left_open(template)),
        "seconds": round(time.perf_counter() - start, 1),
    }
    line = (
        f"{folder}: {facts['template']}, {template.size_mm[0]:g} x {template.size_mm[1]:g} mm ({facts['size_from']}), "
        f"{facts['captures']} capture(s) of {facts['holders']} holder(s), "
        f"{', '.join(template.references)}, {facts['features']} features, {facts['seconds']} s"
    )
    if facts["page"]:
        line += f"; page taken: {facts['page']}"
    if facts["left_out"]:
        line += f"; left out, on none of the others: capture {facts['left_out']}"
    if facts["other_zones"]:
        line += f"; zones of other sides read: {facts['other_zones']}"
    counts = (f"  {count_line(counted)}",) if counted else ()
    warnings = (f"  {sentence}" for sentence in left_open(template))
    return output.answer(facts, line, *counts, *warnings, as_json=arguments.json)


def _learner(arguments: argparse.Namespace) -> "Callable[..., Template]":
    """Give what learns from captures, whose they are and the sides with their zones, as the options state."""
    from docforensics.templates.learning.learn import learn_template
    from docforensics.templates.store import load_template
    from docforensics.under_uv import with_shown_under_uv

    learned = partial(
        learn_template,
        model=_model(arguments.model),
        size=_size(arguments.size),
        size_mm=arguments.size_mm,
        features=load_template(arguments.features).features if arguments.features else None,
        licence=arguments.licence,
        page=arguments.page,
    )

    def learn(
        some: Sequence["Capture"],
        holders: Sequence[int] | None,
        zone_sides: Sequence["Capture | None"] = (),
    ) -> "Template":
        template = learned(some, holders=holders, zone_sides=zone_sides)
        return with_shown_under_uv(template, some, holders=holders)

    return learn


def _refuse_to_replace(arguments: argparse.Namespace) -> None:
    """A folder that cannot be written is told before anything is learned; a template with two people's confirmations is not overwritten by a slip."""
    from docforensics.revising.history import TemplateHistory
    from docforensics.templates.parts import JSON
    from docforensics.templates.writing import refuse_unwritable

    folder = arguments.out
    refuse_unwritable(folder, f"--out: {folder}")
    if not is_there(folder / JSON):
        return
    if TemplateHistory(folder).revisions:
        raise UsageError(f"--out: {folder} holds a template with former revisions; give another folder")
    if not arguments.replace:
        raise UsageError(
            f"--out: {folder} holds a template; give another folder, or --replace to overwrite it"
        )


def _counted(
    template: "Template",
    captures: Sequence["Capture"],
    holders: Sequence[int] | None,
    learn: "Callable[..., Template]",
    zone_sides: Sequence["Capture | None"],
) -> "Counted":
    """Count by folds of documents; which captures are of one document must be known."""
    from docforensics.cli.template_count import counting_shown
    from docforensics.counting import count_by_folds

    if holders is None and template.n_holders != template.n_captures:
        raise UsageError(
            f"--count: the template was written without counts: {template.n_captures} captures show {template.n_holders} document(s); "
            "state which with --holders 0,0,1,..."
        )
    with counting_shown() as progress:
        return count_by_folds(captures, learn, holders=holders, progress=progress, zone_sides=zone_sides)


def _model(text: str | None) -> tuple[str, str, int, int] | None:
    from docforensics.templates.model import TemplateModel

    if text is None:
        return None
    parts = text.split(",")
    number, year = (whole(part) for part in parts[2:]) if len(parts) == 4 else (None, None)
    if number is None or year is None:
        raise UsageError(f"--model: expected country, type, number and year, like UTO,P,2,2023; got {text!r}")
    model = parts[0], parts[1], number, year
    try:
        TemplateModel(country=model[0], type=model[1], number=model[2], year=model[3])
    except TemplateError as error:
        raise UsageError(f"--model: {error}") from error
    return model


def _size(text: str | None) -> str | None:
    if text is not None and text not in set(PageSize):
        raise UsageError(f"--size: expected one of {', '.join(PageSize)}, got {text!r}")
    return text
