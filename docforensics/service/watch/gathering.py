"""Which documents are whole: from what a folder holds, moment by moment, without reading a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docforensics.service.watch.profile import ReaderProfile

Stamp = tuple[str, int, int]
"""Name, size and time of change of a file: another one is another file, or the same grown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredDocument:
    """A document to be examined: what of it is there now."""

    name: str
    parts: Mapping[str, Stamp]
    """By part."""
    is_whole: bool
    """Whether nothing that is needed is missing."""
    is_overdue: bool
    """Whether it has waited as long as it may: what is there now is examined as it is."""
    revision: int
    """1 for the first time; a later one has a file that came or changed since, and takes its place."""


@dataclass(slots=True, kw_only=True)
class _Gathered:
    parts: dict[str, Stamp] = field(default_factory=dict)
    changed_at: float = 0.0
    revision: int = 0


class Gathering:
    """Groups files by document; gives each document once, and again only where a file of it came late or changed."""

    def __init__(self, profile: ReaderProfile) -> None:
        self._profile = profile
        self._documents: dict[str, _Gathered] = {}
        self._open: set[str] = set()
        """Documents with something that was not given yet."""
        self.strangers: set[str] = set()
        """Files that are of no document by their name."""

    def known(self, name: str, parts: Mapping[str, Stamp], revision: int) -> None:
        """Note what an earlier run has examined."""
        self._documents[name] = _Gathered(parts=dict(parts), revision=revision)

    def step(self, listing: Iterable[Stamp], now: float) -> Iterator[GatheredDocument]:
        """Take in what the folder holds at a moment; give the documents that are to be examined now."""
        for stamp in listing:
            self._taken(stamp, now)
        for name in sorted(self._open):
            document = self._documents[name]
            quiet = now - document.changed_at
            is_whole = set(self._profile.needed) <= set(document.parts)
            if quiet >= (self._profile.settle_seconds if is_whole else self._profile.wait_seconds):
                self._open.discard(name)
                document.revision += 1
                yield GatheredDocument(
                    name=name,
                    parts=dict(document.parts),
                    is_whole=is_whole,
                    is_overdue=quiet >= self._profile.wait_seconds,
                    revision=document.revision,
                )

    def again(self, document: GatheredDocument) -> None:
        """Give a document once more at the next step: a file of it was only half written."""
        self._documents[document.name].revision -= 1
        self._open.add(document.name)

    def _taken(self, stamp: Stamp, now: float) -> None:
        place = self._profile.place_of(stamp[0])
        if place is None:
            self.strangers.add(stamp[0])
            return
        document = self._documents.setdefault(place.document, _Gathered())
        before = document.parts.get(place.part)
        # Of two files that are the same part the newer one counts.
        if before == stamp or (before is not None and before[0] != stamp[0] and before[2] >= stamp[2]):
            return
        document.parts[place.part] = stamp
        document.changed_at = now
        self._open.add(place.document)
