"""Revisions of a template's folder: what it was before, what each rests on, and the way back.

    my-template/
      template.json, visible.mean.png, ...     the revision in force
      history/
        history.json                           one entry a revision: when, of what, confirmed by whom
        revision-1.dftemplate                  a former revision, whole, with the sha256 of every part

A packed and signed file carries the revision in force alone; the history, which names files by their sha256, stays with the folder.
"""

import re
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from docforensics.batch.lock import locked
from docforensics.capture.model import Channel
from docforensics.errors import TemplateError, UsageError
from docforensics.parsing import encoded, made, placed, plain, read_json
from docforensics.regular import is_folder, is_there, read_regular, real_path
from docforensics.templates.learning.update import RESTORES, REVISION, revision_of
from docforensics.templates.model import Template
from docforensics.templates.pack import SUFFIX, pack_of_parts, pack_parts
from docforensics.templates.parts import HISTORY, JSON, PART, from_parts
from docforensics.templates.store import load_template, template_parts
from docforensics.templates.writing import writing

_ENTRIES = "history.json"
_KEPT = re.compile(rf"revision-([1-9][0-9]*){re.escape(SUFFIX)}")
_MOST_BYTES = 64 * 2**20
"""Of the history: a thousand revisions of five hundred files. A judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFile:
    """A file that a revision took, and who confirmed it."""

    sha256: str
    confirmed_by: tuple[str, ...] = ()
    """Key ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtFile(UsedFile):
    """A file of a forgery that a revision was compared with; entries of earlier versions of this program hold its sha256 alone."""

    channel: Channel | None = None
    """In which it was examined."""
    checks: tuple[str, ...] = ()
    """That were adverse on it with the former revision, or with an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One revision."""

    revision: int
    made_on: date
    kind: Literal["update", "roll-back"]
    of: str
    """sha256 over the former revision."""
    files: tuple[UsedFile, ...] = ()
    """Captures that it took."""
    caught: tuple[CaughtFile, ...] = ()
    """Forgeries that it still finds."""
    restores: int = 0
    """Of a roll-back: the revision that is in force again."""


