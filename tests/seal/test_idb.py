"""ICAO barcodes: plain, signed, compressed; a bomb is refused before it unfolds."""

import base64
import zlib

import pytest

from docforensics.errors import SealFormatError
from docforensics.seal.idb import decode_idb
from sample_docs.generator.seals import encode, pki
from sample_docs.generator.seals.c40 import encode_c40, tlv
from sample_docs.generator.seals.examples import MRZ, SIGNED_ON

CAN = (9, encode_c40("156782"))
VISA = (1, b"".join(tlv(tag, value) for tag, value in encode.visa_features(MRZ, "L8988901C")))


def test_a_published_barcode_reads() -> None:
    """An example that another implementation shows for its decoder."""
    seal = decode_idb(b"NDB1CPDNLW6JUSGGZGRLBWPNXEAAWXEB5G")
    assert (seal.issuer, seal.value("can"), seal.signature) == ("UTO", "156782", b"")


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("signer", [None, "seal"])
def test_all_four_flags_read_back(signer: str | None, *, zipped: bool) -> None:
    """Signed or not, compressed or not; a visa's features are nested."""
    raw = encode.encode_idb([CAN, VISA], pki.signer(signer) if signer else None, SIGNED_ON, zipped=zipped)
    seal = decode_idb(raw)
    assert seal.value("can") == "156782"
    assert seal.value("passport_number") == "L8988901C"
    assert seal.mrz == (MRZ[0], MRZ[1][:28])
    assert (len(seal.signature), seal.signed_on) == ((64, SIGNED_ON) if signer else (0, None))


def test_a_bomb_is_refused() -> None:
    """A barcode that unpacks to megabytes is cut off at what one can mean."""
    bomb = b"RDB1C" + base64.b32encode(zlib.compress(bytes(30_000_000), 9)).rstrip(b"=")
    with pytest.raises(SealFormatError, match="unpacks to more"):
        decode_idb(bomb)


@pytest.mark.parametrize(
    "raw", [b"RDB1", b"RDB1E", b"RDB1A1", b"RDB1AAA", b"RDB1CAAAA", b"RDB1A" + b"A" * 64, b"XDB1A"]
)
def test_what_is_no_barcode_of_this_kind_is_refused(raw: bytes) -> None:
    """Cut, unknown flag, not Base32, no message group."""
    with pytest.raises(SealFormatError):
        decode_idb(raw)
