"""`docforensics template pack FOLDER`: one file of a template's folder, signed with a key."""

import argparse
from pathlib import Path

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output

HELP = "pack a template's folder into one file, and sign it"
DESCRIPTION = """\
Packs the folder of a template into one file with the sha256 of every part. With --sign it is signed with an Ed25519
private key (openssl genpkey -algorithm ed25519), whose public key (openssl pkey -pubout) goes to those who take it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="FOLDER", help="a template's folder")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="default: MODEL.dftemplate")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="Ed25519 private key in PEM")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Pack, and read the file again."""
    from docforensics.templates.pack import SUFFIX, read_pack, signer_of, write_pack
    from docforensics.templates.store import load_template

    template = load_template(arguments.template)
    out = arguments.out or Path(f"{template.id}{SUFFIX}")
    file = write_pack(template, out, private_key=arguments.sign)
    facts = {
        "file": str(file),
        "template": template.id,
        "digest": read_pack(file).digest,
        "key": signer_of(file),
    }
    signed = f"signed with {facts['key']}" if facts["key"] else "not signed"
    line = f"{file}: {template.id}, {signed}, sha256 {facts['digest']}"
    return output.answer(facts, line, as_json=arguments.json)
