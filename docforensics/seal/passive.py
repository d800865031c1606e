"""Passive authentication (Doc 9303-11, 5.1): hashes of the data groups, signature of EF.SOD, signer to CSCA, country, dates."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from docforensics.errors import ChipDataError
from docforensics.mrz.parse import Mrz
from docforensics.seal.certificates import Certificate, holds
from docforensics.seal.countries import same_country
from docforensics.seal.model import SealStatus
from docforensics.seal.security_object import SecurityObject, read_security_object
from docforensics.seal.trust import OUT_OF_DATE, Trust, TrustStore


class ChipReason(StrEnum):
    """Why a chip's data are not authentic, or cannot be shown to be."""

    NONE = ""
    NO_SECURITY_OBJECT = "NO_SECURITY_OBJECT"
    WRONG_FORMAT = "WRONG_FORMAT"
    HASH_MISMATCH = "HASH_MISMATCH"
    UNKNOWN_CERTIFICATE = "UNKNOWN_CERTIFICATE"
    UNTRUSTED_CERTIFICATE = "UNTRUSTED_CERTIFICATE"
    EXPIRED_CERTIFICATE = "EXPIRED_CERTIFICATE"
    REVOKED_CERTIFICATE = "REVOKED_CERTIFICATE"
    INVALID_SIGNATURE = "INVALID_SIGNATURE"
    COUNTRY_MISMATCH = "COUNTRY_MISMATCH"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipIntegrity:
    """What passive authentication came to. It cannot see a chip that was copied as a whole."""

    status: SealStatus
    reason: ChipReason
    detail: str
    """One clause for the report, without personal data."""
    wrong_groups: tuple[int, ...] = ()
    signer: str = ""
    signer_expires: date | None = None


def authenticate(
    sod: bytes, groups: Mapping[int, bytes], mrz: Mrz | None, trust: TrustStore | None, inspected_on: date
) -> ChipIntegrity:
    """Authenticate a chip's data groups.

    Data that EF.SOD does not bear out are INVALID whoever signed it; VALID needs a trusted signer besides.
    """
    if not sod:
        return _result(SealStatus.UNDETERMINED, ChipReason.NO_SECURITY_OBJECT, "EF.SOD was not given")
    try:
        found = read_security_object(sod)
    except ChipDataError as error:
        return _result(SealStatus.INVALID, ChipReason.WRONG_FORMAT, str(error))
    if wrong := wrong_groups(found, groups):
        detail = f"{named(wrong)} {'is' if len(wrong) == 1 else 'are'} not what EF.SOD states"
        return ChipIntegrity(
            status=SealStatus.INVALID, reason=ChipReason.HASH_MISMATCH, detail=detail, wrong_groups=wrong
        )
    return _signed(found, mrz, trust, inspected_on)


def wrong_groups(found: SecurityObject, groups: Mapping[int, bytes]) -> tuple[int, ...]:
    """List the groups whose hash is another than the one stated, or is not stated."""
    return tuple(
        number
        for number, raw in groups.items()
        if hashlib.new(found.digest, raw).digest() != found.hashes.get(number)
    )


def named(groups: tuple[int, ...]) -> str:
    """Name data groups: `DG1`, `DG1 and DG2`."""
    words = [f"DG{number}" for number in groups]
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _signed(
    found: SecurityObject, mrz: Mrz | None, trust: TrustStore | None, inspected_on: date
) -> ChipIntegrity:
    known = (*found.certificates, *(trust.certificates if trust else ()))
    signers = tuple(one for one in known if found.names(one))
    if not signers:
        return _result(
            SealStatus.UNDETERMINED, ChipReason.UNKNOWN_CERTIFICATE, "its signer's certificate is not known"
        )
    signed_by = (one for one in signers if found.content_agrees and holds(found.signed, one.key))
    signer = next(signed_by, None)
    if signer is None:
        detail = "the signature of EF.SOD does not hold under its signer's certificate"
        return _result(SealStatus.INVALID, ChipReason.INVALID_SIGNATURE, detail, signers[0])
    if trust is None:
        detail = "the signature verifies, but no trust store was given to identify its signer"
        return _result(SealStatus.UNDETERMINED, ChipReason.UNKNOWN_CERTIFICATE, detail, signer)
    return _by_certification_path(found, signer, mrz, trust, inspected_on)


def _by_certification_path(
    found: SecurityObject, signer: Certificate, mrz: Mrz | None, trust: TrustStore, inspected_on: date
) -> ChipIntegrity:
    status = trust.path_status(signer)
    if status is Trust.UNKNOWN:
        detail = "its signature holds under a certificate whose CSCA is not in the trust store"
        return _result(SealStatus.UNDETERMINED, ChipReason.UNTRUSTED_CERTIFICATE, detail, signer)
    reason, detail = next(_faults(found, signer, mrz, trust, inspected_on, status=status), (None, ""))
    if reason is not None:
        return _result(SealStatus.INVALID, reason, detail, signer)
    return _result(SealStatus.VALID, ChipReason.NONE, trust.unknown_since(signer, inspected_on), signer)


def _faults(
    found: SecurityObject,
    signer: Certificate,
    mrz: Mrz | None,
    trust: TrustStore,
    inspected_on: date,
    *,
    status: Trust,
) -> Iterator[tuple[ChipReason, str]]:
    """Give what is wrong with a signer whose CSCA is known: path, purpose, dates, revocation, country."""
    day = found.signed_on or _last_day(mrz, inspected_on)
    if status is Trust.UNTRUSTED:
        yield ChipReason.UNTRUSTED_CERTIFICATE, "no trusted CSCA signed its signer's certificate"
    if other := trust.unfit(signer, of_seal=False):
        yield ChipReason.UNTRUSTED_CERTIFICATE, other
    if status is Trust.OUT_OF_DATE:
        yield ChipReason.EXPIRED_CERTIFICATE, OUT_OF_DATE
    if not (signer.signs_on(day) if found.signed_on else signer.covers(day)):
        yield ChipReason.EXPIRED_CERTIFICATE, f"its signer's certificate was not valid on {day}"
    if trust.revoked(signer):
        yield ChipReason.REVOKED_CERTIFICATE, "its signer's certificate is revoked"
    if mrz is not None and not same_country(mrz.issuer, signer.country):
        detail = f"its MRZ names another issuer than its signer's country, {signer.country}"
        yield ChipReason.COUNTRY_MISMATCH, detail


def _last_day(mrz: Mrz | None, inspected_on: date) -> date:
    """Day on which a signer without a stated time of signing must be valid: today, or the document's last.

    A document signer's certificate outlives the documents that it signed (Doc 9303-12, 7.1.1).
    """
    expiry = mrz.expiry_date(inspected_on) if mrz else None
    return min(inspected_on, expiry.date) if expiry and expiry.date else inspected_on


def _result(
    status: SealStatus, reason: ChipReason, detail: str, signer: Certificate | None = None
) -> ChipIntegrity:
    return ChipIntegrity(
        status=status,
        reason=reason,
        detail=detail,
        signer=signer.label if signer else "",
        signer_expires=signer.not_after.date() if signer else None,
    )
