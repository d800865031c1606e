"""Signed archives: a zip of named parts, a manifest with the sha256 of each, and perhaps a signature over the manifest.

    manifest.json     format and version; name, size and sha256 of every part
    signature.json    Ed25519 over the manifest, with the signer's key id (optional)
    ...               the parts, whose names the kind of archive allows

Template packs and alerts are such files. Nothing is unpacked to disk. Names, numbers and sizes are compared with fixed limits before
anything is decompressed, and no more is decompressed than was declared.
"""

import base64
import binascii
import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docforensics.errors import ResourceError, TemplateError
from docforensics.parsing import placed, read_json
from docforensics.regular import open_regular
from docforensics.templates.signing import TemplateKeys, sign
from docforensics.templates.writing import writing

_MANIFEST, _SIGNATURE = _NOTES = "manifest.json", "signature.json"
_MOST_MEMBERS, MOST_FILE_BYTES, MOST_PART_BYTES, _MOST_TOTAL_BYTES = (
    128,
    256 * 2**20,
    24 * 2**20,
    192 * 2**20,
)
"""Limits that hold before anything is unpacked. Judgements; not fitted."""
_MOST_LIST_BYTES = 2**17
"""Of the list of members at the end: 128 of them take ten thousand, and zipfile looks for it in the last 65,557 bytes. A judgement."""
_MOST_NOTE_BYTES = 2**20
"""Of every part that is JSON, the manifest and the signature."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Date of every member: the same parts make the same bytes."""
_STORED = (".png", ".bin")
"""Endings of parts that are compressed already, or cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveKind:
    """What the archives of one kind have in common."""

    format: str
    """As the manifest states it."""
    version: int
    named: str
    """Key of the manifest under which the name of its content stands."""
    noun: str
    """For messages: `a template pack`."""
    part: re.Pattern[str]
    """Names that a part may have."""
    purpose: bytes
    """Signed before the manifest: a signature of another kind of archive is none here."""
    error: type[ResourceError]


def write_archive(
    kind: ArchiveKind,
    name: str,
    parts: Mapping[str, bytes],
    path: str | Path,
    *,
    private_key: Path | None = None,
) -> Path:
    """Write the archive of parts as they are, byte for byte, signed if a private key is given. Returns its path."""
    listed = {
        part: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for part, data in parts.items()
    }
    manifest = _json({"format": kind.format, "version": kind.version, kind.named: name, "parts": listed})
    members = {_MANIFEST: manifest}
    if private_key is not None:
        signature, signer = sign(manifest, private_key, purpose=kind.purpose)
        text = base64.b64encode(signature).decode("ascii")
        members[_SIGNATURE] = _json({"algorithm": "Ed25519", "key_id": signer, "signature": text})
    file = Path(path)
    with writing(file), zipfile.ZipFile(file, "w") as archive:
        for part, data in {**members, **parts}.items():
            packed = zipfile.ZIP_STORED if part.endswith(_STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(part, date_time=_EPOCH), data, compress_type=packed)
    return file


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedArchive:
    """The members of an archive, within limits; not yet verified."""

    kind: ArchiveKind
    file: Path
    members: Mapping[str, bytes]

    @classmethod
    def open(cls, kind: ArchiveKind, path: str | Path, *, notes_alone: bool = False) -> "OpenedArchive":
        """Read all members, or manifest and signature alone; raises the kind's error."""
        file = Path(path)
        return cls(kind=kind, file=file, members=_members(kind, file, _NOTES if notes_alone else ()))

    @property
    def digest(self) -> str:
        """sha256 over the manifest, which states the sha256 of every part."""
        return hashlib.sha256(self.members.get(_MANIFEST, b"")).hexdigest()

    @property
    def digest_with_signature(self) -> str:
        """sha256 over manifest and signature."""
        notes = sorted((name, data) for name, data in self.members.items() if name in _NOTES)
        return hashlib.sha256(repr(notes).encode()).hexdigest()

    @property
    def stated_signer(self) -> str:
        """Key id that it states it is signed by, not verified; empty for one without a signature."""
        return str(self._signature()["key_id"]) if _SIGNATURE in self.members else ""

    def parts(self) -> dict[str, bytes]:
        """Parts among the members, after each was compared with the manifest."""
        file, error = self.file, self.kind.error
        try:
            listed = self._listed(read_json(self.members[_MANIFEST]))
        except (KeyError, ValueError, TypeError, AttributeError) as cause:
            raise error(f"{file}: expected a {_MANIFEST} of version {self.kind.version}: {cause}") from cause
        parts = {name: data for name, data in self.members.items() if name not in _NOTES}
        if set(parts) != set(listed):
            names = ", ".join(sorted(set(parts) ^ set(listed)))
            raise error(f"{file}: its parts are not those of its manifest ({names}); it was changed")
        for name, data in parts.items():
            if hashlib.sha256(data).hexdigest() != listed[name]:
                raise error(f"{file}: {name} is not the part that the manifest names; it was changed")
        return parts

    def signer(self, keys: TemplateKeys | None) -> str:
        """Key id of a trusted signer, whose signature was verified; empty for none."""
        if keys is None or _SIGNATURE not in self.members:
            return ""
        record, error = self._signature(), self.kind.error
        try:
            signature = base64.b64decode(str(record["signature"]), validate=True)
            signer = str(record["key_id"])
            valid = keys.verify(self.members[_MANIFEST], signature, signer, purpose=self.kind.purpose)
        except (binascii.Error, KeyError) as cause:
            raise error(f"{self.file}: {_SIGNATURE} is malformed: {cause}") from cause
        except TemplateError as cause:
            raise error(f"{self.file}: {cause}") from None
        return signer if valid else ""

    def _listed(self, manifest: Mapping[str, Any]) -> dict[str, str]:
        if manifest["format"] != self.kind.format or manifest["version"] != self.kind.version:
            raise ValueError(f"it is of format {manifest['format']!r}, version {manifest['version']!r}")
        return {str(name): str(facts["sha256"]) for name, facts in manifest["parts"].items()}

    def _signature(self) -> Mapping[str, Any]:
        with placed(f"{self.file}: {_SIGNATURE} is malformed", self.kind.error):
            record = dict(read_json(self.members[_SIGNATURE]))
        if record.get("algorithm") != "Ed25519" or not isinstance(record.get("key_id"), str):
            raise self.kind.error(f"{self.file}: {_SIGNATURE} is malformed: expected Ed25519 and a key_id")
        return record


