"""Verification in the words of Table D.1: each forgery has its name, and without trust nothing is valid."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from docforensics.errors import SealFormatError
from docforensics.seal.certificates import read_certificate
from docforensics.seal.decode import decode_seal
from docforensics.seal.keys import order
from docforensics.seal.model import SealReason, SealStatus, SealVerification
from docforensics.seal.trust import TrustStore
from docforensics.seal.verify import verify_seal
from sample_docs.generator.seals import encode, pki
from sample_docs.generator.seals.examples import INSPECTED_ON, SIGNED_ON, visa

INVALID, VALID, UNDETERMINED = SealStatus.INVALID, SealStatus.VALID, SealStatus.UNDETERMINED


def verdict(payload: bytes, trust: TrustStore | None) -> SealVerification:
    """Verify a payload."""
    return verify_seal(decode_seal(payload), trust, INSPECTED_ON)


@pytest.mark.parametrize("signer", ["seal", "seal-p256", "seal-p384"])
@pytest.mark.parametrize("version", [3, 4])
def test_a_genuine_seal_is_valid(trust: TrustStore, signer: str, version: int) -> None:
    """On brainpool and NIST curves of 256 and 384 bits."""
    result = verdict(visa(signer, version=version), trust)
    assert (result.status, result.reason) == (VALID, SealReason.NONE)
    assert result.signer_expires == date(2040, 1, 1)


def test_without_trust_nothing_is_valid() -> None:
    """A store not given leaves the seal undetermined, never valid."""
    assert verdict(visa(), None).status is UNDETERMINED


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (visa("seal-expired"), SealReason.EXPIRED_CERTIFICATE),
        (visa("seal-revoked"), SealReason.REVOKED_CERTIFICATE),
        (visa("seal-passports-only"), SealReason.INVALID_DOCUMENTTYPE),
        (visa("seal-untrusted"), SealReason.UNKNOWN_CERTIFICATE),
        (visa("seal-untrusted", reference="5A"), SealReason.INVALID_SIGNATURE),
        (visa(issuer="D"), SealReason.UNTRUSTED_CERTIFICATE),
        (visa()[:-1] + b"\x00", SealReason.INVALID_SIGNATURE),
    ],
)
def test_each_forgery_has_its_name(trust: TrustStore, payload: bytes, reason: SealReason) -> None:
    """Expired, revoked, of the wrong type, unknown, re-signed, of another country, altered."""
    result = verdict(payload, trust)
    assert (result.status, result.reason) == (INVALID, reason)
    assert result.detail


def test_a_revocation_list_past_its_end_is_named(trust: TrustStore) -> None:
    """It still revokes; that a signer is not on it states nothing of the time since. A list in force beside it does."""
    (one,) = trust.revocation_lists
    ended = replace(one, next_update=date(2026, 1, 31))
    stale = replace(trust, revocation_lists=(ended,))
    result = verdict(visa(), stale)
    assert result.status is VALID
    assert "ended on 2026-01-31" in result.detail
    assert verdict(visa("seal-revoked"), stale).reason is SealReason.REVOKED_CERTIFICATE
    for lists in ((one,), (ended, one), ()):
        assert verdict(visa(), replace(trust, revocation_lists=lists)).detail == ""


def test_an_unknown_signer_is_undetermined_unless_all_are_known(trust: TrustStore) -> None:
    """Only a store that says it is complete makes an unknown certificate a finding."""
    partial = TrustStore.of(trust.certificates)
    assert verdict(visa("seal-untrusted"), partial).status is UNDETERMINED


def test_a_signer_without_its_authority_is_undetermined() -> None:
    """Its signature holds, but nobody vouches for it; pinned by the user it is valid."""
    signer = read_certificate(pki.signer("seal").der)
    assert verdict(visa(), TrustStore.of([signer])).status is UNDETERMINED
    assert verdict(visa(), TrustStore.of([signer], pinned=[signer.der])).status is VALID


def test_a_feature_that_the_profile_does_not_know_is_named(trust: TrustStore) -> None:
    """VALID / UNKNOWN_FEATURE, as the table has it."""
    data = encode.SealData(profile=encode.VISA, issued=SIGNED_ON, signed=SIGNED_ON, features=[(0x30, b"new")])
    result = verdict(encode.encode_vds(data, pki.signer("seal")), trust)
    assert (result.status, result.reason) == (VALID, SealReason.UNKNOWN_FEATURE)


def test_an_embedded_certificate_must_be_signed_by_a_known_authority(trust: TrustStore) -> None:
    """Whoever brings his own certificate brings no trust."""
    message = {"pid": {"n": "ERIKSSON ANNA"}}
    assert verdict(encode.encode_vds_nc(message, pki.signer("seal-p256")), trust).status is VALID
    forged = verdict(encode.encode_vds_nc(message, pki.signer("seal-untrusted")), trust)
    assert (forged.status, forged.reason) == (INVALID, SealReason.UNTRUSTED_CERTIFICATE)


def test_a_seal_needs_a_signer_of_documents(trust: TrustStore) -> None:
    """A State's CSCA signs for TLS and for lists as well; a purpose of seals, or of the State's own, is one of a signer."""
    message = {"pid": {"n": "ERIKSSON ANNA"}}
    for by in ("tls", "tls-signs"):
        refused = verdict(encode.encode_vds_nc(message, pki.signer(by)), trust)
        assert (refused.status, refused.reason) == (INVALID, SealReason.UNTRUSTED_CERTIFICATE)
    for by in ("vds-nc", "own-purpose", "signs"):
        assert verdict(encode.encode_vds_nc(message, pki.signer(by)), trust).status is VALID


def test_the_signer_of_a_seal_begins_while_its_csca_is_valid(trust: TrustStore) -> None:
    """One of 2022 under a CSCA that ended in 2005 is out of date."""
    store = TrustStore.of([*trust.certificates, read_certificate(pki.authority(pki.PAST).der)])
    late = verdict(encode.encode_vds_nc({"pid": {"n": "ERIKSSON ANNA"}}, pki.signer("past-csca")), store)
    assert (late.status, late.reason) == (INVALID, SealReason.EXPIRED_CERTIFICATE)


def test_the_usage_period_of_a_seal_s_key_is_asked_on_the_day_of_signing(trust: TrustStore) -> None:
    """Its certificate lasts longer."""
    store = TrustStore.of([*trust.certificates, read_certificate(pki.signer("key-past").der)])
    assert verdict(visa("key-past", signed=date(2022, 6, 1)), store).status is VALID
    late = verdict(visa("key-past"), store)
    assert (late.status, late.reason) == (INVALID, SealReason.EXPIRED_CERTIFICATE)


def test_an_icao_barcode_verifies_by_fingerprint(trust: TrustStore) -> None:
    """Its reference is the end of the certificate's SHA-1; unsigned it is undetermined."""
    can = [(9, encode.encode_c40("156782"))]
    assert verdict(encode.encode_idb(can, pki.signer("seal"), SIGNED_ON), trust).status is VALID
    assert (
        verdict(encode.encode_idb(can, pki.signer("seal"), SIGNED_ON, with_certificate=True), trust).status
        is VALID
    )
    assert verdict(encode.encode_idb(can, None, SIGNED_ON), trust).status is UNDETERMINED


