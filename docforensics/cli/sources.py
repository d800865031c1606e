"""From arguments to what the examiner takes: files, their lights, their sides."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docforensics.capture.light import OTHER_LIGHTS, Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.side import Capture
from docforensics.capture.size import SizeMm
from docforensics.cli.options import add_options
from docforensics.errors import UsageError

Examinable = Path | Capture | tuple[Path | Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document to examine."""

    name: str
    """As given on the command line; several sides joined by ` + `."""
    files: tuple[Path, ...]
    sides: tuple[SideKind, ...]
    """One a file."""
    channel: Channel
    lights: tuple[tuple[Light, Path], ...] = ()
    """Further lights of the only file."""
    size_mm: SizeMm | None = None
    """Width and height of the page, where they are stated."""

    def load(self) -> Examinable:
        """Load what only the arguments know; a plain file stays a path, since it may hold several pages."""
        named = any(side is not SideKind.OTHER for side in self.sides)
        if not self.lights and not (named and len(self.files) > 1):
            return self.files[0] if len(self.files) == 1 else self.files
        return tuple(self._captures())

    def _captures(self) -> Iterator[Capture]:
        for file, side in zip(self.files, self.sides, strict=True):
            lights = {Light.VISIBLE: file, **dict(self.lights)}
            yield Capture.from_lights(lights, side=side, channel=self.channel, size_mm=self.size_mm)


def add_source_arguments(parser: argparse.ArgumentParser, *, files: str = "+") -> None:
    """Add FILE and all that is known of it; `files` states how many may be given, as argparse has it."""
    parser.add_argument("files", nargs=files, type=Path, metavar="FILE", help="image, PDF or multi-page TIFF")
    for light in OTHER_LIGHTS:
        parser.add_argument(
            f"--{light.value}", type=Path, metavar="FILE", help=f"the same side in {light.facts.words}"
        )
    parser.add_argument("--sides", action="store_true", help="the files are the sides of one document")
    sides = f"{', '.join(SideKind)}; once for all files, or once a file"
    add_options(parser, "--side", action="append", metavar="SIDE", help=sides)
    day = "day of the examination, YYYY-MM-DD (default: today); state it to get the same report again"
    add_options(parser, "--inspected-on", help=day)
    add_options(parser, "--channel", "--size-mm")


def jobs(arguments: argparse.Namespace) -> tuple[Job, ...]:
    """Make one job a document; UsageError for options that exclude each other."""
    files: tuple[Path, ...] = tuple(arguments.files)
    lights = tuple((light, file) for light in OTHER_LIGHTS if (file := getattr(arguments, light.value)))
    if lights and len(files) > 1:
        listed = ", ".join(f"--{light}" for light in OTHER_LIGHTS)
        raise UsageError(f"{listed} are lights of one FILE: give one")
    sides = _sides(arguments.side, len(files))
    channel = Channel(arguments.channel)
    if arguments.sides:
        name = " + ".join(map(str, files))
        return (
            Job(
                name=name,
                files=files,
                sides=sides,
                channel=channel,
                lights=lights,
                size_mm=arguments.size_mm,
            ),
        )
    return tuple(
        Job(
            name=str(file),
            files=(file,),
            sides=(side,),
            channel=channel,
            lights=lights,
            size_mm=arguments.size_mm,
        )
        for file, side in zip(files, sides, strict=True)
    )


def _sides(given: Sequence[str] | None, count: int) -> tuple[SideKind, ...]:
    sides = tuple(map(SideKind, given or (SideKind.OTHER,)))
    if len(sides) == 1:
        return sides * count
    if len(sides) != count:
        raise UsageError(f"--side: expected one for all files or one a file ({count}), got {len(sides)}")
    return sides
