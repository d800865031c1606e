"""`docforensics template verify TEMPLATE...`: whether packs are whole, and who signed them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import TemplateError

if TYPE_CHECKING:
    from docforensics.templates.signing import TemplateKeys

HELP = "verify packs: whole, and signed by whom"
DESCRIPTION = """\
Verifies every part of a pack by its sha256. With --keys it must also be signed with one of these trusted keys. Exit
code 0: all are good; 4: one is not."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("templates", nargs="+", type=Path, metavar="TEMPLATE", help="packed files or folders")
    add_options(parser, "--keys")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Verify one after another; a bad one does not stop the others."""
    from docforensics.templates.signing import TemplateKeys

    keys = TemplateKeys.load(arguments.keys) if arguments.keys else None
    results = [_verified(path, keys) for path in arguments.templates]
    lines = (f"{one['file']}: {one['error'] or _good(one)}" for one in results)
    code = output.answer({"templates": results}, *lines, as_json=arguments.json)
    return Exit.BAD_RESOURCE if any(one["error"] for one in results) else code


def _verified(path: Path, keys: "TemplateKeys | None") -> dict[str, object]:
    from docforensics.templates.store import load_template

    try:
        template = load_template(path, keys=keys)
    except TemplateError as error:
        return {"file": str(path), "error": str(error)}
    unsigned = keys is not None and not template.signed_by
    return {
        "file": str(path),
        "template": template.id,
        "digest": template.digest,
        "signed_by": template.signed_by,
        "error": "not signed with a trusted key" if unsigned else "",
    }


def _good(one: dict[str, object]) -> str:
    signed = f"signed with {one['signed_by']}" if one["signed_by"] else "signature not asked for"
    return f"whole, {one['template']}, {signed}, sha256 {one['digest']}"
