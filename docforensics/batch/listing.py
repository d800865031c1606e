"""The documents of a source, found one after another and never all held at once."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from docforensics.batch.addresses import find_remote, has_pattern, is_remote
from docforensics.batch.entries import Packed, ScanEntry, one_file
from docforensics.errors import UsageError
from docforensics.reach import BESIDE, Reach
from docforensics.regular import is_folder, is_there, readable, real_path

MANIFESTS = (".csv", ".parquet")
Source = str | os.PathLike[str] | Iterable[str | os.PathLike[str] | ScanEntry]
"""A folder, a glob pattern, a manifest, a file, an fsspec address of any of these; or files and entries one by one."""


Walk = Callable[[], Iterator[Packed]]
"""Gives the documents of a source anew, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The documents of a source."""

    count: int
    packed: Walk
    """As plain values: of hundreds of thousands only few are ever looked into here."""

    def walk(self) -> Iterator[ScanEntry]:
        """Give the documents."""
        return map(ScanEntry.unpacked, self.packed())


def find_entries(source: Source, *, leave_out: Path | None = None, reach: Reach = BESIDE) -> Listing:
    """Find the documents of a source; `leave_out` is a folder that holds results and no documents.

    `reach` is what rows of a manifest may name, and links in a folder, or among what a pattern fits, may lead to.

    Every file counts, whatever its name ends in, so that one of a wrong type is named and not passed over; files and folders below
    the source whose name begins with a dot are hidden and left out, unless a pattern names such a one (`.*.jpg`).

    Raises UsageError for a source that is not there or holds nothing.
    """
    if not isinstance(source, str | os.PathLike):
        return _counted(_listed(tuple(source)), "the list")
    text = os.fspath(source)
    if text.lower().endswith(MANIFESTS) and not is_folder(Path(text)):
        from docforensics.batch.manifest import read_manifest  # noqa: PLC0415 (needs the extra)

        return _counted(lambda: (entry.packed() for entry in read_manifest(text, reach)), text)
    return _counted(_walk_remote(text) if is_remote(text) else _walk_local(text, leave_out, reach), text)


def _counted(walk: Walk, source: str) -> Listing:
    try:
        count = sum(1 for _ in walk())
    except RecursionError as error:  # of a pattern with **
        raise UsageError(
            f"{source}: folders lie in one another too deep for a pattern; name the folder"
        ) from error
    except OSError as error:  # of a pattern of which a part is too long for a name
        raise UsageError(f"{source}: cannot be listed: {error.strerror or error}") from error
    if not count:
        raise UsageError(f"{source}: no file to examine")
    return Listing(count=count, packed=walk)


def _listed(items: Sequence[str | os.PathLike[str] | ScanEntry]) -> Walk:
    entries = [
        item.packed() if isinstance(item, ScanEntry) else (readable(os.fspath(item)), os.fspath(item))
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
    all_of_them = _names_hidden(address.removeprefix(root))
    names = ((one.removeprefix(root), one) for one in found)
    shown = [(name, one) for name, one in names if all_of_them or not _is_hidden(name)]
    return lambda: ((readable(name), one) for name, one in shown)


def _walk_local(text: str, leave_out: Path | None, reach: Reach) -> Walk:
    path = Path(text)
    results = str(real_path(leave_out)) if leave_out else ""
    if is_folder(path):
        if os.path.realpath(path) == results:
            raise UsageError(
                f"{text}: the results would lie among the documents; name another folder for them"
            )
        return lambda: _walk_folder(text, results, reach)
    if is_there(path):
        return lambda: iter(((readable(path.name), text),))
    if has_pattern(text):
        root = Path(*_before_pattern(path.parts))
        pattern = str(path.relative_to(root))
        all_of_them = _names_hidden(pattern)
        return lambda: (
            _within(readable(one.relative_to(root).as_posix()), str(one), str(root), reach)
            for one in sorted(root.glob(pattern))
            if (all_of_them or not _is_hidden(one.relative_to(root).as_posix()))
            and not is_folder(one)
            and not _lies_in(one, results)
        )
    raise UsageError(f"{text}: there is no such file or folder; check the name")


def _is_hidden(name: str) -> bool:
    """Whether a part of a name begins with a dot."""
    return any(part.startswith(".") for part in name.split("/"))


def _names_hidden(pattern: str) -> bool:
    """Whether a pattern asks for names that are hidden."""
    return has_pattern(pattern) and _is_hidden(pattern)


def _lies_in(path: Path, folder: str) -> bool:
    """Whether a path lies below a folder, whose path is resolved; none lies below ""."""
    return bool(folder) and Path(folder) in Path(os.path.realpath(path)).parents


def _within(name: str, path: str, root: str, reach: Reach) -> Packed:
    """Give the document of a file that a link may lead to: with the reason, by which it fails, where it leads too far."""
    refused = reach.refusal(root, path)
    return one_file(name, path, refused=refused).packed() if refused else (name, path)


def _before_pattern(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        if has_pattern(part):
            return
        yield part


def _walk_folder(folder: str, leave_out: str, reach: Reach) -> Iterator[Packed]:
    """Walk folder by folder in the order of names; only the names of the folders that one is inside of are held.

    A folder that cannot be listed stands in the list itself: reading it fails, and its row tells why. Folders may lie in one another as deep as the system
    lets them, so that this is no function that calls itself.
    """
    root = os.path.realpath(folder)
    try:
        inside = [(folder, "", _names(folder))]
    except OSError as error:
        raise UsageError(f"{folder} cannot be listed: {error.strerror or error}") from error
    while inside:
        place, prefix, names = inside[-1]
        name, is_folder, is_link = next(names, ("", False, False))
        path = os.path.join(place, name)  # noqa: PTH118 (as text: a hundred thousand times)
        if not name:
            inside.pop()
        elif is_link:
            yield _within(readable(prefix + name), path, folder, reach)
        elif not is_folder:
            yield readable(prefix + name), path
        elif not leave_out or _below(root, prefix + name) != leave_out:
            try:
                inside.append((path, f"{prefix}{name}/", _names(path)))
            except OSError:
                yield readable(prefix + name), path


def _below(root: str, name: str) -> str:
    """Give where a folder really is whose path below a real one has no link: to look each part up takes 17 s where 1,200 lie in one another."""
    return os.path.normpath(os.path.join(root, name))  # noqa: PTH118 (as text)


def _names(folder: str) -> Iterator[tuple[str, bool, bool]]:
    """List what lies in a folder and is not hidden, with whether it is a folder and whether a link, in order."""
    with os.scandir(folder) as listed:
        items = sorted((item.name, item.is_dir(follow_symlinks=False), item.is_symlink()) for item in listed)
    return (item for item in items if not item[0].startswith("."))
