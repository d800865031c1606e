"""The logical data structure of a chip (Doc 9303-10): its files, parsed and not yet validated."""

from collections.abc import Iterator
from contextlib import contextmanager

from docforensics.errors import ChipDataError, DocforensicsError, SealFormatError
from docforensics.seal.certificates import one_error, parser, public_key
from docforensics.seal.keys import RsaKey
from docforensics.seal.tlv import Tlv, items

TAGS = {tag: number for number, tag in enumerate(bytes.fromhex("617563766566676869 6A6B6C6D6E6F70"), start=1)}
"""Tag of a data group's file to its number."""
SOD_TAG, COM_TAG = 0x77, 0x60
"""Doc 9303-10: files of the security object and of the list of data groups."""
_SET, _SEQUENCE, _OBJECT_IDENTIFIER = 0x31, 0x30, 0x06
"""Tags of X.690."""
MOST_OID_BYTES = 64
"""Of one object identifier: those of travel documents have about ten, and its text takes a time that grows with the square of its length. A judgement."""
_LINES = {90: 30, 72: 36, 88: 44}
"""Characters of an MRZ to those of its line."""
_FACE_HEADER, _FACE_RECORD, _FEATURE, _IMAGE_INFORMATION = 14, 20, 8, 12
"""Bytes of the parts of an ISO/IEC 19794-5 record before its picture."""
_PICTURES = (b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
"""How JPEG and the two forms of JPEG 2000 begin."""


@contextmanager
def chip_error(name: str) -> Iterator[None]:
    """Name the file in the error of whatever is wrong inside it."""
    try:
        yield
    except SealFormatError as error:
        raise ChipDataError(f"{name}: {error}") from None


def content(raw: bytes, tag: int, name: str) -> bytes:
    """Unwrap a file: one item of that tag; what a reader left behind it is not looked at."""
    with chip_error(name):
        found = next(items(raw, long_tags=True), None)
    if found is None or found.tag != tag:
        raise ChipDataError(f"{name}: expected tag {tag:02X} at its beginning")
    return found.value


def inside(raw: bytes, tag: int, name: str) -> bytes:
    """Find the first item of a tag among the items of a structure."""
    with chip_error(name):
        found = next((item for item in items(raw, long_tags=True) if item.tag == tag), None)
    if found is None:
        raise ChipDataError(f"{name}: tag {tag:X} is missing")
    return found.value


def mrz_of_dg1(raw: bytes) -> tuple[str, ...]:
    """Read the lines of the MRZ in EF.DG1."""
    text = inside(content(raw, 0x61, "EF.DG1"), 0x5F1F, "EF.DG1").decode("latin-1")
    length = _LINES.get(len(text))
    if length is None or not text.isascii():
        raise ChipDataError(f"EF.DG1: {len(text)} characters are no machine readable zone")
    return tuple(text[start : start + length] for start in range(0, len(text), length))


def face_of_dg2(raw: bytes) -> bytes:
    """Cut the first portrait out of EF.DG2: the bytes of a JPEG or JPEG 2000 file.

    A record of ISO/IEC 19794-5 is walked through; in one of its successor ISO/IEC 39794-5 the picture is found by how it
    begins.
    """
    group = inside(content(raw, 0x75, "EF.DG2"), 0x7F61, "EF.DG2")
    template = inside(group, 0x7F60, "EF.DG2")
    with chip_error("EF.DG2"):
        block = next((item for item in items(template, long_tags=True) if item.tag in (0x5F2E, 0x7F2E)), None)
    if block is None:
        raise ChipDataError("EF.DG2: it holds no biometric data block")
    picture = _picture(block)
    if not picture.startswith(_PICTURES):
        raise ChipDataError("EF.DG2: its portrait is neither JPEG nor JPEG 2000")
    return picture


def _picture(block: Tlv) -> bytes:
    raw = block.value
    if not raw.startswith(b"FAC\x00"):
        places = [place for start in _PICTURES if (place := raw.find(start)) >= 0]
        return raw[min(places) :] if places else b""
    record = raw[_FACE_HEADER:]
    points = int.from_bytes(record[4:6], "big")
    start = _FACE_RECORD + points * _FEATURE + _IMAGE_INFORMATION
    return record[start : int.from_bytes(record[:4], "big")]


def groups_of_com(raw: bytes) -> tuple[int, ...]:
    """List the data groups that EF.COM states are there."""
    tags = inside(content(raw, COM_TAG, "EF.COM"), 0x5C, "EF.COM")
    if unknown := sorted({tag for tag in tags if tag not in TAGS}):
        raise ChipDataError(f"EF.COM: {unknown[0]:02X} is the tag of no data group")
    return tuple(sorted({TAGS[tag] for tag in tags}))


def protocols_of_dg14(raw: bytes) -> tuple[str, ...]:
    """List the object identifiers of the security protocols in EF.DG14."""
    core = parser("core")
    listed = inside(content(raw, 0x6E, "EF.DG14"), _SET, "EF.DG14")
    with chip_error("EF.DG14"):
        named = [_identifier(entry) for entry in items(listed, long_tags=True)]
    with one_error(ChipDataError, "EF.DG14"):
        return tuple(sorted({core.ObjectIdentifier.load(one, strict=True).native for one in named}))


def _identifier(entry: Tlv) -> bytes:
    """Cut the object identifier with which an entry of EF.DG14 begins."""
    first = next(items(entry.value, long_tags=True), None) if entry.tag == _SEQUENCE else None
    if first is None or first.tag != _OBJECT_IDENTIFIER or len(first.value) > MOST_OID_BYTES:
        raise SealFormatError(
            f"the entry at byte {entry.start} begins with no object identifier of {MOST_OID_BYTES} bytes at most"
        )
    return entry.value[first.start : first.stop]


def key_of_dg15(raw: bytes) -> str:
    """Name the key for active authentication in EF.DG15: `RSA 2048` or the curve; empty for one of another kind."""
    inner = content(raw, 0x6F, "EF.DG15")
    with one_error(ChipDataError, "EF.DG15"):
        info = parser("keys").PublicKeyInfo.load(inner, strict=True)
        algorithm = str(info.algorithm)
    try:
        with one_error(ChipDataError, "EF.DG15"):
            key = public_key(info)
    except DocforensicsError:
        return algorithm
    return f"RSA {key.modulus.bit_length()}" if isinstance(key, RsaKey) else key.curve
