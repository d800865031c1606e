"""The ICAO datastructure for barcode: `RDB1`, a flag, and Base32 of header, message group, certificate and signature.

    flag A plain, B signed, C compressed, D both
    header: country 2 [ algorithm 1, certificate reference 5, signed 4 ]   0x61 messages   0x7E certificate   0x7F r || s

The signature covers header and message group. The reference is the end of the SHA-1 fingerprint of the certificate.
"""

import base64
import binascii
import zlib

from docforensics.errors import SealFormatError
from docforensics.formats.alphabet import FILLER
from docforensics.seal.c40 import decode_c40, decode_date
from docforensics.seal.model import Seal, SealKind
from docforensics.seal.profiles import profile_of, read_features
from docforensics.seal.tlv import Tlv, items

IDENTIFIERS = (b"RDB1", b"NDB1")
"""The second is that of the drafts."""
MOST_BYTES = 16_384
"""Of a payload once it is decompressed: no barcode holds more than 3 kB, and a portrait compresses by little."""
_SIGNED, _ZIPPED = 1, 2
"""Flags and tags of the ICAO technical report Datastructure for Barcode."""
_MESSAGES, _CERTIFICATE, _SIGNATURE = 0x61, 0x7E, 0x7F
"""Tags of the same report."""
_ALGORITHMS = {1: "sha256", 2: "sha384", 3: "sha512"}


def is_idb(payload: bytes) -> bool:
    """Whether a payload claims to be of this kind."""
    return payload[:4] in IDENTIFIERS


def decode_idb(payload: bytes) -> Seal:
    """Parse an ICAO barcode; SealFormatError where it does not conform to the technical report."""
    if not is_idb(payload):
        raise SealFormatError("not an ICAO barcode: it begins with RDB1")
    flag = payload[4:5]
    if flag not in (b"A", b"B", b"C", b"D"):
        raise SealFormatError("the flag behind the identifier is none of A, B, C, D")
    bits = flag[0] - ord("A")
    raw = _inflated(_base32(payload[5:])) if bits & _ZIPPED else _base32(payload[5:])
    return _seal(payload[:4].decode("ascii"), raw, signed=bool(bits & _SIGNED))


def _base32(text: bytes) -> bytes:
    try:
        return base64.b32decode(text + b"=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise SealFormatError("the barcode is not Base32") from None


def _inflated(raw: bytes) -> bytes:
    """Decompress, but no more than a barcode can mean."""
    inflater = zlib.decompressobj()
    try:
        whole = inflater.decompress(raw, MOST_BYTES)
    except zlib.error:
        raise SealFormatError("the compressed barcode is damaged") from None
    if not inflater.eof or inflater.unused_data:
        raise SealFormatError(f"the barcode unpacks to more than {MOST_BYTES} bytes, or is cut")
    return whole


def _seal(version: str, raw: bytes, *, signed: bool) -> Seal:
    stop = 12 if signed else 2
    if len(raw) < stop:
        raise SealFormatError(f"the header is cut: {len(raw)} bytes, {stop} expected")
    parts, profile = _parts(raw[stop:], signed=signed), profile_of("idb")
    if signed and raw[2] not in _ALGORITHMS:
        raise SealFormatError(f"signature algorithm {raw[2]} is none of 1, 2, 3")
    return Seal(
        kind=SealKind.IDB,
        version=version,
        issuer=decode_c40(raw[:2]).replace(" ", FILLER).rstrip(FILLER),
        profile="idb",
        document=profile.document,
        signer="",
        reference=raw[3:8].hex() if signed else "",
        issued_on=None,
        signed_on=decode_date(raw[9:12]) if signed else None,
        features=read_features(items(parts[_MESSAGES].value), profile),
        signed=raw[: stop + parts[_MESSAGES].stop],
        signature=parts[_SIGNATURE].value if signed else b"",
        algorithm=_ALGORITHMS[raw[2]] if signed else "",
        certificate=parts[_CERTIFICATE].value if _CERTIFICATE in parts else b"",
    )


def _parts(raw: bytes, *, signed: bool) -> dict[int, Tlv]:
    found = tuple(items(raw))
    parts = {item.tag: item for item in found}
    if len(parts) != len(found) or set(parts) - {_MESSAGES, _CERTIFICATE, _SIGNATURE}:
        raise SealFormatError("expected one message group, at most one certificate and one signature")
    if not found or found[0].tag != _MESSAGES or signed != (_SIGNATURE in parts):
        raise SealFormatError("the message group is missing, or flag and signature do not go together")
    return parts
