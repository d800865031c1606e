"""JSON seals: read back, and refused where JSON leaves room for tricks."""

import json

import pytest

from docforensics.errors import SealFormatError
from docforensics.seal.model import SealStatus
from docforensics.seal.trust import TrustStore
from docforensics.seal.vds_nc import decode_vds_nc
from docforensics.seal.verify import verify_seal
from sample_docs.generator.seals import encode, pki
from sample_docs.generator.seals.examples import INSPECTED_ON

MESSAGE = {"utci": "U0001", "pid": {"n": "ERIKSSON ANNA", "dn": "L8988901C", "dt": "P"}, "ve": [{"a": "1"}]}


def seal_text() -> str:
    """Give a genuine seal."""
    return encode.encode_vds_nc(MESSAGE, pki.signer("seal-p256")).decode()


def test_it_reads_back_and_verifies(trust: TrustStore) -> None:
    """Signed in canonical form, whatever the order and blanks of the text."""
    shuffled = json.dumps(json.loads(seal_text()), indent=1)
    for text in (seal_text(), shuffled):
        seal = decode_vds_nc(text.encode())
        assert (seal.profile, seal.issuer, seal.value("document_number")) == ("icao.test", "UTO", "L8988901C")
        assert verify_seal(seal, trust, INSPECTED_ON).status is SealStatus.VALID


def test_a_changed_word_breaks_the_signature(trust: TrustStore) -> None:
    """The signature covers all of data."""
    seal = decode_vds_nc(seal_text().replace("ERIKSSON", "ERIKSON").encode())
    assert verify_seal(seal, trust, INSPECTED_ON).reason == "INVALID_SIGNATURE"


@pytest.mark.parametrize(
    "change",
    [
        ('"v": 1', '"v": 1, "v": 2'),
        ('"v": 1', '"v": NaN'),
        ('"v": 1', '"v": ' + "9" * 5000),
        ('"v": 1', '"v": 12345678901234567890'),
        ('"v": 1', '"v": ' + "[" * 3000 + "]" * 3000),
        ('"v": 1', '"v": "\\ud800"'),
        ('"UTO"', "17"),
        ('"ES256"', '"none"'),
        ('"ES256"', "{}"),
        ('"sigvl": "', '"sigvl": "*'),
        ('"hdr"', '"HDR", "hdr_"'),
    ],
)
def test_tricks_are_refused(change: tuple[str, str]) -> None:
    """Keys that stand twice, numbers without a canonical form, nesting, wrong types, unknown algorithms."""
    with pytest.raises(SealFormatError):
        decode_vds_nc(seal_text().replace(*change).encode())


def test_other_json_is_refused() -> None:
    """Also a list, a text and nothing."""
    for text in (b"", b"[]", b'"x"', b"{}", b"\xff{", b"{" * 200):
        with pytest.raises(SealFormatError):
            decode_vds_nc(text)
