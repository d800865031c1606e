"""Visible digital seals in the binary form of Doc 9303-13 and BSI TR-03137, versions 3 and 4.

    0xDC | version | country 2 | signer and certificate reference 6 or 4 + n | issued 3 | signed 3 | profile 2
    message zone: tag, length, value ...        signature zone: 0xFF, length, r || s

The signature covers header and message zone.
"""

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


def is_vds(payload: bytes) -> bool:
    """Whether a payload claims to be a seal of this kind: magic byte and a version known."""
    return len(payload) > 1 and payload[0] == MAGIC and payload[1] in VERSIONS


def decode_vds(payload: bytes) -> Seal:
    """Parse a seal; SealFormatError where it does not conform to the standard."""
    if not is_vds(payload):
        raise SealFormatError("not a visible digital seal: magic byte 0xDC and version 3 or 4 expected")
    version = VERSIONS[payload[1]]
    signer, reference, place = _signer(payload, version)
    start = place + 8
    if len(payload) < start:
        raise SealFormatError(f"the header is cut: {len(payload)} bytes, {start} expected")
    issuer = decode_c40(payload[2:4]).replace(" ", FILLER).rstrip(FILLER)
    issued_on, signed_on = (
        decode_date(payload[place : place + 3]),
        decode_date(payload[place + 3 : place + 6]),
    )
    reading = payload[place + 6 : start].hex()
    profile = profile_of(reading)
    zone = tuple(items(payload[start:], length=byte_length if version == "3" else seal_length))
    if not zone or zone[-1].tag != SIGNATURE_TAG or any(item.tag == SIGNATURE_TAG for item in zone[:-1]):
        raise SealFormatError("expected one signature zone (0xFF) at the end of the seal")
    return Seal(
        kind=SealKind.VDS,
        version=version,
        issuer=issuer,
        profile=reading,
        document=profile.document,
        signer=signer,
        reference=reference.strip().lstrip("0"),
        issued_on=issued_on,
        signed_on=signed_on,
        features=read_features(zone[:-1], profile),
        signed=payload[: start + zone[-1].start],
        signature=zone[-1].value,
    )


def _signer(payload: bytes, version: str) -> tuple[str, str, int]:
    """Signer, reference of its certificate, and where the dates begin; some write the form of version 3 in version 4."""
    head = "" if version == "3" else decode_c40(payload[4:8])
    if version == "3" or (head[:4] in fixed_reference_signers() and head[4:] == "03"):
        text = decode_c40(payload[4:10])
        if len(text) != 9:
            raise SealFormatError(f"expected 9 characters of signer and reference, got {len(text)}")
        return text[:4], text[4:], 10
    # Version 4: two hexadecimal digits state the length of the certificate reference.
    if len(head) != 6 or not set(head[4:]) <= _HEX:
        raise SealFormatError("the length of the certificate reference is no hexadecimal number")
    length = int(head[4:], 16)
    stop = 8 + (length + 2) // 3 * 2
    reference = decode_c40(payload[8:stop])
    if len(reference.rstrip()) > length or len(reference) < length:
        raise SealFormatError(
            f"the certificate reference has {len(reference)} characters, {length} are stated"
        )
    return head[:4], reference[:length], stop
