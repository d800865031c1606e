"""`docforensics guide TEMPLATE`: a practitioner's guide to print, made from a template."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output, write_page
from docforensics.errors import TemplateError
from docforensics.regular import is_folder

if TYPE_CHECKING:
    from docforensics.report.guide import Example
    from docforensics.templates.model import Template

DESCRIPTION = """\
Writes one self-contained page: the document with its features numbered, each with light, equipment, steps, and how a genuine
and a forged one look. Print it from a browser, or to PDF:

    chromium --headless --no-pdf-header-footer --print-to-pdf=guide.pdf guide.html"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "template", metavar="TEMPLATE", help="folder of a template pack, or the id of one in the store"
    )
    parser.add_argument(
        "-o", "--out", type=Path, metavar="FILE", help="page to write (default: <id>-guide.html)"
    )
    parser.add_argument(
        "--examples",
        type=Path,
        metavar="DATASET",
        help="data set with genuine and forged documents of this model, for example sample_docs",
    )
    add_options(parser, "--equipment", help="mark what the post does not have")
    add_options(parser, "--templates", "--allow-outside", "--json", "--language")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Write the guide."""
    from docforensics.guidance.equipment import Profile
    from docforensics.report.guide import guide_html

    template = find_template(arguments.template, arguments.templates)
    profile = Profile.parse(arguments.equipment) if arguments.equipment else None
    examples = _examples(arguments.examples, template, allow_outside=arguments.allow_outside)
    page = arguments.out or Path(f"{template.id}-guide.html")
    html = guide_html(template, examples=examples, profile=profile, language=arguments.language)
    write_page(page, html)
    count = {"features": len(template.features), "examples": len(examples)}
    line = f"{page}: {count['features']} features, {count['examples']} examples"
    return output.answer({"page": str(page), "template": template.id, **count}, line, as_json=arguments.json)


def find_template(name: str, store: Path | None) -> "Template":
    """Load the pack in a folder, else the template of that id in the store."""
    from docforensics.resources import models_folder
    from docforensics.templates.store import TemplateStore, load_template

    if is_folder(Path(name)):
        return load_template(Path(name))
    templates = TemplateStore.open(store or models_folder() / "templates").templates
    found = next((template for template in templates if template.id == name), None)
    if found is None:
        known = ", ".join(template.id for template in templates) or "none"
        raise TemplateError(f"there is no template {name!r}: name the folder of a pack, or one of {known}")
    return found


def _examples(folder: Path | None, template: "Template", *, allow_outside: bool) -> "tuple[Example, ...]":
    if folder is None:
        return ()
    from docforensics.bench.examples import feature_examples
    from docforensics.bench.loaders import load_data_set

    return feature_examples(load_data_set(folder, allow_outside=allow_outside), template)
