"""`docforensics template learn FILE... -o FOLDER`: a template from genuine captures."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.capture.light import OTHER_LIGHTS, Light
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError
from docforensics.formats.table import PageSize

if TYPE_CHECKING:
    from docforensics.capture.side import Capture

HELP = "learn a template from genuine captures"
DESCRIPTION = """\
Learns a template from one to twenty captures of the same side of genuine documents of one model, and writes it as a
folder: names, places and notes of its features can be edited in its template.json."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="captures in white light")
    for light in OTHER_LIGHTS:
        parser.add_argument(
            f"--{light}",
            nargs="*",
            default=(),
            metavar="FILE",
            help=f"the same captures in {light.facts.words}, in the same order; - where there is none",
        )
    parser.add_argument("-o", "--out", required=True, type=Path, metavar="FOLDER", help="folder to write")
    parser.add_argument("--model", metavar="C,T,N,Y", help="country, type, number and year: UTO,P,2,2023")
    parser.add_argument(
        "--size", metavar="SIZE", help=f"{', '.join(PageSize)}; where the captures do not show it"
    )
    add_options(parser, "--size-mm")
    parser.add_argument(
        "--holders", metavar="N,N,...", help="a number for each capture, the same for one holder's"
    )
    parser.add_argument("--features", type=Path, metavar="FOLDER", help="take the features of this template")
    parser.add_argument("--licence", default="", help="under which the template may be passed on")
    add_options(parser, "--channel", default="scanner")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Learn and write the folder."""
    from docforensics.templates.learning.learn import learn_template
    from docforensics.templates.store import load_template, save_template

    captures = _captures(arguments)
    start = time.perf_counter()
    template = learn_template(
        captures,
        model=_model(arguments.model),
        size=_size(arguments.size),
        size_mm=arguments.size_mm,
        holders=_holders(arguments.holders),
        features=load_template(arguments.features).features if arguments.features else None,
        licence=arguments.licence,
    )
    folder = save_template(template, arguments.out)
    facts = {
        "template": template.id,
        "captures": template.n_captures,
        "holders": template.n_holders,
        "lights": [str(light) for light in template.references],
        "features": len(template.features),
        "folder": str(folder),
        "seconds": round(time.perf_counter() - start, 1),
    }
    line = (
        f"{folder}: {facts['template']}, {facts['captures']} capture(s) of {facts['holders']} holder(s), "
        f"{', '.join(template.references)}, {facts['features']} features, {facts['seconds']} s"
    )
    return output.answer(facts, line, as_json=arguments.json)


def _captures(arguments: argparse.Namespace) -> list["Capture"]:
    from docforensics.capture.side import Capture

    others = {light: _matched(getattr(arguments, light), arguments.files, light) for light in OTHER_LIGHTS}
    sides = [
        {Light.VISIBLE: file, **{light: other for light, files in others.items() if (other := files[number])}}
        for number, file in enumerate(arguments.files)
    ]
    return [Capture.from_lights(side, channel=arguments.channel) for side in sides]


def _matched(names: Sequence[str], files: Sequence[Path], light: str) -> list[Path | None]:
    """One file or None a capture."""
    if not names:
        return [None] * len(files)
    if len(names) != len(files):
        raise UsageError(
            f"--{light}: expected one file a capture ({len(files)}), or - for none; got {len(names)}"
        )
    return [None if name == "-" else Path(name) for name in names]


def _model(text: str | None) -> tuple[str, str, int, int] | None:
    if text is None:
        return None
    parts = text.split(",")
    if len(parts) != 4 or not (parts[2].isdigit() and parts[3].isdigit()):
        raise UsageError(f"--model: expected country, type, number and year, like UTO,P,2,2023; got {text!r}")
    return parts[0], parts[1], int(parts[2]), int(parts[3])


def _size(text: str | None) -> str | None:
    if text is not None and text not in set(PageSize):
        raise UsageError(f"--size: expected one of {', '.join(PageSize)}, got {text!r}")
    return text


def _holders(text: str | None) -> list[int] | None:
    if text is None:
        return None
    parts = text.split(",")
    if not all(part.strip().isdigit() for part in parts):
        raise UsageError(f"--holders: expected numbers like 0,0,1; got {text!r}")
    return [int(part) for part in parts]
