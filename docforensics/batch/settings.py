"""What decides the results of a scan, and the hash over it: results of two configurations never lie in one folder."""

import hashlib
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import Protocol

from docforensics.capture.load import Source
from docforensics.capture.model import Channel, SideKind
from docforensics.capture.size import SizeMm, stated_size
from docforensics.choices import stated_day
from docforensics.document import Document
from docforensics.errors import UsageError
from docforensics.report.report import Report
from docforensics.scoring.policy import PolicyVersionWarning
from docforensics.settings import AnyPath, ExaminerOptions, ExaminerSettings, hash_of

SETTINGS = "settings"
"""Key of the examiner's digest in a configuration, the same that each report states."""
EXAMINER = "docforensics.batch.settings:make_examiner"
"""Makes the examiner of a scan: `module:function`, called with the settings in each worker."""
WORK = "docforensics.batch.work:Work"
"""What a worker does with an entry: `module:class`, a subclass of `work.Work`."""


class Retain(StrEnum):
    """What results may keep beyond outcomes; by default none of it."""

    MRZ = "mrz"
    """The lines of the machine readable zone as read."""
    MESSAGES = "messages"
    """What each finding says, with its facts: they quote the zones."""
    REPORT = "report"
    """The HTML report of each document, page pictures included."""
    PICTURE = "picture"
    """A small redacted picture of each document, for the summary page."""
    LINKS = "links"
    """Keyed identifiers and picture descriptors, for `docforensics link`."""
    NUMBERS = "numbers"
    """Document numbers, encrypted under the link key, for `docforensics link --alert`."""


KEYED = frozenset({Retain.LINKS, Retain.NUMBERS})
"""What is kept under the link key."""


class ScanExaminer(Protocol):
    """What a scan asks of an examiner."""

    def read(
        self,
        source: Source,
        *,
        inspected_on: date | None,
        side: SideKind | str,
        channel: Channel | str,
        size_mm: SizeMm | None,
    ) -> Document:
        """Read a document; InputError when it cannot be read."""

    def report(self, document: Document) -> Report:
        """Report on it."""


class ScanOptions(ExaminerOptions, total=False):
    """The fields of `ScanSettings` as keyword arguments of `scan`, those of its examiner among them."""

    inspected_on: date | None
    channel: Channel | str
    side: SideKind | str
    size_mm: SizeMm | None
    time_limit: float
    memory_limit: int
    retain: Collection[str]
    link_key: AnyPath | None
    allow_schemes: Collection[str]
    allow_outside: bool
    mrz_engine: str | None
    """Former name of `engine`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """How documents are examined, and what is kept of them."""

    inspected_on: date
    examination: ExaminerSettings = field(default_factory=ExaminerSettings)
    channel: Channel = Channel.UPLOAD
    side: SideKind = SideKind.OTHER
    size_mm: SizeMm | None = None
    """Width and height of the pages, where a manifest does not state them."""
    time_limit: float = 60.0
    """Seconds on the clock for one document."""
    memory_limit: int = 4 * 2**30
    """Bytes that a worker may ask for beyond what it holds once it is loaded."""
    retain: frozenset[Retain] = frozenset()
    link_key: bytes = field(default=b"", repr=False)
    """Secret of the links; never stored in results."""
    examiner: str = EXAMINER
    work: str = WORK

    def __post_init__(self) -> None:
        stated_day(self.inspected_on, "inspected_on")
        if not self.time_limit > 0 or self.memory_limit < 2**26:
            raise UsageError(
                f"ScanSettings: expected time_limit > 0 and memory_limit >= 64 MiB, "
                f"got {self.time_limit} and {self.memory_limit}"
            )
        if self.size_mm is not None:
            object.__setattr__(self, "size_mm", stated_size(self.size_mm))
        if self.retain.isdisjoint(KEYED) == bool(self.link_key):
            raise UsageError("ScanSettings: retain `links` or `numbers`, and link_key, go together")
        self.examination.to_dict()  # workers load what it names: nothing that serves in one process alone


def refuse_no_workers(workers: int | None) -> None:
    """Raise UsageError for a number of workers below 1; None stands for one a core."""
    if workers is not None and workers < 1:
        raise UsageError(f"workers: expected 1 or more, or None for one a core, got {workers}")


def configuration(settings: ScanSettings) -> Mapping[str, object]:
    """Everything that a result depends on besides the document, as plain values; no secret among them."""
    content = settings.examination.content()
    return {
        **content,
        SETTINGS: hash_of(content),
        "inspected_on": settings.inspected_on.isoformat(),
        "channel": settings.channel.value,
        "side": settings.side.value,
        **({} if settings.size_mm is None else {"size_mm": list(settings.size_mm)}),
        "time_limit": settings.time_limit,
        "memory_limit": settings.memory_limit,
        "retain": sorted(settings.retain),
        "link_key": key_id(settings.link_key),
        "examiner": settings.examiner,
        **({} if settings.work == WORK else {"work": settings.work}),
    }


def digest(told: Mapping[str, object]) -> str:
    """Hash a configuration (16 hex digits)."""
    return hash_of(told)[:16]


def key_id(key: bytes) -> str:
    """Name a key without revealing it, so that a wrong one is noticed; empty without a key."""
    return hashlib.sha256(b"docforensics link key id" + key).hexdigest()[:16] if key else ""


def load_examiner(settings: ScanSettings) -> ScanExaminer:
    """Make the examiner that the settings name."""
    module, _, name = settings.examiner.partition(":")
    made: ScanExaminer = getattr(import_module(module), name)(settings)
    return made


def make_examiner(settings: ScanSettings) -> ScanExaminer:
    """Make docforensics' own examiner."""
    from docforensics.examiner import Examiner  # noqa: PLC0415 (workers load it, their parent need not)

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", PolicyVersionWarning
        )  # the parent, who hashed the policy, has said it
        return Examiner(settings.examination)
