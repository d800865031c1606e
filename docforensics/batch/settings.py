"""What decides the results of a scan, and the hash over it: results of two configurations never lie in one folder."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Protocol

from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.capture.load import Source
from docforensics.capture.model import Channel, SideKind
from docforensics.document import Document
from docforensics.errors import UsageError
from docforensics.report.build import tool_version
from docforensics.report.model import Report
from docforensics.resources import models_folder, sha256_of
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.policy import Policy

EXAMINER = "docforensics.batch.settings:make_examiner"
"""Makes the examiner of a scan: `module:function`, called with the settings in each worker."""


class Retain(StrEnum):
    """What results may keep beyond outcomes; by default none of it."""

    MRZ = "mrz"
    """The lines of the machine readable zone as read."""
    MESSAGES = "messages"
    """What each finding says, with its facts: they quote the zones."""
    REPORT = "report"
    """The HTML report of each document, page pictures included."""
    LINKS = "links"
    """Keyed identifiers and picture descriptors, for `docforensics link`."""


class ScanExaminer(Protocol):
    """What a scan asks of an examiner."""

    def read(
        self, source: Source, *, inspected_on: date | None, side: SideKind | str, channel: Channel | str
    ) -> Document:
        """Read a document; InputError when it cannot be read."""

    def report(self, document: Document) -> Report:
        """Report on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """How documents are examined, and what is kept of them."""

    inspected_on: date
    channel: Channel = Channel.UPLOAD
    side: SideKind = SideKind.OTHER
    templates: str | None = None
    """A folder of packs; None takes the shipped ones."""
    template_keys: str | None = None
    """A folder of public keys whose signatures on packs are believed."""
    policy: str | None = None
    """A policy file or the name of a shipped one."""
    mrz_engine: str | None = None
    viz_reader: str = "network"
    trust: str | None = None
    limits: Limits = DEFAULT_LIMITS
    time_limit: float = 60.0
    """Seconds on the clock for one document."""
    memory_limit: int = 4 * 2**30
    """Bytes that a worker may ask for beyond what it holds once it is loaded."""
    retain: frozenset[Retain] = frozenset()
    link_key: bytes = field(default=b"", repr=False)
    """Secret of the links; never stored in results."""
    examiner: str = EXAMINER

    def __post_init__(self) -> None:
        if not self.time_limit > 0 or self.memory_limit < 2**26:
            raise UsageError(
                f"ScanSettings: expected time_limit > 0 and memory_limit >= 64 MiB, "
                f"got {self.time_limit} and {self.memory_limit}"
            )
        if (Retain.LINKS in self.retain) != bool(self.link_key):
            raise UsageError("ScanSettings: retain `links` and link_key go together")


def configuration(settings: ScanSettings) -> Mapping[str, object]:
    """Everything that a result depends on besides the document, as plain values; no secret among them."""
    return {
        "docforensics": tool_version(),
        "models": sha256_of(models_folder() / "MANIFEST.toml"),
        "calibration": load_calibration().digest,
        "policy": _policy(settings).digest,
        "templates": _folder_digest(settings.templates),
        "template_keys": _folder_digest(settings.template_keys),
        "trust": _folder_digest(settings.trust),
        "mrz_engine": settings.mrz_engine,
        "viz_reader": settings.viz_reader,
        "inspected_on": settings.inspected_on.isoformat(),
        "channel": settings.channel.value,
        "side": settings.side.value,
        "limits": asdict(settings.limits),
        "time_limit": settings.time_limit,
        "memory_limit": settings.memory_limit,
        "retain": sorted(settings.retain),
        "link_key": key_id(settings.link_key),
        "examiner": settings.examiner,
    }


def digest(told: Mapping[str, object]) -> str:
    """Hash a configuration (16 hex digits)."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


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

    return Examiner(
        templates=settings.templates,
        template_keys=settings.template_keys,
        policy=_policy(settings),
        engine=settings.mrz_engine,
        viz_reader=settings.viz_reader,
        limits=settings.limits,
        trust=settings.trust,
    )


def _policy(settings: ScanSettings) -> Policy:
    return Policy.load() if settings.policy is None else Policy.find(settings.policy)


def _folder_digest(folder: str | None) -> str:
    """Hash the names and bytes of a folder's files, or of the one file named; empty for none."""
    if folder is None:
        return ""
    root = Path(folder)
    files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
    told = [(path.relative_to(root).as_posix(), sha256_of(path)) for path in files]
    return hashlib.sha256(repr(told).encode()).hexdigest()
