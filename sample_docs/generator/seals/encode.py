"""Writes seals: the binary VDS of Doc 9303-13, the ICAO barcode, and the JSON of VDS-NC."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .c40 import encode_c40, encode_date, tlv
from .pki import Signer

VISA, EMERGENCY = "5d01", "5e03"
"""Profiles of Doc 9303 Parts 7 and 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealData:
    """What a seal states."""

    profile: str
    issued: date
    signed: date
    features: Sequence[tuple[int, bytes]]
    issuer: str = "UTO"
    version: int = 4


def encode_vds(data: SealData, signer: Signer, *, reference: str | None = None) -> bytes:
    """A VDS of version 3 or 4; ``reference`` lets a forger name another certificate."""
    signed = _head(data, "UT" + _common(signer), reference or signer.reference) + b"".join(
        _feature(tag, value, data.version) for tag, value in data.features
    )
    signature = signer.sign(signed)
    return signed + tlv(0xFF, signature)


def _common(signer: Signer) -> str:
    return str(signer.certificate.subject.rdns[-1].rfc4514_string()).removeprefix("CN=")


def _head(data: SealData, signer: str, reference: str) -> bytes:
    named = f"{len(reference):02X}{reference}" if data.version == 4 else reference.rjust(5, "0")
    return (
        bytes([0xDC, data.version - 1])
        + encode_c40(data.issuer.ljust(3, "<"))
        + encode_c40(signer + named)
        + encode_date(data.issued)
        + encode_date(data.signed)
        + bytes.fromhex(data.profile)
    )


def _feature(tag: int, value: bytes, version: int) -> bytes:
    return tlv(tag, value) if version == 4 else bytes([tag, len(value)]) + value


def visa_features(mrz: Sequence[str], passport_number: str) -> tuple[tuple[int, bytes], ...]:
    """The features of a visa: the zone up to column 28 of line 2, entries, stay and the passport's number."""
    tag = 1 if len(mrz[0]) == 44 else 2
    return (
        (tag, encode_c40(mrz[0] + mrz[1][:28])),
        (3, bytes([0])),
        (4, bytes([0, 3, 0])),
        (5, encode_c40(passport_number.ljust(9, "<"))),
    )


def encode_idb(
    messages: Sequence[tuple[int, bytes]],
    signer: Signer | None,
    signed: date,
    *,
    zipped: bool = False,
    with_certificate: bool = False,
) -> bytes:
    """An ICAO barcode as text."""
    head = encode_c40("UTO")
    if signer is not None:
        fingerprint = hashlib.sha1(signer.der, usedforsecurity=False).digest()[-5:]
        head += b"\x01" + fingerprint + b"\x00" + encode_date(signed)
    body = head + tlv(0x61, b"".join(tlv(tag, value) for tag, value in messages))
    whole = body
    if signer is not None:
        whole += tlv(0x7E, signer.der) if with_certificate else b""
        whole += tlv(0x7F, signer.sign(body))
    flag = "ABCD"[(signer is not None) + 2 * zipped]
    packed = zlib.compress(whole, 9) if zipped else whole
    return b"RDB1" + flag.encode() + base64.b32encode(packed).rstrip(b"=")


def encode_vds_nc(message: Mapping[str, object], signer: Signer, kind: str = "icao.test") -> bytes:
    """A JSON seal; the canonical form of these plain texts is JSON with sorted keys and no blanks."""
    data = {"hdr": {"t": kind, "v": 1, "is": "UTO"}, "msg": message}
    signed = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    signature = {"alg": "ES256", "cer": _url(signer.der), "sigvl": _url(signer.sign(signed))}
    return json.dumps({"data": data, "sig": signature}, ensure_ascii=False).encode()


def _url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
