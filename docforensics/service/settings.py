"""What decides how the service runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docforensics.errors import UsageError
from docforensics.settings import ExaminerSettings

DATABASE, BLOBS, AUDIT, FIRST_KEY, RUNNING = "service.sqlite3", "kept", "audit.jsonl", "first-key", "running"
"""Names in the folder of the service."""
FETCH_SECONDS = 600.0
"""How long the result of an asynchronous examination is kept where nothing is retained: ten minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySettings:
    """Who signs people in before the service, for example by OIDC: a proxy that sets headers, and nobody else."""

    addresses: frozenset[str]
    """From which the headers count; of any other they are disregarded."""
    user_header: str
    scopes: Mapping[str, frozenset[str]]
    """Scopes by group; a group that is not named gives none."""
    groups_header: str = "X-Forwarded-Groups"
    post: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Examiner, limits, retention, store."""

    data: Path
    """Folder of the embedded store, of what is kept and of the audit log."""
    examination: ExaminerSettings = field(default_factory=ExaminerSettings)
    store: str = ""
    """SQLAlchemy's address; empty for SQLite in `data`."""
    blobs: str = ""
    """Folder or fsspec address of what is kept; empty for one in `data`."""
    key: bytes | None = None
    """With which what is kept is encrypted; None makes one that ends with the process."""
    spool: Path | None = None
    """Where documents wait; None takes a folder in memory where the system has one."""
    workers: int = 2
    waiting: int = 16
    """Documents that may wait for a worker: with one second each on two workers the last waits eight."""
    time_limit: float = 30.0
    """Seconds of one document; twice as long where its worker died once."""
    memory_limit: int = 2 * 2**30
    """Bytes that one document may ask for beyond what a worker holds."""
    most_body_bytes: int = 64 * 2**20
    """Of a request. Three lights of both sides at 600 dpi as JPEG have 20 MiB."""
    most_parts: int = 48
    """Of a multipart request: six images of each of four sides, and 17 files of a chip, and statements."""
    most_spooled_bytes: int = 2**30
    """Of all documents that wait."""
    body_seconds: float = 30.0
    """In which a request must have arrived."""
    stop_seconds: float = 30.0
    """That documents which are examined have to finish when the service stops."""
    requests_a_minute: int = 600
    """Of one key; a judgement."""
    retain_days: float = 0.0
    two_persons: bool = False
    """Whether genuine and forged are decided at the desk by two people who agree."""
    policies: Mapping[str, str] = field(default_factory=dict)
    """Policies of your own by name: their files."""
    proxy: ProxySettings | None = None
    alert_key: Path | None = None
    """Private key with which alerts that are made at the desk are signed; None gives drafts without a signature."""
    examiner: str = ""
    """`module:function` that makes another examiner; empty for that of docforensics."""

    def __post_init__(self) -> None:
        least = {"workers": 1, "waiting": 0, "time_limit": 0.01, "most_body_bytes": 1024, "most_parts": 1}
        for name, bound in {**least, "retain_days": 0, "requests_a_minute": 1}.items():
            if not getattr(self, name) >= bound:
                raise UsageError(f"{name}: expected at least {bound:g}, got {getattr(self, name):g}")
        if self.retain_days and self.key is None:
            raise UsageError("--retain-days: what is kept is encrypted with a key of yours: --key-file FILE")
        if self.most_body_bytes > self.examination.limits.max_bytes:
            raise UsageError(
                f"most_body_bytes: expected at most Limits.max_bytes, {self.examination.limits.max_bytes}"
            )

    @property
    def database(self) -> str:
        """SQLAlchemy's address of the store."""
        return self.store or f"sqlite:///{self.data / DATABASE}"
