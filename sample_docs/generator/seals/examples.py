"""Seals of one made-up holder, for tests and benchmarks that need no page."""

from datetime import date

from .encode import VISA, SealData, encode_vds, visa_features
from .pki import signer

MRZ = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F3012317<<<<<<<<<<<<<<<<")
PASSPORT_NUMBER = "L8988901C"
SIGNED_ON = date(2025, 3, 14)
INSPECTED_ON = date(2026, 11, 24)


def visa(
    by: str = "seal",
    *,
    version: int = 4,
    signed: date = SIGNED_ON,
    issuer: str = "UTO",
    profile: str = VISA,
    reference: str | None = None,
    mrz: tuple[str, str] = MRZ,
) -> bytes:
    """A visa's seal, by a signer of ``pki``; ``reference`` names another certificate than the one that signed."""
    data = SealData(
        profile=profile,
        issued=signed,
        signed=signed,
        features=visa_features(mrz, PASSPORT_NUMBER),
        issuer=issuer,
        version=version,
    )
    return encode_vds(data, signer(by), reference=reference)
