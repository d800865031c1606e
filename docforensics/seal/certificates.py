"""X.509 certificates and revocation lists of travel documents (Doc 9303-12), reduced to what verification asks.

They are parsed with `asn1crypto`, which takes the odd encodings that real States issue; whatever it stumbles over becomes
one typed error. Nothing of its lazy objects leaves this module.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from docforensics.errors import EngineUnavailableError, TrustStoreError
from docforensics.seal.keys import (
    INSTALL,
    EcKey,
    PublicKey,
    RsaKey,
    curve_of_domain,
    curve_of_oid,
    verify_pair,
    verify_rsa,
)

MOST_BYTES = 65_536
"""Of one certificate."""
MOST_LIST_BYTES = 16 * 1024 * 1024
"""Of a revocation list or master list."""
DOCUMENT_TYPES_OID = "2.23.136.1.1.6.2"
_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, AssertionError
)  # fmt: skip
"""What the parser raises on bytes that are no ASN.1, or ASN.1 of another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Anything that was signed: the bytes, the signature, and how it was made."""

    data: bytes
    signature: bytes
    digest: str
    scheme: str
    """`ecdsa`, `rsassa_pkcs1v15` or `rsassa_pss`."""
    salt: int | None = None
    """Bytes of salt of PSS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate, parsed and not yet validated."""

    der: bytes
    country: str
    """Two letters of the subject, in capitals; empty when it names none."""
    common_name: str
    subject: str
    """Normalised name, for comparison."""
    issuer: str
    serial: int
    not_before: datetime
    not_after: datetime
    is_ca: bool
    key: PublicKey
    key_id: bytes
    authority_id: bytes
    document_types: tuple[str, ...]
    """Document codes that its holder may sign; empty when it does not say."""
    key_usage: frozenset[str] | None
    """What its key is for, by the names of RFC 5280 (`digital_signature`, `key_cert_sign`); None when it does not say."""
    purposes: tuple[str, ...]
    """Object identifiers of its extended key usage; empty when it does not say."""
    key_from: date | None
    """First day on which its private key may sign; None when it does not say."""
    key_until: date | None
    """Last such day."""
    signed: Signed

    @property
    def label(self) -> str:
        """Name for a report: country, common name, serial number."""
        return f"{self.country} {self.common_name}, serial {self.serial:X}".strip()

    def covers(self, day: date) -> bool:
        """Whether the certificate is valid on that day."""
        return self.not_before.date() <= day <= self.not_after.date()

    def signs_on(self, day: date) -> bool:
        """Whether its private key may sign on that day: the certificate is valid, and the usage period of the key, where stated, has it."""
        is_used = (self.key_from or day) <= day <= (self.key_until or day)
        return is_used and self.covers(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """A revocation list, parsed and not yet validated."""

    issuer: str
    revoked: frozenset[int]
    """Serial numbers."""
    next_update: date | None
    signed: Signed


@contextmanager
def one_error(error: type[Exception], what: str) -> Iterator[None]:
    """Turn whatever a parser raises into one typed error."""
    try:
        yield
    except _BROKEN as cause:
        raise error(f"{what} cannot be read: {type(cause).__name__}") from None


def parser(name: str) -> Any:  # noqa: ANN401 (a module of the lazily imported package)
    """Import a module of asn1crypto."""
    try:
        return import_module(f"asn1crypto.{name}")
    except ImportError as error:
        raise EngineUnavailableError(INSTALL) from error


def usable(ders: Iterable[bytes]) -> tuple[Certificate, ...]:
    """Read the certificates of a bundle; one that cannot be read is left out."""
    found = []
    for der in ders:
        with suppress(TrustStoreError):
            found.append(read_certificate(der))
    return tuple(found)


@contextmanager
def _loaded(der: bytes, most: int, what: str, module: str, kind: str) -> Iterator[Any]:
    """Load DER lazily: whatever its parser raises while it is looked into is one TrustStoreError."""
    if len(der) > most:
        raise TrustStoreError(f"a {what} of {len(der)} bytes is too large: at most {most}")
    with one_error(TrustStoreError, f"a {what}"):
        yield getattr(parser(module), kind).load(der, strict=True)


def read_certificate(der: bytes) -> Certificate:
    """Parse one DER certificate; TrustStoreError when it is none, or has a key of a kind not used on travel documents."""
    with _loaded(der, MOST_BYTES, "certificate", "x509", "Certificate") as found:
        subject, whole = found.subject.native, found["tbs_certificate"]
        validity, usage = whole["validity"], found.key_usage_value
        key_from, key_until = _key_period(found)
        return Certificate(
            der=der,
            country=_one(subject.get("country_name")).upper(),
            common_name=_one(subject.get("common_name")),
            subject=found.subject.hashable,
            issuer=found.issuer.hashable,
            serial=int(found.serial_number),
            not_before=_utc(validity["not_before"].native),
            not_after=_utc(validity["not_after"].native),
            is_ca=bool(found.ca),
            key=public_key(found.public_key),
            key_id=bytes(found.key_identifier or b""),
            authority_id=bytes(found.authority_key_identifier or b""),
            document_types=_document_types(whole["extensions"]),
            key_usage=None if usage is None else frozenset(usage.native),
            purposes=tuple(one.dotted for one in found.extended_key_usage_value or ()),
            key_from=key_from,
            key_until=key_until,
            signed=signed_with(whole.dump(), found["signature_value"].native, found["signature_algorithm"]),
        )


def read_revocation_list(der: bytes) -> RevocationList:
    """Parse one DER revocation list."""
    with _loaded(der, MOST_LIST_BYTES, "revocation list", "crl", "CertificateList") as found:
        whole = found["tbs_cert_list"]
        update = whole["next_update"].native
        return RevocationList(
            issuer=whole["issuer"].hashable,
            revoked=frozenset(
                int(entry["user_certificate"].native) for entry in whole["revoked_certificates"]
            ),
            next_update=_utc(update).date() if update else None,
            signed=signed_with(whole.dump(), found["signature"].native, found["signature_algorithm"]),
        )


def _one(value: object) -> str:
    """Text of a name's part, which may stand more than once."""
    first = value[0] if isinstance(value, list) and value else value
    return str(first or "")[:120]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def public_key(info: Any) -> PublicKey:  # noqa: ANN401
    """Reduce a SubjectPublicKeyInfo; ValueError for a key that is neither RSA nor on a known curve."""
    if info.algorithm == "rsa":
        number = info["public_key"].parsed
        return RsaKey(modulus=int(number["modulus"].native), exponent=int(number["public_exponent"].native))
    if info.algorithm != "ec":
        raise ValueError(info.algorithm)
    curve = _curve(info["algorithm"]["parameters"])
    if not curve:
        raise ValueError("curve")
    return EcKey(curve=curve, point=bytes(info["public_key"].native))


