"""What is to be scanned: documents, each with its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import SizeMm

Packed = tuple[str, str | Sequence[Mapping[str, Any]]]
"""Name, and the address of a lone file; or the sides, as plain values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFile:
    """One file."""

    address: str
    """A path or an fsspec address."""
    light: Light = Light.VISIBLE
    refused: str = ""
    """Why it may not be read; empty where it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySide:
    """One side of a document: its files, by light; several of one light are frames."""

    pictures: tuple[EntryFile, ...]
    side: SideKind = SideKind.OTHER
    """OTHER, which states nothing, takes the scan's."""
    channel: Channel | None = None
    """None takes the scan's."""
    size_mm: SizeMm | None = None
    """Width and height of the page; None takes the scan's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanEntry:
    """One document to examine."""

    name: str
    """Its path below the folder that is scanned, or its id in the manifest: unique in the scan."""
    sides: tuple[EntrySide, ...]
    """A file of several pages is one side here; each of its pages becomes a side of the document."""

    @property
    def pictures(self) -> tuple[EntryFile, ...]:
        """All files."""
        return tuple(picture for side in self.sides for picture in side.pictures)

    @property
    def lone_file(self) -> str | None:
        """The address of the only file, seen in visible light, of no side that is named; it may hold several pages."""
        side = self.sides[0]
        plain = len(self.sides) == len(side.pictures) == 1 and side.side is SideKind.OTHER
        first = side.pictures[0]
        return first.address if plain and first.light is Light.VISIBLE and not first.refused else None

    def packed(self) -> Packed:
        """Lay it out as plain values, which travel to workers ten times faster than objects."""
        alone = self.lone_file
        if alone is not None and self.sides[0].channel is None and self.sides[0].size_mm is None:
            return self.name, alone
        return self.name, msgspec.to_builtins(self.sides)

    @classmethod
    def unpacked(cls, packed: Packed) -> "ScanEntry":
        """Make an entry of what `packed` gave."""
        name, sides = packed
        if isinstance(sides, str):
            return one_file(name, sides)
        return cls(name=name, sides=msgspec.convert(sides, tuple[EntrySide, ...]))


def one_file(name: str, address: str, *, refused: str = "") -> ScanEntry:
    """Make the entry of a document that is one file."""
    return ScanEntry(name=name, sides=(EntrySide(pictures=(EntryFile(address=address, refused=refused),)),))
