"""Visible digital seals in the binary form of Doc 9303-13 and BSI TR-03137, versions 3 and 4.

    0xDC | version | country 2 | signer and certificate reference 6 or 4 + n | issued 3 | signed 3 | profile 2
    message zone: tag, length, value ...        signature zone: 0xFF, length, r || s

The signature covers header and message zone.
"""

from dataclasses import dataclass
from datetime import date

from docforensics.errors import SealFormatError
from docforensics.formats.alphabet import FILLER
from docforensics.seal.c40 import decode_c40, decode_date
from docforensics.seal.model import Seal, SealKind
from docforensics.seal.profiles import fixed_reference_signers, profile_of, read_features
from docforensics.seal.tlv import byte_length, items, seal_length

MAGIC = 0xDC
"""Doc 9303-13: the first byte of a visible digital seal."""
VERSIONS = {2: "3", 3: "4"}
"""Version byte to ICAO's number."""
SIGNATURE_TAG = 0xFF
"""Doc 9303-13: what follows it is the signature."""
_HEX = frozenset("0123456789ABCDEF")


@dataclass(frozen=True, slots=True, kw_only=True)
class _SealHeader:
    version: str
    issuer: str
    signer: str
    reference: str
    issued_on: date | None
    signed_on: date | None
    profile: str
    stop: int


def is_vds(payload: bytes) -> bool:
    """Whether a payload claims to be a seal of this kind: magic byte and a version known."""
    return len(payload) > 1 and payload[0] == MAGIC and payload[1] in VERSIONS


def decode_vds(payload: bytes) -> Seal:
    """Parse a seal; SealFormatError where it does not conform to the standard."""
    if not is_vds(payload):
        raise SealFormatError("not a visible digital seal: magic byte 0xDC and version 3 or 4 expected")
    header = _header(payload)
    profile = profile_of(header.profile)
    length = byte_length if header.version == "3" else seal_length
    zone = tuple(items(payload[header.stop :], length=length))
    if not zone or zone[-1].tag != SIGNATURE_TAG or any(item.tag == SIGNATURE_TAG for item in zone[:-1]):
        raise SealFormatError("expected one signature zone (0xFF) at the end of the seal")
    return Seal(
        kind=SealKind.VDS,
        version=header.version,
        issuer=header.issuer,
        profile=header.profile,
        document=profile.document,
        signer=header.signer,
        reference=header.reference,
        issued_on=header.issued_on,
        signed_on=header.signed_on,
        features=read_features(zone[:-1], profile),
        signed=payload[: header.stop + zone[-1].start],
        signature=zone[-1].value,
    )


def _header(payload: bytes) -> _SealHeader:
    """Read the header as its version says; some signers write that of version 3 under the byte of version 4."""
    if VERSIONS[payload[1]] == "3":
        return _rest(payload, _split(decode_c40(payload[4:10])), 10)
    head = decode_c40(payload[4:8])
    if head[:4] in fixed_reference_signers() and head[4:] == "03":
        return _rest(payload, _split(head + decode_c40(payload[8:10])), 10)
    return _variable(payload, head)


def _variable(payload: bytes, head: str) -> _SealHeader:
    """Version 4: two hexadecimal digits state the length of the certificate reference."""
    if len(head) != 6 or not set(head[4:]) <= _HEX:
        raise SealFormatError("the length of the certificate reference is no hexadecimal number")
    length = int(head[4:], 16)
    stop = 8 + (length + 2) // 3 * 2
    reference = decode_c40(payload[8:stop])
    if len(reference.rstrip()) > length or len(reference) < length:
        raise SealFormatError(
            f"the certificate reference has {len(reference)} characters, {length} are stated"
        )
    return _rest(payload, (head[:4], reference[:length]), stop)


def _split(text: str) -> tuple[str, str]:
    if len(text) != 9:
        raise SealFormatError(f"expected 9 characters of signer and reference, got {len(text)}")
    return text[:4], text[4:]


def _rest(payload: bytes, signer: tuple[str, str], place: int) -> _SealHeader:
    if len(payload) < place + 8:
        raise SealFormatError(f"the header is cut: {len(payload)} bytes, {place + 8} expected")
    return _SealHeader(
        version=VERSIONS[payload[1]],
        issuer=decode_c40(payload[2:4]).replace(" ", FILLER).rstrip(FILLER),
        signer=signer[0],
        reference=signer[1].strip().lstrip("0"),
        issued_on=decode_date(payload[place : place + 3]),
        signed_on=decode_date(payload[place + 3 : place + 6]),
        profile=payload[place + 6 : place + 8].hex(),
        stop=place + 8,
    )
