"""What is to be scanned: documents, each with its files, found one after another and never all held at once."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from docforensics.batch.addresses import find_remote, has_pattern, is_remote
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.errors import UsageError

MANIFESTS = (".csv", ".parquet")
Packed = tuple[str, str | Sequence[tuple[str, str | None, Sequence[tuple[str, str]]]]]
"""Name, and the address of a lone file; or for each side its kind, its channel, and the address and light of each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One file."""

    address: str
    """A path or an fsspec address."""
    light: Light = Light.VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySide:
    """One side of a document: its files, by light; several of one light are frames."""

    pictures: tuple[Picture, ...]
    side: SideKind = SideKind.OTHER
    channel: Channel | None = None
    """None takes the scan's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document to examine."""

    name: str
    """Its path below the folder that is scanned, or its id in the manifest: unique in the scan."""
    sides: tuple[EntrySide, ...]
    """A file of several pages is one side here; each of its pages becomes a side of the document."""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All files."""
        return tuple(picture for side in self.sides for picture in side.pictures)

    @property
    def lone_file(self) -> str | None:
        """The address of the only file, seen in visible light, of no side that is named; it may hold several pages."""
        side = self.sides[0]
        plain = len(self.sides) == len(side.pictures) == 1 and side.side is SideKind.OTHER
        return side.pictures[0].address if plain and side.pictures[0].light is Light.VISIBLE else None

    def packed(self) -> Packed:
        """Lay it out as plain values, which travel to workers ten times faster than objects."""
        alone = self.lone_file
        if alone is not None and self.sides[0].channel is None:
            return self.name, alone
        sides = [
            (
                side.side.value,
                side.channel and side.channel.value,
                [(p.address, p.light.value) for p in side.pictures],
            )
            for side in self.sides
        ]
        return self.name, sides

    @classmethod
    def unpacked(cls, packed: Packed) -> "Entry":
        """Make an entry of what `packed` gave."""
        name, sides = packed
        if isinstance(sides, str):
            return one_file(name, sides)
        return cls(name=name, sides=tuple(_side(*side) for side in sides))


def _side(side: str, channel: str | None, pictures: Sequence[tuple[str, str]]) -> EntrySide:
    return EntrySide(
        pictures=tuple(Picture(address=address, light=Light(light)) for address, light in pictures),
        side=SideKind(side),
        channel=None if channel is None else Channel(channel),
    )


Source = str | os.PathLike[str] | Iterable[str | os.PathLike[str] | Entry]
"""A folder, a glob pattern, a manifest, a file, an fsspec address of any of these; or files and entries one by one."""


Walk = Callable[[], Iterator[Packed]]
"""Gives the documents of a source anew, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The documents of a source."""

    count: int
    packed: Walk
    """As plain values: of hundreds of thousands only few are ever looked into here."""

    def walk(self) -> Iterator[Entry]:
        """Give the documents."""
        return map(Entry.unpacked, self.packed())


def one_file(name: str, address: str) -> Entry:
    """Make the entry of a document that is one file."""
    return Entry(name=name, sides=(EntrySide(pictures=(Picture(address=address),)),))


def clean(name: str) -> str:
    r"""Write bytes of a file name that are no text as `\xff`, so that names stay text and differ as the files' do."""
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def find_entries(source: Source, *, leave_out: Path | None = None) -> Listing:
    """Find the documents of a source; `leave_out` is a folder that holds results and no documents.

    Every file counts, whatever its name ends in, so that one of a wrong type is named and not passed over; files and
    folders whose name begins with a dot are hidden and left out.

    Raises UsageError for a source that is not there or holds nothing.
    """
    if not isinstance(source, str | os.PathLike):
        return _counted(_listed(tuple(source)), "the list")
    text = os.fspath(source)
    if text.lower().endswith(MANIFESTS) and not Path(text).is_dir():
        from docforensics.batch.manifest import read_manifest  # noqa: PLC0415 (needs the extra)

        return _counted(lambda: (entry.packed() for entry in read_manifest(text)), text)
    return _counted(_walk_remote(text) if is_remote(text) else _walk_local(text, leave_out), text)


def _counted(walk: Walk, source: str) -> Listing:
    count = sum(1 for _ in walk())
    if not count:
        raise UsageError(f"{source}: no file to examine")
    return Listing(count=count, packed=walk)


def _listed(items: Sequence[str | os.PathLike[str] | Entry]) -> Walk:
    entries = [
        item.packed() if isinstance(item, Entry) else (clean(os.fspath(item)), os.fspath(item))
        for item in items
    ]
    twice = len(entries) - len({name for name, _ in entries})
    if twice:
        raise UsageError(f"the list: {twice} documents have a name that stands there before; name each once")
    return lambda: iter(entries)


def _walk_remote(address: str) -> Walk:
    found = find_remote(address)
    shared = zip(found[0].split("/")[:-1], found[-1].split("/")[:-1], strict=False) if found else ()
    root = "".join(f"{one}/" for one, _ in takewhile(lambda pair: pair[0] == pair[1], shared))
    return lambda: ((clean(one.removeprefix(root)), one) for one in found)


def _walk_local(text: str, leave_out: Path | None) -> Walk:
    path = Path(text)
    results = str(leave_out.resolve()) if leave_out else ""
    if path.is_dir():
        if os.path.realpath(path) == results:
            raise UsageError(
                f"{text}: the results would lie among the documents; name another folder for them"
            )
        return lambda: _walk_folder(text, results)
    if path.exists():
        return lambda: iter(((clean(path.name), text),))
    if has_pattern(text):
        root = Path(*_before_pattern(path.parts))
        pattern = str(path.relative_to(root))
        return lambda: (
            (clean(one.relative_to(root).as_posix()), str(one))
            for one in sorted(root.glob(pattern))
            if not one.is_dir() and not _lies_in(one, results)
        )
    raise UsageError(f"{text}: there is no such file or folder; check the name")


def _lies_in(path: Path, folder: str) -> bool:
    """Whether a path lies below a folder, whose path is resolved; none lies below ""."""
    return bool(folder) and Path(folder) in Path(os.path.realpath(path)).parents


def _before_pattern(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        if has_pattern(part):
            return
        yield part


def _walk_folder(folder: str, leave_out: str, prefix: str = "") -> Iterator[Packed]:
    """Walk folder by folder in the order of names; only one folder's names are held at a time.

    A folder that cannot be listed stands in the list itself: reading it fails, and its row tells why.
    """
    try:
        with os.scandir(folder) as listed:
            items = sorted((item.name, item.is_dir(follow_symlinks=False)) for item in listed)
    except OSError as error:
        if not prefix:
            raise UsageError(f"{folder} cannot be listed: {error.strerror or error}") from error
        yield clean(prefix.rstrip("/")), folder
        return
    inside = os.path.join(folder, "")  # noqa: PTH118 (the separator, where it is missing)
    for name, is_folder in items:
        if name.startswith("."):
            continue
        if not is_folder:
            yield clean(prefix + name), inside + name
        elif os.path.realpath(inside + name) != leave_out:
            yield from _walk_folder(inside + name, leave_out, f"{prefix}{name}/")
