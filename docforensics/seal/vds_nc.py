"""Visible digital seals for non-constrained environments (ICAO TR, 2021): JSON, signed in its canonical form (RFC 8785).

{"data": {"hdr": {"t": type, "v": version, "is": issuer}, "msg": {...}}, "sig": {"alg", "cer", "sigvl"}}
"""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from docforensics.errors import EngineUnavailableError, SealFormatError
from docforensics.formats.alphabet import FILLER
from docforensics.seal.model import Seal, SealFeature, SealKind

MOST_BYTES = 8_192
"""More than any barcode holds."""
MOST_DEPTH = 12
"""A seal has three levels (Doc 9303, VDS-NC); more is made to exhaust a parser. A judgement."""
_ALGORITHMS = {"ES256": "sha256", "ES384": "sha384", "ES512": "sha512"}


def is_vds_nc(payload: bytes) -> bool:
    """Whether a payload claims to be of this kind."""
    return payload.lstrip()[:1] == b"{" and b'"sigvl"' in payload and b'"hdr"' in payload


def decode_vds_nc(payload: bytes) -> Seal:
    """Parse a JSON seal; SealFormatError where it does not conform to the technical report."""
    whole = _object(_parsed(payload), "the seal")
    data, signature = _object(whole.get("data"), "data"), _object(whole.get("sig"), "sig")
    header, message = _object(data.get("hdr"), "data.hdr"), _object(data.get("msg"), "data.msg")
    algorithm = _ALGORITHMS.get(_text(signature, "alg"))
    if algorithm is None:
        raise SealFormatError("sig.alg is none of ES256, ES384, ES512")
    return Seal(
        kind=SealKind.VDS_NC,
        version=str(header.get("v", ""))[:16],
        issuer=_text(header, "is").rstrip(FILLER),
        profile=_text(header, "t"),
        document=_text(header, "t"),
        signer="",
        reference="",
        issued_on=None,
        signed_on=None,
        features=tuple(_features(message, "")),
        signed=canonical(data),
        signature=_base64(_text(signature, "sigvl"), "sig.sigvl"),
        algorithm=algorithm,
        certificate=_base64(_text(signature, "cer"), "sig.cer") if signature.get("cer") else b"",
    )


def canonical(value: object) -> bytes:
    """Write JSON in the canonical form of RFC 8785."""
    try:
        import rfc8785
    except ImportError as error:
        raise EngineUnavailableError("JSON seals need: pip install 'docforensics[seal]'") from error
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError):
        raise SealFormatError("the data have no canonical form (RFC 8785)") from None


def _parsed(payload: bytes) -> object:
    if len(payload) > MOST_BYTES or _depth(payload) > MOST_DEPTH:
        raise SealFormatError(f"a seal has at most {MOST_BYTES} bytes and {MOST_DEPTH} levels")
    try:
        return json.loads(payload.decode(), object_pairs_hook=_distinct, parse_constant=_no_constant)
    except SealFormatError:
        raise
    except (ValueError, RecursionError):
        raise SealFormatError("the seal is not JSON in UTF-8") from None


def _depth(payload: bytes) -> int:
    """Levels at most, brackets in texts counted too: an upper bound is enough to refuse by."""
    deepest = level = 0
    for byte in payload:
        level += (byte in b"{[") - (byte in b"}]")
        deepest = max(deepest, level)
    return deepest


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise SealFormatError("a key stands twice in one object")
    return table


def _no_constant(name: str) -> object:
    raise SealFormatError(f"{name} is no JSON number")


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SealFormatError(f"{name}: expected an object")
    return value


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or len(value) > MOST_BYTES:
        raise SealFormatError(f"{key}: expected a text")
    return value


def _base64(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(
            text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True
        )
    except (binascii.Error, ValueError):
        raise SealFormatError(f"{name} is not base64url") from None


def _features(table: dict[str, Any], path: str) -> Iterator[SealFeature]:
    for key, value in table.items():
        name = f"{path}{key}"
        if isinstance(value, dict):
            yield from _features(value, f"{name}.")
        else:
            text = value if isinstance(value, str) else json.dumps(value)
            yield SealFeature(
                tag=name, name=_NAMES.get(name, name), raw=text.encode("utf-8", "replace"), value=text
            )


_NAMES = {
    "pid.i": "document_number",
    "pid.dn": "document_number",
    "pid.n": "name",
    "pid.dob": "birth_date",
    "pid.sex": "sex",
}
"""Keys whose meaning other stages share; the rest keep their path."""
