"""The alerts that were applied to a post: a folder of signed files and one list of them, from which files are read when they are needed.

    alerts/
      alerts.json             what was applied: id, revision, digest, validity, model; written by `alerting.apply`
      c0ffee00-....dfalert    the files as they were signed

A file that the list does not name was not applied and is not read. One that is not the one that was applied is an error, as a changed
template is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from docforensics.alerts.file import SUFFIX, read_alert
from docforensics.alerts.model import Alert, AlertSeverity, FraudSpecies, Tlp
from docforensics.alerts.numbers import NumberKeys, NumberList
from docforensics.errors import AlertError
from docforensics.kept import Kept
from docforensics.parsing import encoded, made, placed, plain, read_json
from docforensics.regular import read_regular
from docforensics.templates.model import TemplateModel
from docforensics.templates.signing import TemplateKeys

LIST = "alerts.json"
FOLDER = "alerts"
"""Name of the folder in a store of templates."""
_VERSION = 1
_MOST_LIST_BYTES = 64 * 2**20
"""Of the list: some 400 bytes an alert. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedAlert:
    """What the list holds of an alert, so that its file is read only when a document is of its model."""

    id: str
    revision: int
    file: str
    digest: str
    signed_by: str
    title: str
    issuer: str
    model: TemplateModel
    species: FraudSpecies
    severity: AlertSeverity
    tlp: Tlp
    valid_from: date
    valid_to: date
    withdrawn: str = ""
    has_marks: bool = False
    issuers: tuple[str, ...] = ()
    """Whose documents its lists of numbers are about; an empty code stands for all."""
    applied_on: date

    @classmethod
    def of(cls, alert: Alert, *, on: date) -> "AppliedAlert":
        """Give the entry of an alert that was read from a signed file."""
        alike = (
            *("id", "revision", "digest", "signed_by", "title", "issuer", "model", "species"),
            *("severity", "tlp", "valid_from", "valid_to", "withdrawn"),
        )
        return cls(
            **{name: getattr(alert, name) for name in alike},
            file=f"{alert.id}{SUFFIX}",
            has_marks=bool(alert.measured),
            issuers=tuple(sorted({one.issuer for one in alert.numbers})),
            applied_on=on,
        )

    def is_in_force(self, day: date) -> bool:
        """Whether it may be used on a day: within its validity and not withdrawn."""
        return not self.withdrawn and self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertConflict:
    """An alert and a template that contradict each other: shown, and decided by nobody."""

    alerts: tuple[str, ...]
    """Ids of the alerts that it is about."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListFile:
    """What `alerts.json` holds besides its version."""

    alerts: tuple[AppliedAlert, ...]
    conflicts: tuple[AlertConflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlertBook:
    """Applied alerts. Read-only, so one book serves all threads."""

    entries: tuple[AppliedAlert, ...] = ()
    conflicts: tuple[AlertConflict, ...] = ()
    """As they were found when the alerts were applied."""
    folder: Path | None = None
    keys: NumberKeys = field(default_factory=NumberKeys)
    """Keys of lists of numbers that this post holds."""
    trusted: TemplateKeys | None = None
    """Whose signatures are asked for once more when an alert is read; None trusts what was applied."""
    digest: str = ""
    """sha256 over the list, which holds the digest of every alert."""
    kept: Kept = field(default_factory=Kept, init=False)
    """Alerts that were read, and what was prepared of them."""

    @classmethod
    def open(
        cls, folder: str | Path, *, keys: NumberKeys | None = None, trusted: TemplateKeys | None = None
    ) -> "AlertBook":
        """Open a folder of applied alerts; no file of an alert is read yet.

        Raises
        ------
        AlertError
            There is no list, or it is malformed.
        """
        file = Path(folder) / LIST
        with placed(f"{file}: expected the list of applied alerts (docforensics alert apply)", AlertError):
            raw = read_regular(file, _MOST_LIST_BYTES)
            table = read_json(raw)
            if not isinstance(table, dict) or table.pop("book_version", None) != _VERSION:
                raise AlertError(f"expected book_version {_VERSION}")
            told = made(_ListFile, table)
        return cls(
            entries=told.alerts,
            conflicts=told.conflicts,
            folder=Path(folder),
            keys=keys or NumberKeys(),
            trusted=trusted,
            digest=sha256(raw).hexdigest(),
        )

    @classmethod
    def of(cls, alerts: Iterable[Alert], *, keys: NumberKeys | None = None) -> "AlertBook":
        """Make a book of alerts in memory."""
        given = tuple(alerts)
        book = cls(
            entries=tuple(AppliedAlert.of(alert, on=alert.issued_on) for alert in given),
            keys=keys or NumberKeys(),
        )
        for alert in given:
            book.kept.once(("alert", alert.id), lambda alert=alert: alert)  # type: ignore[misc]
        return book

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, alert: str) -> AppliedAlert | None:
        """Give the entry of an id; None where it was never applied."""
        return next((one for one in self.entries if one.id == alert), None)

    def alert(self, entry: AppliedAlert) -> Alert:
        """Read an alert, once.

        Raises
        ------
        AlertError
            Its file is gone, damaged, or not the one that was applied.
        """
        return self.kept.once(("alert", entry.id), lambda: self._read(entry))

    def with_marks(self, model: TemplateModel | None, day: date) -> Iterator[Alert]:
        """Give the alerts in force on a day that have marks of a model."""
        for entry in self.entries:
            if entry.has_marks and entry.model == model and entry.is_in_force(day):
                yield self.alert(entry)

    def lists(self, issuer: str, day: date) -> Iterator[tuple[Alert, NumberList, bytes | None]]:
        """Give the lists in force on a day about documents of an issuer, each with its key; None where this post does not hold it."""
        for entry in self.entries:
            if not {"", issuer}.isdisjoint(entry.issuers) and entry.is_in_force(day):
                alert = self.alert(entry)
                for one in alert.numbers:
                    if one.issuer in {"", issuer}:
                        yield alert, one, self.keys.get(one.key_id)

    def table(self) -> bytes:
        """Write the list as `open` reads it."""
        return encoded(
            {"book_version": _VERSION, **plain(_ListFile(alerts=self.entries, conflicts=self.conflicts))}
        )

    def _read(self, entry: AppliedAlert) -> Alert:
        if self.folder is None:
            raise AlertError(f"alert {entry.id}: it was not given")
        file = self.folder / entry.file
        alert = read_alert(file, self.trusted)
        if self.trusted is not None and not alert.signed_by:
            raise AlertError(
                f"{file}: not signed with a trusted key: withdraw it, or add the public key of its signer"
            )
        if (alert.id, alert.revision, alert.digest) != (entry.id, entry.revision, entry.digest):
            raise AlertError(
                f"{file}: it is not the alert that was applied: apply it again (docforensics alert apply)"
            )
        return alert
