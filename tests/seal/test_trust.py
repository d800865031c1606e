"""Folders of trust: read by content, bundles taken apart, what cannot be used named."""

import base64
import time
from pathlib import Path

import pytest
from asn1crypto import cms, core, x509 as asn1

from docforensics.errors import TrustStoreError
from docforensics.seal import trust
from docforensics.seal.trust import Trust, TrustStore
from sample_docs.generator.seals import pki


def bundle(content_type: str, certificates: list[bytes], listed: list[bytes]) -> bytes:
    """Make a CMS bundle; a master list where certificates are listed inside."""
    encoded: object = None
    if listed:
        held = core.SetOf([asn1.Certificate.load(one) for one in listed], spec=asn1.Certificate).dump()
        body = core.Integer(0).dump() + held
        encoded = cms.ParsableOctetString(b"\x30\x82" + len(body).to_bytes(2, "big") + body)
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": content_type, **({"content": encoded} if listed else {})},
            "certificates": [
                cms.CertificateChoices(name="certificate", value=asn1.Certificate.load(one))
                for one in certificates
            ],
            "signer_infos": [],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def pem(der: bytes, word: str = "CERTIFICATE") -> bytes:
    """Wrap in PEM."""
    return f"-----BEGIN {word}-----\n".encode() + base64.encodebytes(der) + f"-----END {word}-----\n".encode()


def test_a_folder_is_read_by_content(tmp_path: Path) -> None:
    """DER, PEM with several parts, a list, below folders; names do not matter."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.bin").write_bytes(pki.signer("seal").der)
    (tmp_path / "b.txt.pem").write_bytes(pem(pki.authority().der) + pem(pki.signer("chip").der))
    (tmp_path / "c").write_bytes(pki.revocation_list())
    store = TrustStore.load(tmp_path)
    assert (len(store.certificates), len(store.anchors), len(store.revocation_lists)) == (3, 1, 1)
    assert store.left_out == ()
    assert [one.label for one in store.signers("UTSV", "5A")] == ["UT SV, serial 5A"]


@pytest.mark.parametrize("kind", ["master list", "plain bundle", "ldif"])
def test_bundles_are_taken_apart(tmp_path: Path, kind: str) -> None:
    """CSCA master lists, CMS bundles and exports of the ICAO PKD."""
    csca, signer = pki.authority().der, pki.signer("seal").der
    text = base64.b64encode(bundle("data", [csca], [])).decode()
    folded = text[:60] + "\n " + text[60:]
    raw = {
        "master list": bundle("2.23.136.1.1.2", [], [csca]),
        "plain bundle": bundle("data", [csca], []),
        "ldif": f"dn: o=ml,c=UT\npkdMasterListContent:: {folded}\nsn: 1\n".encode(),
    }[kind]
    (tmp_path / "bundle").write_bytes(raw)
    (tmp_path / "signer").write_bytes(signer)
    store = TrustStore.load(tmp_path)
    assert [one.der for one in store.anchors] == [csca]
    assert store.path_status(store.signers("UTSV", "5A")[0]) is Trust.TRUSTED


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    """Noise, a damaged PEM and a list that nobody here signed do not stop the rest."""
    (tmp_path / "good.crt").write_bytes(pki.signer("seal").der)
    (tmp_path / "noise.crt").write_bytes(b"0\x82\xff\xff" + bytes(50))
    (tmp_path / "broken.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----")
    (tmp_path / "list.crl").write_bytes(pki.revocation_list())
    store = TrustStore.load(tmp_path)
    assert len(store.certificates) == 1
    assert len(store.left_out) == 3
    assert store.revocation_lists == ()


def test_beginnings_without_an_end_are_walked_through_once(tmp_path: Path) -> None:
    """A third of a million of them took minutes, each looking for its end anew."""
    (tmp_path / "good.cer").write_bytes(pki.authority().der)
    (tmp_path / "many.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n" * 300_000)
    begun = time.process_time()
    store = TrustStore.load(tmp_path)
    assert len(store.certificates) == 1
    assert time.process_time() - begun < 2
    (tmp_path / "many.pem").write_bytes(b"-----BEGIN X-----\nAAAA\n-----END X-----\n" * 3)
    assert len(TrustStore.load(tmp_path).left_out) == 3


def test_a_file_of_more_objects_than_any_state_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not read in part: what is left out could be a revocation list."""
    monkeypatch.setattr(trust, "MOST_PARTS", 4)
    (tmp_path / "good.cer").write_bytes(pki.authority().der)
    (tmp_path / "many.ldif").write_bytes(b"userCertificate:: AAAA\n" * 5)
    with pytest.raises(TrustStoreError, match="more than 4 objects"):
        TrustStore.load(tmp_path)


def test_a_store_with_nothing_in_it_is_an_error(tmp_path: Path) -> None:
    """No folder, an empty one, a wrong setting: the text says what to do."""
    with pytest.raises(TrustStoreError, match="name one"):
        TrustStore.load(tmp_path / "absent")
    with pytest.raises(TrustStoreError, match="no certificate"):
        TrustStore.load(tmp_path)
    (tmp_path / "trust.toml").write_text("complet = ['UT']", encoding="utf-8")
    with pytest.raises(TrustStoreError, match="complete"):
        TrustStore.load(tmp_path)


def test_belief_needs_the_authority_s_signature(tmp_path: Path) -> None:
    """One signed by another key of the same name is untrusted; one of an absent authority is unknown."""
    pki.write_trust(tmp_path)
    (tmp_path / "forged.crt").write_bytes(pki.signer("seal-untrusted").der)
    full = TrustStore.load(tmp_path)
    forged = full.signers("UTSV", "66")[0]
    genuine = full.signers("UTSV", "5A")[0]
    assert full.path_status(genuine) is Trust.TRUSTED
    assert full.path_status(forged) is Trust.UNTRUSTED
    assert TrustStore.of(full.certificates).path_status(forged) is Trust.UNKNOWN
    assert full.revoked(full.signers("UTSV", "4D")[0])
    assert not full.revoked(genuine)