@pytest.mark.parametrize("bad", ["zero r", "zero s", "large r", "large s", "short", "long"])
def test_numbers_that_no_signature_has_are_invalid(trust: TrustStore, bad: str) -> None:
    """Both lie between 1 and the order less one, in exactly the length of the curve."""
    raw = visa()
    head, r, s = raw[:-66], raw[-64:-32], raw[-32:]
    over = order("BRAINPOOLP256r1").to_bytes(32, "big")
    r, s = {
        "zero r": (bytes(32), s),
        "zero s": (r, bytes(32)),
        "large r": (over, s),
        "large s": (r, over),
        "short": (r[1:], s),
        "long": (b"\x00" + r, b"\x00" + s),
    }[bad]
    assert verdict(head + bytes([0xFF, len(r + s)]) + r + s, trust).reason is SealReason.INVALID_SIGNATURE


def test_one_bit_changed_anywhere_is_never_valid(trust: TrustStore) -> None:
    """Every bit of a genuine visa's seal."""
    raw = visa()
    assert verdict(raw, trust).status is VALID
    assert [place for place in range(8 * len(raw)) if _valid(raw, place, trust)] == []


@pytest.mark.shared_data
def test_the_published_seals_verify_and_not_with_one_bit_changed(published: Mapping[str, bytes]) -> None:
    """Two of public test data; one whose certificate is not there is undetermined."""
    signer = read_certificate(published["UTTS5B.crt"])
    other = read_certificate(published["DETS32.crt"])
    trust = TrustStore.of([signer, other], pinned=[signer.der, other.der])
    assert verdict(published["ankunftsnwPapier"], trust).reason is SealReason.UNKNOWN_CERTIFICATE
    assert verdict(published["ankunftsnwPapier"], trust).status is UNDETERMINED
    for name in ("residentPermit", "icao_9303_part8_appendixB_2021"):
        assert verdict(published[name], trust).status is VALID
        assert verdict(published[name], None).status is UNDETERMINED
        assert [
            place for place in range(8 * len(published[name])) if _valid(published[name], place, trust)
        ] == []


def _valid(raw: bytes, place: int, trust: TrustStore) -> bool:
    changed = bytearray(raw)
    changed[place // 8] ^= 1 << place % 8
    try:
        return verdict(bytes(changed), trust).status is VALID
    except SealFormatError:
        return False
