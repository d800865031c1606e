"""Writes the files of a chip: EF.COM, EF.DG1, EF.DG2, EF.DG14, EF.DG15 and EF.SOD, by Utopia's test signers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from asn1crypto import algos, cms, core, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .c40 import tlv
from .pki import Signer, signer, test_key

TAGS = {1: 0x61, 2: 0x75, 14: 0x6E, 15: 0x6F}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The files of one chip."""

    groups: Mapping[int, bytes]
    sod: bytes
    com: bytes

    def with_group(self, number: int, raw: bytes) -> "Chip":
        """The chip with one group replaced and nothing signed anew."""
        return replace(self, groups={**self.groups, number: raw})

    def write(self, folder: Path) -> None:
        """One file a group."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "EF.SOD").write_bytes(self.sod)
        (folder / "EF.COM").write_bytes(self.com)
        for number, raw in self.groups.items():
            (folder / f"EF.DG{number}").write_bytes(raw)


def chip_of(mrz: Sequence[str], face: bytes, by: Signer | None = None) -> Chip:
    """The chip of a document with this MRZ and this portrait, a JPEG or JPEG 2000 file."""
    groups = {1: data_group_1(mrz), 2: data_group_2(face), 14: _security_infos(), 15: _active_key()}
    tags = bytes(TAGS[number] for number in groups)
    com = tlv(0x60, tlv(0x5F01, b"0107") + tlv(0x5F36, b"040000") + tlv(0x5C, tags))
    return Chip(groups=groups, sod=security_object(groups, by or signer("chip")), com=com)


def data_group_1(mrz: Sequence[str]) -> bytes:
    """The machine readable zone."""
    return tlv(0x61, tlv(0x5F1F, "".join(mrz).encode("ascii")))


def data_group_2(face: bytes) -> bytes:
    """One portrait in a record of ISO/IEC 19794-5."""
    record = (
        (20 + 12 + len(face)).to_bytes(4, "big") + bytes(16) + bytes([1, 0 if face[:2] == b"\xff\xd8" else 1])
    )
    record += bytes(10) + face
    block = b"FAC\x00010\x00" + (14 + len(record)).to_bytes(4, "big") + b"\x00\x01" + record
    header = tlv(0xA1, bytes.fromhex("800201018101028701018801 08".replace(" ", "")))
    return tlv(0x75, tlv(0x7F61, tlv(0x02, b"\x01") + tlv(0x7F60, header + tlv(0x5F2E, block))))


def _security_infos() -> bytes:
    """Chip authentication over ECDH, version 1; the key itself is left out of this specimen."""
    info = core.ObjectIdentifier("0.4.0.127.0.7.2.2.3.2.1").dump() + core.Integer(1).dump()
    return tlv(0x6E, tlv(0x31, tlv(0x30, info)))


def _active_key() -> bytes:
    public = test_key("active authentication", ec.SECP256R1()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return tlv(0x6F, public.public_bytes(serialization.Encoding.DER, form))


def security_object(
    groups: Mapping[int, bytes],
    by: Signer,
    *,
    unsigned_digest: str = "",
    signed_on: datetime | None = None,
    beside: Sequence[bytes] = (),
) -> bytes:
    """EF.SOD over the groups.

    With `unsigned_digest` it has no attributes, and an algorithm that names no digest beside this one; with `signed_on` it states a time;
    `beside` are certificates that it carries besides its signer's.
    """
    entries = b"".join(
        tlv(0x30, core.Integer(number).dump() + core.OctetString(hashlib.sha256(raw).digest()).dump())
        for number, raw in sorted(groups.items())
    )
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    listed = tlv(0x30, core.Integer(0).dump() + digest.dump() + tlv(0x30, entries))
    values: dict[str, object] = {
        "content_type": "2.23.136.1.1.1",
        "message_digest": hashlib.sha256(listed).digest(),
    }
    if signed_on:
        values["signing_time"] = cms.Time({"utc_time": signed_on})
    attributes = cms.CMSAttributes(
        [cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in values.items()]
    )
    certificate = x509.Certificate.load(by.der)
    named = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    signature: dict[str, object] = {
        "digest_algorithm": digest,
        "signed_attrs": attributes,
        "signature_algorithm": cms.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        "signature": by.sign_der(attributes.dump()),
    }
    if unsigned_digest:
        signature = {
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": unsigned_digest}),
            "signature_algorithm": cms.SignedDigestAlgorithm({"algorithm": "ecdsa"}),
            "signature": by.sign_der(listed),
        }
    sid = cms.SignerIdentifier(name="issuer_and_serial_number", value=named)
    info = cms.SignerInfo({"version": "v1", "sid": sid, **signature})
    content = cms.EncapsulatedContentInfo(
        {"content_type": "2.23.136.1.1.1", "content": cms.ParsableOctetString(listed)}
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": content,
            "certificates": [
                cms.CertificateChoices(name="certificate", value=x509.Certificate.load(der))
                for der in (by.der, *beside)
            ],
            "signer_infos": [info],
        }
    )
    return tlv(0x77, cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