def _curve(parameters: Any) -> str:  # noqa: ANN401
    if parameters.name == "named":
        return curve_of_oid(parameters.chosen.dotted)
    if parameters.name != "specified":
        return ""
    domain = parameters.chosen
    return curve_of_domain(
        int(domain["field_id"]["parameters"].native),
        bytes(domain["curve"]["a"].native),
        bytes(domain["curve"]["b"].native),
        bytes(domain["base"].native),
        int(domain["order"].native),
    )


def _key_period(found: Any) -> tuple[date | None, date | None]:  # noqa: ANN401
    """Read the private key usage period; what is not written as the standard has it counts as not stated, for its CSCA signed that as well."""
    with suppress(*_BROKEN):
        period = found.private_key_usage_period_value
        ends = [None if period is None else period[name].native for name in ("not_before", "not_after")]
        return tuple(end and _utc(end).date() for end in ends)  # type: ignore[return-value]
    return None, None


def _document_types(extensions: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Read the list of document types: SEQUENCE { version, SET OF PrintableString }."""
    core = parser("core")
    for extension in extensions or ():
        if extension["extn_id"].dotted == DOCUMENT_TYPES_OID:
            types = core.SequenceOf.load(bytes(extension["extn_value"].contents), spec=core.Any)[1]
            return tuple(
                str(entry.native)
                for entry in types.parse(core.SetOf, spec_params={"spec": core.PrintableString})
            )
    return ()


def signed_with(data: bytes, signature: bytes, algorithm: Any, *, fallback: str = "") -> Signed:  # noqa: ANN401
    """Reduce a signature algorithm; `fallback` is the digest where the algorithm names none (CMS)."""
    scheme = algorithm.signature_algo
    pss = scheme == "rsassa_pss"
    unnamed = fallback and algorithm["algorithm"].native in {"rsassa_pkcs1v15", "ecdsa"}
    return Signed(
        data=data,
        signature=bytes(signature),
        digest=fallback if unnamed else algorithm.hash_algo,
        scheme=scheme,
        salt=int(algorithm["parameters"]["salt_length"].native) if pss else None,
    )


def holds(signed: Signed, key: PublicKey) -> bool:
    """Whether the signature holds under that key."""
    if isinstance(key, RsaKey):
        rsa = signed.scheme in {"rsassa_pkcs1v15", "rsassa_pss"}
        return rsa and verify_rsa(key, signed.digest, signed.data, signed.signature, salt=signed.salt)
    if signed.scheme != "ecdsa":
        return False
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    try:
        pair = decode_dss_signature(signed.signature)
    except ValueError:
        return False
    return verify_pair(key, signed.digest, signed.data, *pair)
