"""Visible digital seals in the binary form of Doc 9303-13 and BSI TR-03137, versions 3 and 4.

    0xDC | version | country 2 | signer and certificate reference 6 or 4 + n | issued 3 | signed 3 | profile 2
    message zone: tag, length, value ...        signature zone: 0xFF, length, r || s

The signature covers header and message zone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from docforensics.errors import SealFormatError
from docforensics.formats.alphabet import FILLER
from docforensics.seal.c40 import decode_c40, decode_date
from docforensics.seal.model import Seal, SealKind
from docforensics.seal.profiles import (
    decimal_length_signers,
    fixed_reference_signers,
    profile_of,
    read_features,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """How one way of reading has the beginning of a seal."""

    signer: str
    reference: str
    """Of the signer's certificate."""
    place: int
    """Where the dates begin."""


def decode_vds(payload: bytes) -> Seal:
    """Parse a seal; SealFormatError where it does not conform to the standard.

    Where the length of the certificate reference can be read in two ways, that one holds after which dates, features and a
    signature that ends the seal follow.
    """
    if not is_vds(payload):
        raise SealFormatError("not a visible digital seal: magic byte 0xDC and version 3 or 4 expected")
    version, refused = VERSIONS[payload[1]], None
    for read in _ways(payload, version):
        try:
            return _seal(payload, version, read())
        except SealFormatError as error:
            refused = (
                refused or error
            )  # what the first way, which the standard or the signer names, does not fit by
    raise refused or SealFormatError("the length of the certificate reference is no number")


def _seal(payload: bytes, version: str, head: _Head) -> Seal:
    place, start = head.place, head.place + 8
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
        signer=head.signer,
        reference=head.reference.strip().lstrip("0"),
        issued_on=issued_on,
        signed_on=signed_on,
        features=read_features(zone[:-1], profile),
        signed=payload[: start + zone[-1].start],
        signature=zone[-1].value,
    )


def _ways(payload: bytes, version: str) -> Iterator[Callable[[], _Head]]:
    """Give the ways in which the beginning can be read, the likeliest first."""
    head = "" if version == "3" else decode_c40(payload[4:8])
    may_be_fixed = head[:4] in fixed_reference_signers()
    if version == "3" or (may_be_fixed and head[4:] == "03"):
        yield partial(_fixed, payload)
        return
    if len(head) != 6 or not set(head[4:]) <= _HEX:
        raise SealFormatError("the length of the certificate reference is no hexadecimal number")
    # Version 4: two hexadecimal digits state the length of the certificate reference; some signers write it decimally.
    lengths = [int(head[4:], 16), *([int(head[4:])] if head[4:].isdecimal() else [])]
    for length in reversed(lengths) if head[:4] in decimal_length_signers() else lengths:
        yield partial(_counted, payload, head[:4], length)
    if may_be_fixed:  # a reference that begins with other digits: DEME00008
        yield partial(_fixed, payload)


def _fixed(payload: bytes) -> _Head:
    """Read signer and reference in the form of version 3, which some write in version 4."""
    text = decode_c40(payload[4:10])
    if len(text) != 9:
        raise SealFormatError(f"expected 9 characters of signer and reference, got {len(text)}")
    return _Head(signer=text[:4], reference=text[4:], place=10)


def _counted(payload: bytes, signer: str, length: int) -> _Head:
    stop = 8 + (length + 2) // 3 * 2
    reference = decode_c40(payload[8:stop])
    if len(reference.rstrip()) > length or len(reference) < length:
        raise SealFormatError(
            f"the certificate reference has {len(reference)} characters, {length} are stated"
        )
    return _Head(signer=signer, reference=reference[:length], place=stop)
