"""`verify_seal`: a seal against what the user trusts, in the order and words of Doc 9303-13 Appendix D, Table D.1."""

from collections.abc import Iterator
from datetime import date

from docforensics.errors import TrustStoreError
from docforensics.formats.alphabet import FILLER
from docforensics.seal.certificates import Certificate, read_certificate
from docforensics.seal.countries import same_country, two_letters
from docforensics.seal.keys import EcKey, digest_for, verify_raw
from docforensics.seal.model import Seal, SealKind, SealReason, SealStatus, SealVerification
from docforensics.seal.trust import OUT_OF_DATE, Trust, TrustStore

NO_TRUST = SealVerification(
    status=SealStatus.UNDETERMINED,
    reason=SealReason.UNKNOWN_CERTIFICATE,
    detail="no trust store was given",
)


def verify_seal(seal: Seal, trust: TrustStore | None, inspected_on: date) -> SealVerification:
    """Verify a seal.

    Parameters
    ----------
    trust
        Certificates of the user's own; without them the seal stays undetermined, whatever it says.
    inspected_on
        Stands for the date of signing where the seal states none (VDS-NC).

    Returns
    -------
    SealVerification
        VALID only when a trusted certificate, valid at signing and not revoked, signed exactly these bytes.
    """
    if trust is None:
        return NO_TRUST
    if not seal.signature:
        return _result(SealStatus.UNDETERMINED, SealReason.NONE, "the seal is not signed")
    results = [_under(seal, one, trust, inspected_on) for one in _candidates(seal, trust)]
    return min(results, key=_rank, default=_unknown(seal, trust))


def _rank(result: SealVerification) -> int:
    """Several certificates may bear one reference: one that verifies decides, then one that is trusted."""
    return (SealStatus.VALID, SealStatus.INVALID, SealStatus.UNDETERMINED).index(result.status)


def _candidates(seal: Seal, trust: TrustStore) -> Iterator[Certificate]:
    if seal.certificate:
        try:
            yield read_certificate(seal.certificate)
        except TrustStoreError:
            return
    elif seal.kind is SealKind.IDB:
        yield from trust.by_fingerprint(seal.reference)
    else:
        yield from trust.signers(seal.signer, seal.reference)


def _unknown(seal: Seal, trust: TrustStore) -> SealVerification:
    country = seal.signer[:2] or two_letters(seal.issuer)
    detail = f"the certificate of its signer ({seal.signer or seal.issuer} {seal.reference}) is not known"
    if not trust.is_complete(country):
        return _result(SealStatus.UNDETERMINED, SealReason.UNKNOWN_CERTIFICATE, detail)
    return _result(
        SealStatus.INVALID, SealReason.UNKNOWN_CERTIFICATE, f"{detail}, though all of {country} should be"
    )


def _under(seal: Seal, certificate: Certificate, trust: TrustStore, inspected_on: date) -> SealVerification:
    """Verify under one certificate: chain, document type, dates, revocation, signature, issuer."""
    status, signs = trust.path_status(certificate), _signs(seal, certificate)
    if status is Trust.UNKNOWN:
        how = "holds" if signs else "does not hold"
        detail = f"its signature {how} under a certificate whose CSCA is not in the trust store"
        return _result(SealStatus.UNDETERMINED, SealReason.UNTRUSTED_CERTIFICATE, detail, certificate)
    reason, detail = next(
        _faults(seal, certificate, trust, inspected_on, status=status, signs=signs), (None, "")
    )
    if reason is not None:
        return _result(SealStatus.INVALID, reason, detail, certificate)
    return _valid(seal, certificate, trust.unknown_since(certificate, inspected_on))


def _faults(
    seal: Seal, certificate: Certificate, trust: TrustStore, inspected_on: date, *, status: Trust, signs: bool
) -> Iterator[tuple[SealReason, str]]:
    """Give what is wrong under a certificate whose CSCA is known, in the order of Table D.1: chain, type, dates, revocation, signature, issuer."""
    signed_on = seal.signed_on or inspected_on
    if status is Trust.UNTRUSTED:
        yield SealReason.UNTRUSTED_CERTIFICATE, "no trusted CSCA signed its signer's certificate"
    if other := trust.unfit(certificate, of_seal=True):
        yield SealReason.UNTRUSTED_CERTIFICATE, other
    if not _may_sign(seal, certificate):
        yield SealReason.INVALID_DOCUMENTTYPE, "its signer may not seal documents of this type"
    if status is Trust.OUT_OF_DATE:
        yield SealReason.EXPIRED_CERTIFICATE, OUT_OF_DATE
    if not (certificate.signs_on(signed_on) if seal.signed_on else certificate.covers(signed_on)):
        detail = f"its signer's certificate was not valid on {signed_on}, when it was signed"
        yield SealReason.EXPIRED_CERTIFICATE, detail
    if trust.revoked(certificate):
        yield SealReason.REVOKED_CERTIFICATE, "its signer's certificate is revoked"
    if not signs:
        yield SealReason.INVALID_SIGNATURE, "its signature does not hold under the certificate that it names"
    if not same_country(seal.issuer, certificate.country):
        detail = f"it names the issuer {seal.issuer}, its signer is of {certificate.country}"
        yield SealReason.UNTRUSTED_CERTIFICATE, detail


def _signs(seal: Seal, certificate: Certificate) -> bool:
    key = certificate.key
    return isinstance(key, EcKey) and verify_raw(
        key, seal.algorithm or digest_for(key), seal.signed, seal.signature
    )


def _may_sign(seal: Seal, certificate: Certificate) -> bool:
    """Whether the certificate's list of document types allows the code in the seal's MRZ; no list or no MRZ allows all."""
    if not certificate.document_types or seal.mrz is None:
        return True
    code = seal.mrz[0][:2].strip(FILLER)
    return code in {one.strip(FILLER) for one in certificate.document_types}


def _valid(seal: Seal, certificate: Certificate, unknown_since: str) -> SealVerification:
    unknown = ", ".join(seal.unknown_features)
    profile = "" if seal.document else f"its profile {seal.profile} is not known"
    features = profile or (f"its features {unknown} are not known" if unknown else "")
    detail = "; ".join(filter(None, (features, unknown_since)))
    reason = SealReason.UNKNOWN_FEATURE if unknown else SealReason.NONE
    return _result(SealStatus.VALID, reason, detail, certificate)


def _result(
    status: SealStatus, reason: SealReason, detail: str, certificate: Certificate | None = None
) -> SealVerification:
    return SealVerification(
        status=status,
        reason=reason,
        detail=detail,
        signer=certificate.label if certificate else "",
        signer_expires=certificate.not_after.date() if certificate else None,
    )
