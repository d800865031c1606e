"""Watches a folder: examines each document once it is whole, and writes its page."""

import hashlib
import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from docforensics.batch.entries import EntryFile, EntrySide
from docforensics.batch.settings import ScanSettings
from docforensics.capture.light import Light
from docforensics.capture.model import SideKind
from docforensics.checks.run import describe
from docforensics.regular import read_below
from docforensics.service.asked import AskedWork, ReportForm, WorkKind, WorkResult
from docforensics.service.queue import QueueFullError, WorkQueue
from docforensics.service.spool import Spool, SpoolFullError
from docforensics.service.watch.gathering import GatheredDocument, Gathering, Stamp
from docforensics.service.watch.journal import WatchJournal
from docforensics.service.watch.profile import CHIP, ReaderProfile
from docforensics.whole_file import MOST_NAME_BYTES, write_whole

JOURNAL, LATEST = "watched.jsonl", "latest.html"
_POLL_SECONDS = 0.2
_MOST_SPOOLED = 2**30
_MOST_FILE = 128 * 2**20
"""Bytes of a file, as `Limits` has it."""
_PLAIN = re.compile(r"(?!latest$|[0-9a-f]{32}$)[\w.-]{1,80}", re.IGNORECASE)
"""Names of documents that name their files as they are: not that of the last one's page, and none that a hash could have."""
_ENDS = {b"\xff\xd8": b"\xff\xd9", b"\x89PNG": b"IEND"}
"""How files of a kind begin, and what stands near their end once they are whole."""
_NEAR = 64
"""Bytes from the end in which it is looked for: some devices add a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedDocument:
    """A document that was examined, or could not be."""

    name: str
    revision: int
    is_whole: bool
    outcome: str
    """Empty where it could not be examined."""
    reason: str
    page: Path | None
    seconds: float
    """From the moment it was whole to its page."""


@dataclass(slots=True, kw_only=True)
class _Running:
    document: GatheredDocument
    future: "Future[WorkResult]"
    since: float


@dataclass(slots=True, kw_only=True)
class Watch:
    """One folder and where its results go. `look` is called again and again; `run` does so until `stop` gives True."""

    folder: Path
    out: Path
    profile: ReaderProfile
    queue: WorkQueue
    inspected_on: date | None = None
    clock: Callable[[], float] = time.monotonic
    _gathering: Gathering = field(init=False)
    _journal: WatchJournal = field(init=False)
    _waiting: deque[GatheredDocument] = field(default_factory=deque)
    _running: list[_Running] = field(default_factory=list)
    _written: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._gathering = Gathering(self.profile)
        self.out.mkdir(parents=True, exist_ok=True)
        self._journal = WatchJournal(file=self.out / JOURNAL)
        for entry in self._journal.entries():
            self._gathering.known(entry.document, entry.parts, entry.revision)
            self._written[entry.document] = entry.revision

    @property
    def damaged_lines(self) -> int:
        """Lines of the list of an earlier run that could not be read: their documents are examined again."""
        return self._journal.damaged

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits to be examined."""
        return not self._waiting and not self._running

    def run(self, stop: Callable[[], bool]) -> Iterator[WatchedDocument]:
        """Watch; give each document as its page is written."""
        while not stop():
            yield from self.look()
            time.sleep(_POLL_SECONDS)

    def look(self) -> Iterator[WatchedDocument]:
        """Look once at the folder and at what is examined."""
        self._waiting.extend(self._gathering.step(_listing(self.folder, self.out), self.clock()))
        for _ in range(len(self._waiting)):
            self._enter(self._waiting.popleft())
        ended = [one for one in self._running if one.future.done()]
        self._running = [one for one in self._running if not one.future.done()]
        for one in ended:
            if (written := self._finished(one)) is not None:
                yield written

    def _enter(self, document: GatheredDocument) -> None:
        contents = self._contents(document)
        if contents is None:
            self._gathering.again(document)
            return
        # What was there when it was gathered may have gone since, or be a link that leads nowhere.
        document = replace(document, is_whole=set(self.profile.needed) <= set(contents))
        if not any(not part.startswith(f"{CHIP}.") for part in contents):
            self._failed(
                document, "gone", "its images have gone, or never came, or are links out of the folder"
            )
            return
        try:
            ticket = self.queue.submit(self._asked(contents).packed())
        except (QueueFullError, SpoolFullError):
            self._waiting.append(document)
        except Exception as error:  # noqa: BLE001 (whatever breaks, it costs this document alone)
            self._failed(document, "crash", describe(error))
        else:
            self._running.append(_Running(document=document, future=ticket.future, since=self.clock()))

    def _failed(self, document: GatheredDocument, failure: str, reason: str) -> None:
        ended: Future[WorkResult] = Future()
        ended.set_result(WorkResult(described=None, failure=failure, reason=reason))
        self._running.append(_Running(document=document, future=ended, since=self.clock()))

    def _contents(self, document: GatheredDocument) -> Mapping[str, bytes] | None:
        """Read the files; None where one is only half written, or has gone, and there is time to wait for it."""
        found = {}
        for part, (name, size, _) in document.parts.items():
            try:
                raw = read_below(self.folder, name, _MOST_FILE)
            except (OSError, ValueError):
                raw = b""
            if not document.is_overdue and (len(raw) != size or not _is_finished(raw)):
                return None
            if raw:
                found[part] = raw
        return found

    def _asked(self, contents: Mapping[str, bytes]) -> AskedWork:
        sides: dict[str, list[tuple[Light, bytes]]] = {}
        chip = {}
        for part, raw in sorted(contents.items()):
            side, _, rest = part.partition(".")
            if side == CHIP:
                chip[rest] = raw
            else:
                sides.setdefault(side, []).append((Light(rest), raw))
        return AskedWork(
            kind=WorkKind.EXAMINE,
            sides=tuple(
                EntrySide(
                    pictures=tuple(EntryFile(address="", light=light) for light, _ in files),
                    side=SideKind(side),
                    channel=self.profile.channel,
                )
                for side, files in sides.items()
            ),
            contents=tuple(tuple(raw for _, raw in files) for files in sides.values()),
            inspected_on=self.inspected_on,
            chip=chip,
            forms=(ReportForm.JSON, ReportForm.HTML),
        )

    def _finished(self, one: _Running) -> WatchedDocument | None:
        document = one.document
        if self._written.get(document.name, 0) >= document.revision:
            return None  # a later one with more files was quicker
        self._written[document.name] = document.revision
        result, page = self._result(one)
        outcome = result.described.outcome if result.described else ""
        told = {
            "is_whole": document.is_whole,
            "outcome": outcome,
            "failure": result.failure,
            "page": page.name if page else "",
        }
        reason = result.reason
        try:
            self._journal.note(document, told)
        except OSError as error:
            reason = f"{reason} {self.out / JOURNAL} cannot be written: {error.strerror}; a further start examines it again".strip()
        return WatchedDocument(
            name=document.name,
            revision=document.revision,
            is_whole=document.is_whole,
            outcome=outcome,
            reason=reason,
            page=page,
            seconds=self.clock() - one.since,
        )

    def _result(self, one: _Running) -> tuple[WorkResult, Path | None]:
        """Give how the work on a document ended, and its page; where that breaks, it failed by it."""
        try:
            result = one.future.result()
            return result, self._pages(one.document, result)
        except OSError as error:
            failure, reason = "unwritten", f"its page cannot be written: {error.strerror or error}"
        except Exception as error:  # noqa: BLE001 (whatever breaks, it costs this document alone)
            failure, reason = "crash", describe(error)
        return WorkResult(described=None, failure=failure, reason=reason), None

    def _pages(self, document: GatheredDocument, result: WorkResult) -> Path | None:
        if result.described is None:
            return None
        name, forms = _file_name(document.name), result.described.forms
        write_whole(self.out / f"{name}.json", forms[ReportForm.JSON])
        page = self.out / f"{name}.html"
        write_whole(page, forms[ReportForm.HTML])
        write_whole(self.out / LATEST, forms[ReportForm.HTML])
        return page


def watch_queue(settings: ScanSettings, workers: int) -> WorkQueue:
    """Make the queue of a watch; it is to be begun and ended."""
    return WorkQueue(settings, Spool(None, _MOST_SPOOLED), workers=workers, waiting=2 * workers)


def _listing(folder: Path, leave_out: Path) -> Iterator[Stamp]:
    """Give every file below a folder with its size and time."""
    left_out = leave_out.absolute()
    stack = [folder]
    while stack:
        try:
            entries = list(os.scandir(stack.pop()))
        except OSError:
            continue  # it has gone
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if path.absolute() != left_out:
                    stack.append(path)
                continue
            try:
                facts = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield path.relative_to(folder).as_posix(), facts.st_size, facts.st_mtime_ns


def _is_finished(raw: bytes) -> bool:
    """Whether a picture has its end; of other files that cannot be told."""
    return all(end in raw[-_NEAR:] for start, end in _ENDS.items() if raw.startswith(start)) and bool(raw)


def _file_name(document: str) -> str:
    is_plain = _PLAIN.fullmatch(document) and not document.startswith(".")
    if is_plain and len(f"{document}.json".encode()) <= MOST_NAME_BYTES:
        return document
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:32]
