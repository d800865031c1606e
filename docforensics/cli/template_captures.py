"""Genuine captures as arguments: what is learned from, and what is counted on."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.capture.light import OTHER_LIGHTS, Light
from docforensics.cli.options import add_options
from docforensics.cli.values import whole
from docforensics.errors import InputError, UsageError

if TYPE_CHECKING:
    from docforensics.capture.side import Capture


def add_capture_arguments(parser: argparse.ArgumentParser, *, nargs: str = "+") -> None:
    """Add FILE, its further lights, whose documents they are, and how they were captured."""
    parser.add_argument("files", nargs=nargs, type=Path, metavar="FILE", help="captures in white light")
    for light in OTHER_LIGHTS:
        parser.add_argument(
            f"--{light}",
            nargs="*",
            default=(),
            metavar="FILE",
            help=f"the same captures in {light.facts.words}, in the same order; - where there is none",
        )
    parser.add_argument(
        "--holders", metavar="N,N,...", help="a number for each capture, the same for one holder's"
    )
    add_options(parser, "--channel", default="scanner")


def add_zone_sides(parser: argparse.ArgumentParser) -> None:
    """Add the sides that bear the zones of documents whose captures show none."""
    parser.add_argument(
        "--zone-sides",
        nargs="+",
        default=(),
        metavar="SIDE",
        help="fronts of cards: the side of each document that bears its zone, in white light, in the order of FILE; - where there is none",
    )


def captures_of(arguments: argparse.Namespace) -> list["Capture"]:
    """Load the captures, each with its lights."""
    return [capture_of(side, arguments.channel) for side in files_of(arguments)]


def zone_sides_of(arguments: argparse.Namespace) -> list["Capture | None"]:
    """Load the sides that bear the zones of the documents; nothing where none is stated."""
    if not arguments.zone_sides:
        return []
    files = _matched(arguments.zone_sides, arguments.files, "zone-sides")
    return [None if file is None else capture_of({Light.VISIBLE: file}, arguments.channel) for file in files]


def capture_of(side: dict[Light, Path], channel: str) -> "Capture":
    """Load the lights of a capture; what cannot be read names the file, as several were given."""
    from docforensics.capture.side import Capture

    try:
        return Capture.from_lights(side, channel=channel)
    except InputError as error:
        if any(str(file) in str(error) for file in side.values()):
            raise
        raise InputError(f"{', '.join(map(str, side.values()))}: {error}") from error


def files_of(arguments: argparse.Namespace) -> list[dict[Light, Path]]:
    """Match the files of each capture by light."""
    others = {light: _matched(getattr(arguments, light), arguments.files, light) for light in OTHER_LIGHTS}
    return [
        {Light.VISIBLE: file, **{light: other for light, files in others.items() if (other := files[number])}}
        for number, file in enumerate(arguments.files)
    ]


def _matched(names: Sequence[str], files: Sequence[Path], option: str) -> list[Path | None]:
    """One file or None a capture."""
    if not names:
        return [None] * len(files)
    if len(names) != len(files):
        raise UsageError(
            f"--{option}: expected one for each FILE ({len(files)}), or - for none; got {len(names)}"
        )
    return [None if name == "-" else Path(name) for name in names]


def holders_of(arguments: argparse.Namespace) -> list[int] | None:
    """Read whose document each capture is of, where it is stated."""
    text = arguments.holders
    if text is None:
        return None
    numbers = [whole(part.strip()) for part in text.split(",")]
    told = [number for number in numbers if number is not None]
    if len(told) < len(numbers):
        raise UsageError(f"--holders: expected numbers like 0,0,1; got {text!r}")
    return told