class TemplateHistory:
    """The history of one template's folder; TemplateError where it is malformed, or its entries are not those of the revisions that it keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = real_path(folder)  # so that "." has a name, and a link stays one
        self.entries = self._read()

    @property
    def used(self) -> frozenset[str]:
        """sha256 of every file that a revision has taken, also of one that was set back since."""
        return frozenset(file.sha256 for entry in self.entries for file in entry.files)

    @property
    def caught(self) -> frozenset[str]:
        """sha256 of every forgery that a revision was compared with."""
        return frozenset(file.sha256 for entry in self.entries for file in entry.caught)

    def found_in(self, sums: Iterable[str]) -> dict[Channel, tuple[str, ...]]:
        """By channel, the checks that were adverse on a forgery of files with these sha256, with any revision; none where nothing is known of it."""
        wanted, found = set(sums), dict[Channel, set[str]]()
        for one in (one for entry in self.entries for one in entry.caught if one.sha256 in wanted):
            if one.channel is not None and one.checks:
                found.setdefault(one.channel, set()).update(one.checks)
        return {channel: tuple(sorted(checks)) for channel, checks in found.items()}

    @property
    def revisions(self) -> tuple[int, ...]:
        """Numbers of the former revisions that are kept."""
        found = map(_KEPT.fullmatch, (file.name for file in (self.folder / HISTORY).glob(f"*{SUFFIX}")))
        return tuple(sorted(int(name[1]) for name in found if name))

    def in_force(self) -> Template:
        """Load the revision in force.

        Raises
        ------
        TemplateError
            It cannot be loaded, or is not the one that the history ends with.
        UsageError
            Another program has put one in force since this history was read.
        """
        if self._read() != self.entries:
            raise UsageError(f"{self.folder}: was updated or set back meanwhile; start anew")
        template = load_template(self.folder)
        number, last = revision_of(template), self.entries[-1].revision if self.entries else None
        if last not in {None, number}:
            raise TemplateError(
                f"{self.folder}: states revision {number}, and its history ends with revision {last}: another template was written into this "
                f"folder; put revision {last} back from a copy, and write the other one to a folder of its own"
            )
        return template

    def advance(self, parts: Mapping[str, bytes], entry: Entry) -> None:
        """Put a revision, given as its parts, in force; the former one is kept.

        The whole folder is written beside it, then renamed: what was there is there until the last step. One program at a time does so; another waits.

        Raises
        ------
        TemplateError
            It cannot be loaded, or the revision in force is not the one that the history ends with.
        UsageError
            It is not the next revision, the folder was changed since the former one was loaded, or it cannot be written.
        """
        with writing(self.folder), locked(self.folder.parent, name=f".{self.folder.name}.lock"):
            former = self._not_changed(entry)
            self._refuse_unfit(former, parts, entry)
            self._replace(former, parts, entry)
        self.entries = (*self.entries, entry)

    def roll_back(self, revision: int | None = None, *, made_on: date | None = None) -> Template:
        """Put a former revision in force again, as a new one. Nothing is lost by it.

        When none is named, it is the one before that which the revision in force has its content from: after a roll-back, the withdrawn one is none.

        Raises
        ------
        UsageError
            There is no such revision.
        TemplateError
            It cannot be loaded, or the revision in force is not the one that the history ends with.
        """
        current, kept = self.in_force(), self.revisions
        number, content = revision_of(current) + 1, self._content_of(revision_of(current))
        wanted = self._content_of(content - 1) if revision is None else revision
        if wanted not in kept:
            named = _listed(kept) if kept else "none: it was never updated"
            missing = f"revision before revision {content}" if revision is None else f"revision {revision}"
            raise UsageError(f"{self.folder}: has no {missing} to go back to; kept are {named}")
        parts = pack_parts(self._file(self.folder / HISTORY, wanted))
        with placed(f"revision {wanted}: {JSON} does not fit", TemplateError):
            record = dict(read_json(parts[JSON]))
        told = {REVISION: str(number), RESTORES: str(wanted)}
        parts[JSON] = encoded({**record, "provenance": {**record.get("provenance", {}), **told}})
        self.advance(
            parts,
            Entry(
                revision=number,
                made_on=made_on or date.today(),  # noqa: DTZ011
                kind="roll-back",
                of=current.digest,
                restores=wanted,
            ),
        )
        return load_template(self.folder)

    def _content_of(self, revision: int) -> int:
        """The revision that another one has its content from: of a roll-back, what it put in force again; else itself."""
        restored = {entry.revision: entry.restores for entry in self.entries if entry.kind == "roll-back"}
        while restored.get(revision, revision) < revision:
            revision = restored[revision]
        return revision

    def _read(self) -> tuple[Entry, ...]:
        file, entries = self.folder / HISTORY / _ENTRIES, tuple[Entry, ...]()
        if is_there(file):
            with placed(f"{file}: does not fit", TemplateError):
                entries = made(tuple[Entry, ...], read_json(read_regular(file, _MOST_BYTES)))
                _refuse_gaps([entry.revision for entry in entries])
        kept, named = self.revisions, tuple(entry.revision - 1 for entry in entries)
        if kept != named:
            raise TemplateError(
                f"{file.parent}: revisions that are kept are {_listed(kept)}, and {_ENTRIES} names {_listed(named)}; put back what is missing "
                f"from a copy of the folder. Without one, move {HISTORY} out of it: the history then begins anew, without the captures and "
                "forgeries that former revisions were made with"
            )
        return entries

    def _refuse_unfit(self, former: Template, parts: Mapping[str, bytes], entry: Entry) -> None:
        """Refuse what could not be loaded once it is in force, or what the history would not fit."""
        name = f"{self.folder}: revision {entry.restores or entry.revision}"
        stated, following = revision_of(from_parts(parts, digest="", name=name)), revision_of(former) + 1
        if {stated, entry.revision} != {following}:
            raise UsageError(
                f"advance: expected parts and entry of revision {following}, got {stated} and {entry.revision}"
            )

    def _not_changed(self, entry: Entry) -> Template:
        """Load the revision in force again; UsageError where it is not the one that the next one was made of."""
        former = self.in_force()
        if former.digest != entry.of:
            raise UsageError(f"{self.folder}: was changed since it was loaded; start anew")
        return former

    def _replace(self, former: Template, parts: Mapping[str, bytes], entry: Entry) -> None:
        """Write the next revision's folder beside the one in force, and rename it."""
        beside, away = (
            self.folder.with_name(f".{self.folder.name}.{secrets.token_hex(4)}.{end}")
            for end in ("new", "old")
        )
        try:
            beside.mkdir(mode=0o700)  # nobody else reads it until it has the rights of the former one
            self._keep_others(beside)
            for name, data in parts.items():
                (beside / name).write_bytes(data)
                self._keep_mode(beside / name, self.folder / name)
            self._write(beside / HISTORY, former, entry)
            shutil.copymode(self.folder, beside)
            self.folder.rename(away)
            beside.rename(self.folder)
        except OSError:
            if not is_there(self.folder) and is_there(away):
                away.rename(self.folder)
            raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(away, ignore_errors=True)

    def _keep_others(self, folder: Path) -> None:
        """Copy what an author keeps in the folder besides the template: notes, scans, a signed pack."""
        for path in self.folder.iterdir():
            if path.name == HISTORY or PART.fullmatch(path.name):
                continue
            if is_folder(path) and not path.is_symlink():
                shutil.copytree(path, folder / path.name, symlinks=True)
            else:
                shutil.copy2(path, folder / path.name, follow_symlinks=False)

    def _write(self, folder: Path, former: Template, entry: Entry) -> None:
        """The history of the folder that is made: that of the former one, with one revision more."""
        if is_folder(self.folder / HISTORY):
            shutil.copytree(self.folder / HISTORY, folder)
        else:
            folder.mkdir()
            shutil.copymode(self.folder, folder)
        kept = self._file(folder, revision_of(former))
        pack_of_parts(template_parts(self.folder), former.id, kept)
        (folder / _ENTRIES).write_bytes(encoded([plain(one) for one in (*self.entries, entry)]))
        for file in (kept, folder / _ENTRIES):
            self._keep_mode(file, self.folder / HISTORY / file.name)

    def _keep_mode(self, file: Path, former: Path) -> None:
        """Give a file the access rights of the former one; of a new one, those of the template."""
        shutil.copymode(former if is_there(former) else self.folder / JSON, file)

    @staticmethod
    def _file(folder: Path, revision: int) -> Path:
        return folder / f"revision-{revision}{SUFFIX}"


def _refuse_gaps(revisions: Sequence[int]) -> None:
    """Raise ValueError where the entries are not of one revision after another."""
    if any(after != before + 1 for before, after in pairwise(revisions)):
        raise ValueError(f"expected entries of one revision after another, got {_listed(revisions)}")


def _listed(revisions: Sequence[int]) -> str:
    return ", ".join(map(str, revisions)) or "none"
