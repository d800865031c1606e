"""Signed statements that captures are genuine: a template takes a capture that two people have confirmed.

    {"statement": {"format": "docforensics-confirmation", "version": 1, "template": "UTO-P-2-2023",
                   "confirmed_on": "2026-11-27", "files": ["<sha256>", ...]},
     "signature": {"algorithm": "Ed25519", "key_id": "...", "signature": "<base64>"}}

A statement names files by their sha256 alone: neither names of files nor anything of the holder. Each person has a key; one who
holds two keys is two people to this program.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from docforensics.errors import TemplateError, UsageError
from docforensics.parsing import encoded, made, placed, plain, read_json
from docforensics.regular import open_regular, read_regular
from docforensics.templates.model import UNNAMED
from docforensics.templates.signing import TemplateKeys, sign

PEOPLE = 2
"""Who must confirm a capture: one person can be mistaken, bribed or impersonated."""
_FORMAT: Literal["docforensics-confirmation"] = "docforensics-confirmation"
_PURPOSE = b"docforensics confirmation v1\0"
_MOST_BYTES = 8 * 2**20
"""Of a statement: a hundred thousand files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one person signs of captures."""

    format: Literal["docforensics-confirmation"] = _FORMAT
    version: Literal[1] = 1
    template: str
    """Id of the template that they are for."""
    confirmed_on: date
    files: tuple[str, ...]
    """sha256 of every file, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signature:
    algorithm: Literal["Ed25519"] = "Ed25519"
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    statement: Statement
    signature: _Signature


def confirm_captures(
    files: Iterable[str | Path], *, template: str, private_key: str | Path, confirmed_on: date | None = None
) -> bytes:
    """Sign that files are captures of genuine documents of a template's model: the content of a confirmation file.

    Parameters
    ----------
    files
        Every picture, in every light.
    template
        Id of the template, `UTO-P-2-2023`.
    private_key
        Ed25519 key of the person who confirms, PEM.

    Raises
    ------
    UsageError
        No file, one that cannot be read, or a template without a model.
    TemplateError
        The key cannot be read.

    """
    _refuse_unnamed(template)
    sums = sorted({sha256_of(Path(file)) for file in files})
    if not sums:
        raise UsageError("confirm: expected at least one file, got none")
    day = confirmed_on or date.today()  # noqa: DTZ011
    statement = Statement(template=template, confirmed_on=day, files=tuple(sums))
    signature, key_id = sign(_bytes(statement), Path(private_key), purpose=_PURPOSE)
    signed = _Signed(
        statement=statement,
        signature=_Signature(key_id=key_id, signature=base64.b64encode(signature).decode("ascii")),
    )
    return encoded(plain(signed))


def _refuse_unnamed(template: str) -> None:
    """Raise UsageError for the id that all templates without a model have: a statement for one would hold for each of them."""
    if template == UNNAMED:
        raise UsageError(
            "the template has no model, and a statement for it would hold for every such template: give it one first, its country, type, "
            "number and year (model in its template.json)"
        )


def sha256_of(file: Path) -> str:
    """sha256 of a file, hexadecimal; UsageError where it cannot be read."""
    try:
        with open_regular(file) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


class Confirmed:
    """What trusted people have signed for one template."""

    def __init__(self, by: Mapping[str, frozenset[str]]) -> None:
        self._by = by

    @classmethod
    def load(cls, files: Sequence[str | Path], keys: TemplateKeys, *, template: str) -> "Confirmed":
        """Read and verify statements.

        Raises
        ------
        TemplateError
            One is malformed, is for another template, is signed with no trusted key, or was changed after it was signed.
        UsageError
            The template has no model.
        """
        _refuse_unnamed(template)
        by: dict[str, frozenset[str]] = {}
        for file in map(Path, files):
            signed = _verified(file, keys)
            if signed.statement.template != template:
                raise TemplateError(
                    f"{file}: confirms captures of {signed.statement.template}, and the template is {template}"
                )
            for digest in signed.statement.files:
                by[digest] = by.get(digest, frozenset()) | {signed.signature.key_id}
        return cls(by)

    def who(self, digest: str) -> frozenset[str]:
        """Key ids of those who have confirmed a file."""
        return self._by.get(digest, frozenset())


def _verified(file: Path, keys: TemplateKeys) -> _Signed:
    with placed(f"{file}: is no confirmation", TemplateError):
        signed = made(_Signed, read_json(read_regular(file, _MOST_BYTES)))
    with placed(str(file), TemplateError):
        try:
            signature = base64.b64decode(signed.signature.signature, validate=True)
        except binascii.Error as error:
            raise ValueError(f"its signature is malformed: {error}") from error
        if not keys.verify(_bytes(signed.statement), signature, signed.signature.key_id, purpose=_PURPOSE):
            raise ValueError(
                f"is signed with key {signed.signature.key_id}, which is none of the trusted keys ({', '.join(keys.ids)})"
            )
    return signed


def _bytes(statement: Statement) -> bytes:
    """The bytes that are signed: JSON with sorted keys and without spaces."""
    return json.dumps(plain(statement), sort_keys=True, separators=(",", ":")).encode()
