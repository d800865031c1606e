"""The test certificates of Utopia (UT): a country signing authority, signers of seals and of chips, and their black sheep.

TEST KEYS. Every private key is the hash of a sentence that stands in this file; whoever trusts them trusts nobody.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

SENTENCE = "UTOPIA TEST KEY, PUBLIC, WITHOUT ANY VALUE: "
PAST = "CSCA PAST"
_ORDER = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "brainpoolP256r1": 0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7,
    "brainpoolP384r1": 0x8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7CF3AB6AF6B7FC3103B883202E9046565,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key with its certificate."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def reference(self) -> str:
        """Serial number, hexadecimal."""
        return f"{self.certificate.serial_number:X}"

    def sign(self, data: bytes) -> bytes:
        """Sign as r || s, always with the same result (RFC 6979)."""
        r, s = decode_dss_signature(self.sign_der(data))
        size = (self.key.key_size + 7) // 8
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def sign_der(self, data: bytes) -> bytes:
        """Sign as ASN.1 writes it."""
        digest = hashes.SHA256() if self.key.key_size <= 256 else hashes.SHA384()
        return self.key.sign(data, ec.ECDSA(digest, deterministic_signing=True))


def test_key(name: str, curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    """The key that follows from a name."""
    number = int.from_bytes(hashlib.sha512((SENTENCE + name).encode()).digest(), "big")
    return ec.derive_private_key(number % (_ORDER[curve.name] - 1) + 1, curve)


test_key.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def _name(common: str, country: str) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, country),
        (NameOID.ORGANIZATION_NAME, "Utopia TEST"),
        (NameOID.COMMON_NAME, common),
    )
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


@cache
def authority(name: str = "CSCA TEST", country: str = "UT") -> Signer:
    """A country signing authority; the genuine one is the default, `PAST` ended before any of its signers began."""
    key = test_key(name, ec.BrainpoolP384R1())
    subject = _name(name, country)
    years = (2001, 2005) if name == PAST else (2015, 2045)
    built = _builder(subject, subject, key.public_key(), serial=1, years=years)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    certificate = built.sign(key, hashes.SHA384(), ecdsa_deterministic=True)
    return Signer(name=name, key=key, certificate=certificate)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    *,
    serial: int,
    years: tuple[int, int],
) -> x509.CertificateBuilder:
    start, stop = (datetime(year, 1, 1, tzinfo=UTC) for year in years)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(stop)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    common: str
    serial: int
    curve: type[ec.EllipticCurve] = ec.BrainpoolP256R1
    years: tuple[int, int] = (2022, 2040)
    types: tuple[str, ...] = ()
    authority: str = "CSCA TEST"
    usage: tuple[str, ...] = ()
    """What its key is for, of `_USAGES`; empty for a certificate that does not say."""
    purpose: str = ""
    """Object identifier of its extended key usage."""
    key_years: tuple[int, ...] = ()
    """In which its private key may sign; none for a certificate that does not say."""


_PLANS = {
    "seal": _Plan(common="SV", serial=0x5A, types=("V", "PU")),
    "seal-expired": _Plan(common="SV", serial=0x41, years=(2016, 2020)),
    "seal-revoked": _Plan(common="SV", serial=0x4D),
    "seal-passports-only": _Plan(common="SP", serial=0x52, types=("P",)),
    "seal-untrusted": _Plan(common="SV", serial=0x66, authority="CSCA FORGER"),
    "seal-p256": _Plan(common="SN", serial=0x61, curve=ec.SECP256R1),
    "seal-p384": _Plan(common="SL", serial=0x62, curve=ec.BrainpoolP384R1),
    "chip": _Plan(common="DS TEST", serial=0x71, curve=ec.SECP256R1),
    "chip-expired": _Plan(common="DS TEST", serial=0x72, years=(2016, 2020)),
    "chip-revoked": _Plan(common="DS TEST", serial=0x73),
    "chip-untrusted": _Plan(common="DS TEST", serial=0x74, authority="CSCA FORGER"),
}
_TLS = "1.3.6.1.5.5.7.3.1"
_PLANS |= {
    # A State's own CSCA signs these as well, but they sign no documents, or not on that day.
    "tls": _Plan(common="SW", serial=0x81, usage=("key_encipherment",), purpose=_TLS, curve=ec.SECP256R1),
    "tls-signs": _Plan(
        common="SW", serial=0x82, usage=("digital_signature",), purpose=_TLS, curve=ec.SECP256R1
    ),
    "list": _Plan(common="SW", serial=0x83, usage=("digital_signature",), purpose="2.23.136.1.1.3"),
    "vds-nc": _Plan(
        common="SW",
        serial=0x84,
        usage=("digital_signature",),
        purpose="2.23.136.1.1.14.2",
        curve=ec.SECP256R1,
    ),
    "own-purpose": _Plan(
        common="SW", serial=0x85, usage=("digital_signature",), purpose="1.2.3.4", curve=ec.SECP256R1
    ),
    "signs": _Plan(
        common="SW", serial=0x86, usage=("digital_signature", "content_commitment"), curve=ec.SECP256R1
    ),
    "past-csca": _Plan(common="SW", serial=0x87, authority=PAST, curve=ec.SECP256R1),
    "key-past": _Plan(common="SW", serial=0x88, key_years=(2022, 2023), curve=ec.SECP256R1),
}
_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
REVOKED = ("seal-revoked", "chip-revoked")


@cache
def signer(name: str) -> Signer:
    """A signer by its name in the table above."""
    plan = _PLANS[name]
    issuer = authority(plan.authority)
    key = test_key(name, plan.curve())
    built = _builder(
        _name(plan.common, "UT"),
        issuer.certificate.subject,
        key.public_key(),
        serial=plan.serial,
        years=plan.years,
    )
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    built = built.add_extension(identifier, critical=False)
    if plan.types:
        oid = x509.ObjectIdentifier("2.23.136.1.1.6.2")
        built = built.add_extension(x509.UnrecognizedExtension(oid, _types(plan.types)), critical=False)
    built = _with_uses(built, plan)
    certificate = built.sign(issuer.key, hashes.SHA384(), ecdsa_deterministic=True)
    return Signer(name=name, key=key, certificate=certificate)


def _with_uses(built: x509.CertificateBuilder, plan: _Plan) -> x509.CertificateBuilder:
    """Add what the certificate states of its key."""
    if plan.usage:
        usage = x509.KeyUsage(**{name: name in plan.usage for name in _USAGES})
        built = built.add_extension(usage, critical=True)
    if plan.purpose:
        built = built.add_extension(
            x509.ExtendedKeyUsage([x509.ObjectIdentifier(plan.purpose)]), critical=True
        )
    if plan.key_years:
        first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in plan.key_years)
        built = built.add_extension(x509.PrivateKeyUsagePeriod(first, last), critical=False)
    return built


def _types(types: Sequence[str]) -> bytes:
    """SEQUENCE { INTEGER 0, SET OF PrintableString }."""
    inner = b"".join(bytes([0x13, len(one)]) + one.encode("ascii") for one in types)
    body = b"\x02\x01\x00" + bytes([0x31, len(inner)]) + inner
    return bytes([0x30, len(body)]) + body


@cache
def revocation_list() -> bytes:
    """The list of the genuine authority."""
    issuer = authority()
    built = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    built = built.last_update(datetime(2026, 11, 1, tzinfo=UTC)).next_update(
        datetime(2036, 11, 1, tzinfo=UTC)
    )
    for name in REVOKED:
        entry = x509.RevokedCertificateBuilder().serial_number(signer(name).certificate.serial_number)
        built = built.add_revoked_certificate(entry.revocation_date(datetime(2025, 1, 1, tzinfo=UTC)).build())
    made = built.sign(issuer.key, hashes.SHA384(), ecdsa_deterministic=True)
    return made.public_bytes(serialization.Encoding.DER)


def write_trust(folder: Path) -> None:
    """Write the folder of trust of an officer in Utopia: authority, seal signers, revocation list, all of UT complete."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "csca-test.crt").write_bytes(authority().der)
    for name, plan in _PLANS.items():
        if name.startswith("seal") and plan.authority == "CSCA TEST":
            (folder / f"{name}.crt").write_bytes(signer(name).der)
    (folder / "csca-test.crl").write_bytes(revocation_list())
    (folder / "trust.toml").write_text('complete = ["UT"]\n', encoding="utf-8")