class _ShortList(io.BufferedReader):
    """A file whose list of members is short: zipfile reads all of it, and makes an object of each, before it can be asked how many there are."""

    is_listed = False
    """Whether the list was read: then members are, which may be longer."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as a file does; BadZipFile for a list of more bytes than any archive of ours has."""
        if self.is_listed:
            return super().read(size)
        is_short = size is not None and 0 <= size <= _MOST_LIST_BYTES
        data = super().read(size if is_short else _MOST_LIST_BYTES + 1)
        if len(data) > _MOST_LIST_BYTES:
            raise zipfile.BadZipFile("its list of parts is too long")
        return data


def _members(kind: ArchiveKind, file: Path, names: Collection[str] = ()) -> dict[str, bytes]:
    """All members, or those named that are there, within limits."""
    try:
        with open_regular(file) as opened:
            if os.fstat(opened.fileno()).st_size > MOST_FILE_BYTES:
                raise kind.error(f"{file}: expected {kind.noun} of at most {MOST_FILE_BYTES >> 20} MB")
            stream = _ShortList(io.FileIO(opened.fileno(), closefd=False))
            with zipfile.ZipFile(stream) as archive:
                stream.is_listed = True
                infos = archive.infolist()
                _refuse(kind, file, infos)
                wanted = [info for info in infos if not names or info.filename in names]
                return {info.filename: _bounded(kind, file, archive, info) for info in wanted}
    except (
        OSError,
        ValueError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ) as error:
        raise kind.error(f"{file}: expected {kind.noun}, cannot read it: {error}") from error


def _refuse(kind: ArchiveKind, file: Path, infos: list[zipfile.ZipInfo]) -> None:
    """Raise the kind's error for whatever no archive of ours has, before anything is decompressed."""
    names = [info.filename for info in infos]
    strange = [name for name in names if not (name in _NOTES or kind.part.fullmatch(name))]
    if strange:
        raise kind.error(f"{file}: {strange[0]!r} is no part of {kind.noun}")
    if len(names) > _MOST_MEMBERS or len(set(names)) != len(names):
        raise kind.error(f"{file}: expected at most {_MOST_MEMBERS} parts, each once")
    for info in infos:
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or info.flag_bits & 1:
            raise kind.error(f"{file}: {info.filename} is encrypted or packed in another way than deflate")
        if info.file_size > (MOST_PART_BYTES if info.filename.endswith(_STORED) else _MOST_NOTE_BYTES):
            raise kind.error(f"{file}: {info.filename} is too large for a part of {kind.noun}")
    if sum(info.file_size for info in infos) > _MOST_TOTAL_BYTES:
        raise kind.error(f"{file}: expected at most {_MOST_TOTAL_BYTES >> 20} MB unpacked")


def _bounded(kind: ArchiveKind, file: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member's bytes; one that holds more than it declares is refused (zipfile checks the CRC at the end)."""
    with archive.open(info) as stream:
        data = stream.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise kind.error(f"{file}: {info.filename} is not of the size that it declares")
    return data


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
