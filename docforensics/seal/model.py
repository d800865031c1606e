"""Types of the seal stage: a code on the page, the seal in it, and what its verification came to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from docforensics.page.geometry import Points


class SealKind(StrEnum):
    """How a seal is written."""

    VDS = "visible digital seal"
    """ICAO Doc 9303-13, BSI TR-03137: binary, magic byte 0xDC."""
    IDB = "ICAO datastructure for barcode"
    """`RDB1...` (`NDB1...` in drafts): Base32."""
    VDS_NC = "visible digital seal for non-constrained environments"
    """JSON, signed in the canonical form of RFC 8785."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Barcode:
    """A matrix code found on a picture, decoded by its own error correction."""

    symbology: str
    """For example `Data Matrix`."""
    payload: bytes
    corners: Points
    """(4, 2) pixels of the picture searched, clockwise from the code's top left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFeature:
    """One statement of a seal."""

    tag: str
    """Hexadecimal tag of the binary kinds; key path of VDS-NC, for example `pid.n`."""
    name: str
    """By the profile, for example `passport_number`; empty for a feature that the profile does not know."""
    raw: bytes
    value: str
    """As text: an MRZ has its lines joined by newlines; bytes without a text are hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a seal states and how it is signed; nothing of it is validated yet."""

    kind: SealKind
    version: str
    """`3` or `4` for a VDS (the byte plus one), the identifier for IDB, `hdr.v` for VDS-NC."""
    issuer: str
    """Three-letter code without fillers."""
    profile: str
    """Feature definition reference and category as four hex digits (`5d01`), or the type of a VDS-NC (`icao.test`)."""
    document: str
    """What the profile seals, for example `visa`; empty when the profile is not known."""
    signer: str
    """Two letters of country and two of signer; empty where the kind names none."""
    reference: str
    """Of the signer's certificate, hexadecimal without leading zeros."""
    issued_on: date | None
    """Date of issue of the document."""
    signed_on: date | None
    features: tuple[SealFeature, ...]
    signed: bytes
    """Exactly what the signature covers."""
    signature: bytes
    """Raw r || s; empty when the seal is not signed."""
    algorithm: str = ""
    """Digest, for example `sha256`; empty where the length of the key decides (VDS)."""
    certificate: bytes = b""
    """The signer's certificate (DER) where the seal carries it."""

    def value(self, name: str) -> str | None:
        """Give the value of the feature of that name; None when it is not there."""
        return next((feature.value for feature in self.features if feature.name == name), None)

    @property
    def mrz(self) -> tuple[str, ...] | None:
        """The lines of the MRZ that the seal states; a visa's second line may end after 28 characters."""
        text = self.value("mrz")
        return tuple(text.split("\n")) if text else None

    @property
    def unknown_features(self) -> tuple[str, ...]:
        """Tags that the profile does not know."""
        return tuple(feature.tag for feature in self.features if not feature.name)


class SealStatus(StrEnum):
    """Status of a seal (Doc 9303-13 Appendix D), and UNDETERMINED where nothing can be decided."""

    VALID = "valid"
    INVALID = "invalid"
    UNDETERMINED = "undetermined"


class SealReason(StrEnum):
    """Sub-indication of Doc 9303-13 Table D.1, in its order of testing; a code that cannot be read (READ_ERROR there) is not found at all."""

    NONE = ""
    UNKNOWN_FEATURE = "UNKNOWN_FEATURE"
    WRONG_FORMAT = "WRONG_FORMAT"
    UNKNOWN_CERTIFICATE = "UNKNOWN_CERTIFICATE"
    UNTRUSTED_CERTIFICATE = "UNTRUSTED_CERTIFICATE"
    INVALID_DOCUMENTTYPE = "INVALID_DOCUMENTTYPE"
    EXPIRED_CERTIFICATE = "EXPIRED_CERTIFICATE"
    REVOKED_CERTIFICATE = "REVOKED_CERTIFICATE"
    INVALID_SIGNATURE = "INVALID_SIGNATURE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealVerification:
    """What the verification of one seal came to."""

    status: SealStatus
    reason: SealReason
    detail: str
    """One clause for the report, without personal data."""
    signer: str = ""
    """Name of the certificate used: country, common name, serial number."""
    signer_expires: date | None = None
    """Last day of that certificate."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SealReading:
    """A code on a page that claims to be a seal."""

    barcode: Barcode
    seal: Seal | None
    """None when its format is wrong; the verification says how."""
    verification: SealVerification
