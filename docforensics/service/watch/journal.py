"""The list of what a watch examined, a line a document, by which a watch that is started again goes on."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from docforensics.errors import UsageError
from docforensics.parsing import made, read_json
from docforensics.regular import open_regular
from docforensics.service.watch.gathering import GatheredDocument, Stamp

_MOST_LINE = 2**20
"""Bytes of a line: one has some hundred. A judgement."""
_BYTES = "\0"
"""Before a name that is no text and stands in the list byte by byte: no name holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """What a further start needs of a line."""

    document: str
    revision: int
    parts: Mapping[str, Stamp]


@dataclass(slots=True, kw_only=True)
class WatchJournal:
    """The list in its file."""

    file: Path
    damaged: int = field(default=0, init=False)
    """Lines that were passed over when it was read."""

    def entries(self) -> Iterator[JournalEntry]:
        """Give the entries; lines that are none are counted. UsageError where the file cannot be read."""
        try:
            with suppress(FileNotFoundError), open_regular(self.file) as stream:
                while line := stream.readline(_MOST_LINE):
                    yield from self._entry(line)
        except OSError as error:
            raise UsageError(
                f"{self.file} cannot be read: {error.strerror or error}: take it away, or name another folder for the pages"
            ) from error

    def _entry(self, line: bytes) -> Iterator[JournalEntry]:
        try:
            told = made(JournalEntry, read_json(line), more=True) if line.strip() else None
        except ValueError:
            self.damaged += 1
            return
        if told is not None:
            parts = {part: (_name(name), size, time) for part, (name, size, time) in told.parts.items()}
            yield JournalEntry(document=_name(told.document), revision=told.revision, parts=parts)

    def note(self, document: GatheredDocument, told: Mapping[str, object]) -> None:
        """Add a line, on one of its own whatever a run that was killed left before it; OSError where that cannot be done."""
        parts = {part: (_told(name), size, time) for part, (name, size, time) in document.parts.items()}
        entry = {"document": _told(document.name), "revision": document.revision, **told, "parts": parts}
        with self.file.open("ab+") as stream:
            if end := stream.seek(0, os.SEEK_END):
                stream.seek(end - 1)
                if stream.read(1) != b"\n":
                    stream.write(b"\n")
            stream.write(f"{json.dumps(entry)}\n".encode())


def _told(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        return _BYTES + os.fsencode(name).decode("latin-1")
    return name


def _name(told: str) -> str:
    return os.fsdecode(told.removeprefix(_BYTES).encode("latin-1")) if told.startswith(_BYTES) else told
