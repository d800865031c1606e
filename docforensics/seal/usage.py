"""What a signer's certificate is for (Doc 9303-12, 7.1.1): a CSCA also signs certificates that sign no documents."""

from docforensics.seal.certificates import Certificate

_ANY = "2.5.29.37.0"
"""anyExtendedKeyUsage (RFC 5280, 4.2.1.12): it restricts nothing."""
_ICAO = "2.23.136.1.1."
"""Arc of purposes that Doc 9303 and its technical reports define, for example 2.23.136.1.1.14.2 of VDS-NC."""
_OF_LISTS = ("2.23.136.1.1.3", "2.23.136.1.1.8")
"""Signers of master lists and of deviation lists (Doc 9303-12, 7.1.1): they sign no documents."""
_DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"
"""Signatures of documents that people read (RFC 9336)."""
_ELSEWHERE = ("1.3.6.1.5.5.7.3.", "1.3.6.1.4.1.311.")
"""Arcs of purposes of the internet and of Microsoft: TLS, mail, code, log-on. States have arcs of their own for signers of seals, which
no list names; that a signer of seals may have every other purpose is a judgement."""


def unfit(certificate: Certificate, *, of_seal: bool) -> str:
    """State why a certificate may sign no documents, as a clause; empty where it may.

    A document signer states `digitalSignature` and no extended key usage; one of seals may state a purpose of its own. A certificate
    that states no key usage restricts none (RFC 5280, 4.2.1.3), as many test certificates do.
    """
    if certificate.is_ca:
        return "its signer's certificate is that of an authority, not of a document signer"
    if certificate.key_usage is not None and "digital_signature" not in certificate.key_usage:
        return "its signer's certificate is not for signatures"
    if certificate.purposes and not any(_admits(one, of_seal=of_seal) for one in certificate.purposes):
        return "its signer's certificate is for another purpose than documents"
    return ""


def certifies(authority: Certificate) -> bool:
    """Whether an authority may sign certificates: `keyCertSign`, where it states a key usage."""
    return authority.key_usage is None or "key_cert_sign" in authority.key_usage


def _admits(purpose: str, *, of_seal: bool) -> bool:
    if purpose == _ANY or (purpose.startswith(_ICAO) and purpose not in _OF_LISTS):
        return True
    foreign = purpose.startswith(_ELSEWHERE) and purpose != _DOCUMENT_SIGNING
    return of_seal and not foreign and purpose not in _OF_LISTS
