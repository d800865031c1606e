"""One file a template: a zip of its parts, a manifest with the sha256 of each, and perhaps a signature.

    UTO-P-2-2024.dftemplate
      manifest.json     format and version; name, size and sha256 of every part
      signature.json    Ed25519 over the manifest, with the signer's key id (optional)
      template.json, visible.mean.png, ...    the parts (`parts`)

Nothing is unpacked to disk. Names, numbers and sizes are held against fixed limits before anything is decompressed, and
no more is decompressed than was declared.
"""

import base64
import binascii
import hashlib
import json
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from docforensics.errors import TemplateError
from docforensics.parsing import placed, read_json
from docforensics.templates.model import Template
from docforensics.templates.parts import PART, from_parts, to_parts
from docforensics.templates.signing import TemplateKeys, sign
from docforensics.templates.writing import writing

SUFFIX = ".dftemplate"
FORMAT, FORMAT_VERSION = "docforensics-template", 1
_MANIFEST, _SIGNATURE = _NOTES = "manifest.json", "signature.json"
_MOST_MEMBERS, _MOST_FILE_BYTES, MOST_PART_BYTES, _MOST_TOTAL_BYTES = (
    128,
    256 * 2**20,
    24 * 2**20,
    192 * 2**20,
)
"""Limits that hold before anything is unpacked. Judgements; not fitted."""
_MOST_NOTE_BYTES = 2**20
"""Of the manifest and the signature."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Date of every member: the same template makes the same bytes."""


def write_pack(template: Template, path: str | Path, *, private_key: Path | None = None) -> Path:
    """Write the packed file, signed if a private key is given. Returns its path."""
    return pack_of_parts(to_parts(template), template.id, path, private_key=private_key)


def pack_of_parts(
    parts: Mapping[str, bytes], template_id: str, path: str | Path, *, private_key: Path | None = None
) -> Path:
    """Write the packed file of parts as they are, byte for byte."""
    listed = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
    }
    manifest = _json({"format": FORMAT, "version": FORMAT_VERSION, "template": template_id, "parts": listed})
    members = {_MANIFEST: manifest}
    if private_key is not None:
        signature, signer = sign(manifest, private_key)
        text = base64.b64encode(signature).decode("ascii")
        members[_SIGNATURE] = _json({"algorithm": "Ed25519", "key_id": signer, "signature": text})
    file = Path(path)
    with writing(file), zipfile.ZipFile(file, "w") as archive:
        for name, data in {**members, **parts}.items():
            packed = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, date_time=_EPOCH), data, compress_type=packed)
    return file


def read_pack(path: str | Path, keys: TemplateKeys | None = None) -> Template:
    """Read a packed file; every part is verified against the manifest, and the manifest against the signature.

    Parameters
    ----------
    keys
        Whose signatures are believed. A pack of somebody else, or without a signature, is read, and its `signed_by` is
        empty.

    Raises
    ------
    TemplateError
        No pack, beyond the limits, incomplete, changed after it was made, or a signature that does not fit.
    """
    file = Path(path)
    members = _members(file)
    parts = _verified(file, members)
    signer = _signer(file, members, keys)
    digest = hashlib.sha256(members[_MANIFEST]).hexdigest()
    return from_parts(parts, digest=digest, signed_by=signer, name=str(file))


def pack_parts(path: str | Path) -> dict[str, bytes]:
    """Parts of a packed file, each verified against the manifest; TemplateError as `read_pack`, but for the signature."""
    file = Path(path)
    return _verified(file, _members(file))


def signer_of(path: str | Path) -> str:
    """Key id that a pack states it is signed by, not verified; empty for one without a signature."""
    members = _members(Path(path), _NOTES)
    return str(_signature(Path(path), members)["key_id"]) if _SIGNATURE in members else ""


def pack_digest(path: str | Path) -> str:
    """sha256 over manifest and signature: the manifest states the sha256 of every part, and `read_pack` compares them."""
    members = _members(Path(path), _NOTES)
    return hashlib.sha256(repr(sorted(members.items())).encode()).hexdigest()


