"""`docforensics template confirm TEMPLATE FILE...`: one person's signed statement that captures are genuine."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output
from docforensics.errors import UsageError

HELP = "sign that captures are genuine, for an update"
DESCRIPTION = """\
Writes a statement, signed with your Ed25519 private key, that these files are captures of genuine documents of a template's model. It
names them by their sha256 alone. `docforensics template check --update` takes files that two people have confirmed so."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="TEMPLATE", help="a template's folder or packed file")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="captures, in every light")
    parser.add_argument(
        "--key", required=True, type=Path, metavar="KEY", help="your Ed25519 private key in PEM"
    )
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="FILE", help="statement to write")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Sign, and write the statement."""
    from docforensics.revising.confirmations import confirm_captures
    from docforensics.templates.store import load_template

    template = load_template(arguments.template)
    data = confirm_captures(arguments.files, template=template.id, private_key=arguments.key)
    try:
        arguments.out.write_bytes(data)
    except OSError as error:
        raise UsageError(f"--out: {arguments.out} cannot be written: {error.strerror}") from error
    facts = {"template": template.id, "files": len(arguments.files), "statement": str(arguments.out)}
    line = f"{arguments.out}: {len(arguments.files)} file(s) confirmed for {template.id}"
    return output.answer(facts, line, as_json=arguments.json)
