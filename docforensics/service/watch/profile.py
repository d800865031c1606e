"""How a reader names its files: patterns that name document, side and light, and which of them make a document whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.errors import UsageError
from docforensics.parsing import made, placed, read_toml

CHIP = "chip"
_CHIP_FILE = re.compile(r"SOD|COM|DG([1-9]|1[0-6])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """Which part of which document a file is."""

    document: str
    part: str
    """`SIDE.LIGHT`, or `chip.FILE`."""


@dataclass(frozen=True, kw_only=True)
class ReaderProfile:
    """One reader's layout."""

    files: tuple[str, ...]
    """Regular expressions over a file's path below the folder, with the groups `document`, and `side`, `light` or `chip` where the name states them."""
    needed: tuple[str, ...]
    """Parts that make a document whole: `front.visible`."""
    sides: Mapping[str, str] = field(default_factory=dict)
    """What the reader calls a side, and what it is; `""` for files that name none."""
    lights: Mapping[str, str] = field(default_factory=dict)
    channel: Channel = Channel.SCANNER
    settle_seconds: float = 0.5
    """For which no file of a document may change before it is read."""
    wait_seconds: float = 10.0
    """After which a document is examined with what is there."""

    def __post_init__(self) -> None:
        for pattern in self.files:
            try:
                groups = re.compile(pattern).groupindex
            except re.error as error:
                raise ValueError(f"files: {pattern!r} is no regular expression ({error})") from error
            if "document" not in groups:
                raise ValueError(f"files: {pattern!r} has no group (?P<document>...)")
        for names, kinds in ((self.sides, SideKind), (self.lights, Light)):
            if unknown := sorted(set(names.values()) - set(kinds)):
                raise ValueError(f"{', '.join(unknown)}: expected {', '.join(kinds)}")
        if not self.files or not self.needed or not 0 < self.settle_seconds <= self.wait_seconds:
            raise ValueError("expected files, needed, and 0 < settle_seconds <= wait_seconds")

    @classmethod
    def load(cls, file: Path) -> "ReaderProfile":
        """Read a profile; UsageError names what does not fit."""
        with placed(f"--profile: {file}", UsageError):
            return made(cls, read_toml(file))

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.files))

    def place_of(self, name: str) -> FilePlace | None:
        """Give which part of which document a file is; None for one that is none."""
        for pattern in self._patterns:
            if (match := pattern.fullmatch(name)) is None:
                continue
            groups = {key: value for key, value in match.groupdict().items() if value is not None}
            part = self._part(groups)
            return FilePlace(document=groups["document"], part=part) if part else None
        return None

    def _part(self, groups: Mapping[str, str]) -> str:
        if (chip := groups.get("chip")) is not None:
            name = chip.upper().removeprefix("EF_").removeprefix("EF.")
            return f"{CHIP}.{name}" if _CHIP_FILE.fullmatch(name) else ""
        side = self.sides.get(groups.get("side", ""), "" if "side" in groups else SideKind.OTHER.value)
        light = self.lights.get(groups.get("light", ""), "" if "light" in groups else Light.VISIBLE.value)
        return f"{side}.{light}" if side and light else ""
