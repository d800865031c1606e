"""Certificates: odd encodings become one typed error, and an explicit domain must be a known curve."""

import random

import pytest
from asn1crypto import keys as asn1_keys

from docforensics.errors import TrustStoreError
from docforensics.seal.certificates import holds, public_key, read_certificate, read_revocation_list
from docforensics.seal.keys import EcKey, curves
from sample_docs.generator.seals import pki


def domain(**changed: object) -> asn1_keys.PublicKeyInfo:
    """Make a public key with brainpoolP256r1 written out in full."""
    curve = curves()["BRAINPOOLP256r1"]
    parts: dict[str, object] = {
        "prime": int(curve.curve.p()),
        "a": int(curve.curve.a()),
        "b": int(curve.curve.b()),
        "x": int(curve.generator.x()),
        "y": int(curve.generator.y()),
        "order": int(curve.order),
        **changed,
    }
    number = {key: int(value).to_bytes(32, "big") for key, value in parts.items()}  # type: ignore[call-overload]
    specified = asn1_keys.SpecifiedECDomain(
        {
            "version": "ecdpVer1",
            "field_id": {"field_type": "prime_field", "parameters": parts["prime"]},
            "curve": {"a": number["a"], "b": number["b"]},
            "base": asn1_keys.ECPoint(b"\x04" + number["x"] + number["y"]),
            "order": parts["order"],
        }
    )
    parameters = asn1_keys.ECDomainParameters(name="specified", value=specified)
    point = pki.signer("seal").key.public_key().public_numbers()
    raw = b"\x04" + point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big")
    algorithm = asn1_keys.PublicKeyAlgorithm({"algorithm": "ec", "parameters": parameters})
    return asn1_keys.PublicKeyInfo({"algorithm": algorithm, "public_key": asn1_keys.ECPointBitString(raw)})


def test_a_certificate_is_reduced_to_what_is_asked() -> None:
    """Country, name, serial, dates, key, document types, and that its authority signed it."""
    found = read_certificate(pki.signer("seal").der)
    assert (found.country, found.common_name, found.serial, found.is_ca) == ("UT", "SV", 0x5A, False)
    assert found.document_types == ("V", "PU")
    authority = read_certificate(pki.authority().der)
    assert authority.is_ca
    assert holds(found.signed, authority.key)
    assert not holds(found.signed, read_certificate(pki.authority("CSCA FORGER").der).key)


def test_an_explicit_domain_is_the_named_curve() -> None:
    """Many States write the domain out."""
    key = public_key(asn1_keys.PublicKeyInfo.load(domain().dump()))
    assert isinstance(key, EcKey)
    assert key.curve == "BRAINPOOLP256r1"


@pytest.mark.parametrize("part", ["prime", "a", "b", "x", "y", "order"])
def test_a_domain_with_one_number_changed_is_refused(part: str) -> None:
    """A forger would choose a generator for which he knows the key (CVE-2020-0601)."""
    with pytest.raises(ValueError, match="curve"):
        public_key(asn1_keys.PublicKeyInfo.load(domain(**{part: 12345}).dump()))


def test_mutated_certificates_give_one_error() -> None:
    """Whatever byte is wrong."""
    chance = random.Random(3)
    raws = (pki.signer("seal").der, pki.revocation_list())
    refused = 0
    for turn in range(400):
        raw = bytearray(raws[turn % 2])
        for _ in range(chance.randint(1, 3)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            (read_certificate, read_revocation_list)[turn % 2](bytes(raw))
        except TrustStoreError:
            refused += 1
    assert 50 < refused < 400


@pytest.mark.parametrize(
    "raw", [b"", b"0", bytes(100), b"0\x84\xff\xff\xff\xff", b"0\x80" * 30_000, bytes(70_000)]
)
def test_what_is_no_certificate_is_refused(raw: bytes) -> None:
    """Empty, cut, huge lengths, thousands of levels, too large."""
    with pytest.raises(TrustStoreError):
        read_certificate(raw)