def _verified(file: Path, members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Parts among the members, after each was compared with the manifest."""
    try:
        manifest = read_json(members[_MANIFEST])
        listed = _listed(manifest)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise TemplateError(f"{file}: expected a {_MANIFEST} of version {FORMAT_VERSION}: {error}") from error
    parts = {name: data for name, data in members.items() if name not in {_MANIFEST, _SIGNATURE}}
    if set(parts) != set(listed):
        names = ", ".join(sorted(set(parts) ^ set(listed)))
        raise TemplateError(
            f"{file}: its parts are not those of its manifest ({names}); the pack was changed"
        )
    for name, data in parts.items():
        if hashlib.sha256(data).hexdigest() != listed[name]:
            raise TemplateError(
                f"{file}: {name} is not the part that the manifest names; the pack was changed"
            )
    return parts


def _listed(manifest: Mapping[str, Any]) -> dict[str, str]:
    if manifest["format"] != FORMAT or manifest["version"] != FORMAT_VERSION:
        raise ValueError(f"it is of format {manifest['format']!r}, version {manifest['version']!r}")
    return {str(name): str(facts["sha256"]) for name, facts in manifest["parts"].items()}


def _members(file: Path, names: Collection[str] = ()) -> dict[str, bytes]:
    """All members, or those named that are there, within limits."""
    try:
        if file.stat().st_size > _MOST_FILE_BYTES:
            raise TemplateError(f"{file}: expected a pack of at most {_MOST_FILE_BYTES >> 20} MB")
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            _refuse(file, infos)
            wanted = [info for info in infos if not names or info.filename in names]
            return {info.filename: _bounded(file, archive, info) for info in wanted}
    except (
        OSError,
        ValueError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ) as error:
        raise TemplateError(f"{file}: expected a template pack, cannot read it: {error}") from error


def _refuse(file: Path, infos: list[zipfile.ZipInfo]) -> None:
    """TemplateError for whatever no pack of ours has, before anything is decompressed."""
    names = [info.filename for info in infos]
    strange = [name for name in names if not (name in {_MANIFEST, _SIGNATURE} or PART.fullmatch(name))]
    if strange:
        raise TemplateError(f"{file}: {strange[0]!r} is no part of a template pack")
    if len(names) > _MOST_MEMBERS or len(set(names)) != len(names):
        raise TemplateError(f"{file}: expected at most {_MOST_MEMBERS} parts, each once")
    for info in infos:
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or info.flag_bits & 1:
            raise TemplateError(f"{file}: {info.filename} is encrypted or packed in another way than deflate")
        if info.file_size > (MOST_PART_BYTES if info.filename.endswith(".png") else _MOST_NOTE_BYTES):
            raise TemplateError(f"{file}: {info.filename} is too large for a part of a template")
    if sum(info.file_size for info in infos) > _MOST_TOTAL_BYTES:
        raise TemplateError(f"{file}: expected at most {_MOST_TOTAL_BYTES >> 20} MB unpacked")


def _bounded(file: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member's bytes; one that holds more than it declares is refused (zipfile checks the CRC at the end)."""
    with archive.open(info) as stream:
        data = stream.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise TemplateError(f"{file}: {info.filename} is not of the size that it declares")
    return data


def _signer(file: Path, members: Mapping[str, bytes], keys: TemplateKeys | None) -> str:
    """Key id of a believed signer; empty for none."""
    if keys is None or _SIGNATURE not in members:
        return ""
    record = _signature(file, members)
    try:
        signature = base64.b64decode(str(record["signature"]), validate=True)
        signer = str(record["key_id"])
        return signer if keys.verify(members[_MANIFEST], signature, signer) else ""
    except (binascii.Error, KeyError) as error:
        raise TemplateError(f"{file}: {_SIGNATURE} is malformed: {error}") from error
    except TemplateError as error:
        raise TemplateError(f"{file}: {error}") from None


def _signature(file: Path, members: Mapping[str, bytes]) -> Mapping[str, Any]:
    with placed(f"{file}: {_SIGNATURE} is malformed", TemplateError):
        record = dict(read_json(members[_SIGNATURE]))
    if record.get("algorithm") != "Ed25519" or not isinstance(record.get("key_id"), str):
        raise TemplateError(f"{file}: {_SIGNATURE} is malformed: expected Ed25519 and a key_id")
    return record


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
