"""A feed of alerts: files and one signed index of them in a folder, or behind any fsspec address.

    index.json          `signed`: number, day of issue and of expiry, and of every alert its revision, size and sha256;
                        `signature`: Ed25519 over `signed` as canonical JSON (RFC 8785), with the signer's key id
    <id>.<revision>.dfalert

Whoever pulls keeps the number of the last index, with its digest: an older one is refused (roll-back), as is another one of the same number, one
past its expiry (freeze), one without a trusted signature, and a file that is not the one that the index states. The ideas are those of The
Update Framework; docs/decisions/2026-11-28-alerts.md has why its library is not used.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from docforensics.alerts.file import SUFFIX, canonical, signed_alert
from docforensics.alerts.model import Alert
from docforensics.batch.addresses import Folder
from docforensics.errors import AlertError, TemplateError
from docforensics.parsing import made, placed, plain, read_json
from docforensics.regular import is_there, read_regular
from docforensics.templates.archive import MOST_FILE_BYTES
from docforensics.templates.signing import TemplateKeys, sign
from docforensics.templates.writing import writing
from docforensics.whole_file import write_whole

INDEX, STATE = "index.json", "feed-state.json"
PURPOSE = b"docforensics alert feed v1\0"
"""Signed before the index: the signature of an alert or a pack is none of a feed."""
VALID_DAYS = 30
"""Days after which an index is refused where its maker states no other number: a feed that is not renewed may be one that is withheld."""
_VERSION = 1
_MOST_INDEX_BYTES, _MOST_ALERTS = 32 * 2**20, 100_000
"""Of an index and what it lists. Judgements; not fitted."""
_NAME = re.compile(rf"[0-9a-f-]{{36}}\.[1-9][0-9]{{0,8}}{re.escape(SUFFIX)}")


class FeedFolder(Protocol):
    """Where a feed lies (`batch.addresses.Folder`)."""

    address: str

    def read(self, name: str, *, most: int) -> bytes | None:
        """Read a file of at most so many bytes; None where it is not there."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One alert of an index, in its last revision."""

    id: str
    revision: int
    file: str
    bytes: int
    sha256: str

    def __post_init__(self) -> None:
        if not 0 < self.bytes <= MOST_FILE_BYTES:
            raise AlertError(
                f"{self.file}: expected a file of at most {MOST_FILE_BYTES} bytes, got {self.bytes}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedIndex:
    """What an index states."""

    number: int
    """Counts up with every index of the feed."""
    feed: str
    """Name of the feed, the same in every index."""
    issued_on: date
    expires_on: date
    alerts: tuple[FeedEntry, ...]

    def __post_init__(self) -> None:
        ids = [entry.id for entry in self.alerts]
        if self.number < 1 or len(ids) > _MOST_ALERTS or len(set(ids)) != len(ids):
            raise AlertError(
                f"feed {self.feed}: expected a number from 1 and at most {_MOST_ALERTS} alerts, each once"
            )
        wrong = next((entry.file for entry in self.alerts if not _NAME.fullmatch(entry.file)), None)
        if wrong is not None:
            raise AlertError(f"feed {self.feed}: {wrong!r} is no name of an alert in a feed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _IndexSignature:
    """Who signed an index."""

    algorithm: Literal["Ed25519"]
    key_id: str
    signature: str
    """Base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _SignedIndex:
    """What the file of an index holds."""

    signed: dict[str, Any]
    signature: _IndexSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What a post keeps of the feed it pulled."""

    feed: str
    number: int
    sha256: str
    signed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull came to."""

    index: FeedIndex
    signed_by: str
    files: tuple[Path, ...]
    """Of all alerts of the index, on this machine."""
    fetched: int
    """How many of them were fetched; the others were there from before."""


def publish(
    files: Iterable[str | Path],
    address: str,
    private_key: Path,
    *,
    on: date,
    expires_on: date,
    name: str = "alerts",
    keys: TemplateKeys,
) -> FeedIndex:
    """Add alerts to a feed, in their last revision, and sign its next index.

    Parameters
    ----------
    keys
        Trusted keys: alerts that none of them signed are refused, and so is an index that is there and not signed by one.

    Raises
    ------
    AlertError
        An alert is not signed with a trusted key, older than the one in the feed, or another file of the same revision.
    """
    folder = Folder(address)
    known = _known_index(folder, keys)
    entries = {entry.id: entry for entry in known.alerts} if known else {}
    for file in files:
        alert = signed_alert(file, keys)
        entry = _entry(alert, _bytes(Path(file)))
        before = entries.get(alert.id)
        if before is not None:
            _refuse_older(entry, before, str(file))
        if before is None or before.sha256 != entry.sha256:
            folder.write(entry.file, _bytes(Path(file)))
        entries[alert.id] = entry
    index = FeedIndex(
        number=known.number + 1 if known else 1,
        feed=known.feed if known else name,
        issued_on=on,
        expires_on=expires_on,
        alerts=tuple(sorted(entries.values(), key=lambda entry: entry.id)),
    )
    table = {"feed_version": _VERSION, **plain(index)}
    signature, signer = sign(canonical(table), private_key, purpose=PURPOSE)
    told = {"algorithm": "Ed25519", "key_id": signer, "signature": base64.b64encode(signature).decode()}
    # Last: until it is there, whoever pulls sees the feed as it was.
    folder.write(INDEX, _json({"signed": table, "signature": told}))
    return index


def _refuse_older(entry: FeedEntry, before: FeedEntry, file: str) -> None:
    """Refuse an alert that is older than the one in the feed, or another one of the same revision."""
    if entry.revision < before.revision:
        raise AlertError(
            f"{file}: revision {entry.revision} of alert {entry.id} is older than the one in the feed, {before.revision}"
        )
    if entry.revision == before.revision and entry.sha256 != before.sha256:
        raise AlertError(
            f"{file}: alert {entry.id} is another file than the one of the same revision {entry.revision} in the feed; raise its revision"
        )


def pull(address: str, into: str | Path, keys: TemplateKeys, *, on: date) -> Pulled:
    """Fetch what is new in a feed to a folder of this machine; what was fetched before a break is not fetched again.

    Raises
    ------
    AlertError
        There is no feed, or its index or a file of it is refused; the message states why.
    """
    return pull_from(Folder(address), into, keys, on=on)


def pull_from(source: FeedFolder, into: str | Path, keys: TemplateKeys, *, on: date) -> Pulled:
    """Fetch from a folder that is open; see `pull`."""
    root = Path(into)
    index, digest, signed_by = _read_index(source, keys)
    state = _state(root)
    _refuse_old(index, digest, state, on, source.address)
    files, fetched = [], 0
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
        for entry in index.alerts:
            file = root / entry.file
            if not _is_there(file, entry):
                write_whole(file, _fetched(source, entry))
                fetched += 1
            files.append(file)
        told = FeedState(feed=index.feed, number=index.number, sha256=digest, signed_by=signed_by)
        write_whole(root / STATE, _json(plain(told)))
    return Pulled(index=index, signed_by=signed_by, files=tuple(files), fetched=fetched)


def _refuse_old(index: FeedIndex, digest: str, state: FeedState | None, on: date, address: str) -> None:
    if index.expires_on < on:
        raise AlertError(
            f"{address}: its index expired on {index.expires_on}: the feed is not renewed, or somebody withholds newer ones; ask its issuer"
        )
    if state is None:
        return
    if index.feed != state.feed:
        raise AlertError(f"{address}: it is the feed {index.feed!r}; the one pulled before is {state.feed!r}")
    if index.number < state.number:
        raise AlertError(
            f"{address}: index {index.number} is older than index {state.number}, which was pulled before: a roll-back, refused"
        )
    if index.number == state.number and digest != state.sha256:
        raise AlertError(
            f"{address}: index {index.number} is not the one of this number that was pulled before: refused"
        )


def _read_index(source: FeedFolder, keys: TemplateKeys) -> tuple[FeedIndex, str, str]:
    """Read the index; give it with the sha256 of what is signed, and the id of the trusted key that signed it."""
    raw = source.read(INDEX, most=_MOST_INDEX_BYTES)
    if raw is None:
        raise AlertError(f"{source.address}: expected a feed of alerts, with {INDEX}")
    with placed(f"{source.address}: {INDEX} is refused", AlertError):
        whole = made(_SignedIndex, read_json(raw))
        signed = canonical(whole.signed)
        try:
            signature = base64.b64decode(whole.signature.signature, validate=True)
            valid = keys.verify(signed, signature, whole.signature.key_id, purpose=PURPOSE)
        except (binascii.Error, TemplateError) as error:
            raise AlertError(str(error)) from error
        if not valid:
            raise AlertError(f"it is signed by {whole.signature.key_id}, which is no trusted key")
        table = dict(whole.signed)
        if table.pop("feed_version", None) != _VERSION:
            raise AlertError(f"expected feed_version {_VERSION}")
        return made(FeedIndex, table), hashlib.sha256(signed).hexdigest(), whole.signature.key_id


def _known_index(folder: Folder, keys: TemplateKeys) -> FeedIndex | None:
    return None if folder.read(INDEX, most=_MOST_INDEX_BYTES) is None else _read_index(folder, keys)[0]


def _state(root: Path) -> FeedState | None:
    file = root / STATE
    if not is_there(file):
        return None
    with placed(
        f"{file}: is malformed: restore it from a backup, for without it an older feed cannot be refused",
        AlertError,
    ):
        return made(FeedState, read_json(read_regular(file, 65_536)))


def _is_there(file: Path, entry: FeedEntry) -> bool:
    try:
        return file.stat().st_size == entry.bytes and hashlib.sha256(_bytes(file)).hexdigest() == entry.sha256
    except (OSError, AlertError):
        return False


def _fetched(source: FeedFolder, entry: FeedEntry) -> bytes:
    raw = source.read(entry.file, most=MOST_FILE_BYTES)
    if raw is None:
        raise AlertError(
            f"{source.address}: {entry.file} is missing: the feed is incomplete; pull again later, nothing of it is applied"
        )
    if len(raw) != entry.bytes or hashlib.sha256(raw).hexdigest() != entry.sha256:
        raise AlertError(
            f"{source.address}: {entry.file} is not the file that the index states: it was changed or cut off"
        )
    return raw


def _entry(alert: Alert, raw: bytes) -> FeedEntry:
    return FeedEntry(
        id=alert.id,
        revision=alert.revision,
        file=f"{alert.id}.{alert.revision}{SUFFIX}",
        bytes=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def _bytes(file: Path) -> bytes:
    try:
        return read_regular(file, MOST_FILE_BYTES)
    except (OSError, ValueError) as error:
        raise AlertError(f"{file}: cannot be read: {error}") from error


def _json(record: object) -> bytes:
    return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
