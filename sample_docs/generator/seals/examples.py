"""Seals of one made-up holder, for tests and benchmarks that need no page."""

from datetime import date

from .c40 import encode_c40
from .encode import VISA, SealData, encode_idb, encode_vds, encode_vds_nc, visa_features
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


def one_of_each_kind() -> tuple[bytes, ...]:
    """A visa's seal in both versions, an ICAO barcode plain and zipped with its certificate, and a JSON seal."""
    by = signer("seal-p256")
    can = [(9, encode_c40("156782"))]
    return (
        visa(),
        visa(version=3),
        encode_idb(can, by, SIGNED_ON),
        encode_idb(can, by, SIGNED_ON, zipped=True, with_certificate=True),
        encode_vds_nc({"pid": {"n": "ERIKSSON ANNA"}}, by),
    )
