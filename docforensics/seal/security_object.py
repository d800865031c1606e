"""EF.SOD (Doc 9303-10, 4.6.2): the signed list of hashes of a chip's data groups, parsed and not yet validated."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from docforensics.errors import ChipDataError
from docforensics.seal.certificates import Certificate, Signed, one_error, parser, signed_with, usable
from docforensics.seal.keys import is_usable
from docforensics.seal.lds import SOD_TAG, content

OBJECT_OID = "2.23.136.1.1.1"
"""ldsSecurityObject."""
MOST_GROUPS = 16
"""Data groups of a chip (Doc 9303-10, 4)."""
MOST_CERTIFICATES = 16
"""Of one EF.SOD, which carries the document signer's and at times its CSCA's: a judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityObject:
    """What EF.SOD states and how it is signed."""

    digest: str
    """Of the data groups."""
    hashes: Mapping[int, bytes]
    """By the number of the data group."""
    certificates: tuple[Certificate, ...]
    """That it carries, each once: mostly the document signer's."""
    issuer: str
    """Of the signer's certificate, normalised; empty where it is named by its key."""
    serial: int
    key_id: bytes
    signed: Signed
    content_agrees: bool
    """Whether the signed attributes bear the digest of the list."""
    signed_on: date | None

    def names(self, certificate: Certificate) -> bool:
        """Whether this is the certificate that it names as its signer's."""
        if self.key_id:
            return certificate.key_id == self.key_id
        return certificate.issuer == self.issuer and certificate.serial == self.serial


def read_security_object(raw: bytes) -> SecurityObject:
    """Parse EF.SOD; ChipDataError when it is none."""
    inner = content(raw, SOD_TAG, "EF.SOD")
    with one_error(ChipDataError, "EF.SOD"):
        return _security_object(parser("cms").ContentInfo.load(inner, strict=True)["content"])


def _security_object(signed: Any) -> SecurityObject:  # noqa: ANN401 (lazy objects of asn1crypto)
    wrapped, signer = signed["encap_content_info"], signed["signer_infos"][0]
    if wrapped["content_type"].dotted != OBJECT_OID:
        raise ChipDataError("EF.SOD: what it signs is no list of data groups")
    listed = bytes(wrapped["content"])
    digest, hashes = _hashes(listed)
    digest_of_attributes = _of_standard(signer["digest_algorithm"]["algorithm"].native, "a list digested")
    attributes = signer["signed_attrs"]
    data, agrees, signed_on = _covered(listed, attributes, digest_of_attributes)
    signature = signed_with(
        data, signer["signature"].native, signer["signature_algorithm"], fallback=digest_of_attributes
    )
    _of_standard(signature.digest, "a list signed")
    named = signer["sid"]
    by_serial = named.name == "issuer_and_serial_number"
    return SecurityObject(
        digest=digest,
        hashes=MappingProxyType(hashes),
        certificates=usable(_certificates(signed)),
        issuer=named.chosen["issuer"].hashable if by_serial else "",
        serial=int(named.chosen["serial_number"].native) if by_serial else 0,
        key_id=b"" if by_serial else bytes(named.chosen.native),
        signed=signature,
        content_agrees=agrees,
        signed_on=signed_on,
    )


def _certificates(signed: Any) -> tuple[bytes, ...]:  # noqa: ANN401
    """Encoded, each once; ChipDataError for more than any State stores."""
    found = tuple(dict.fromkeys(one.chosen.dump() for one in signed["certificates"] or ()))
    if len(found) > MOST_CERTIFICATES:
        raise ChipDataError(f"EF.SOD: {len(found)} certificates, at most {MOST_CERTIFICATES} are read")
    return found


def _of_standard(digest: object, what: str) -> str:
    """Give a digest back; ChipDataError for one that nothing is verified with: such a file is not usable, whoever signed it."""
    if not isinstance(digest, str) or not is_usable(digest):
        raise ChipDataError(f"EF.SOD: {what} with {str(digest)[:20]}, which is no digest of the standard")
    return digest


def _hashes(listed: bytes) -> tuple[str, dict[int, bytes]]:
    """LDSSecurityObject ::= SEQUENCE { version, DigestAlgorithm, SEQUENCE OF SEQUENCE { number, hash }, ... }."""
    core, algos = parser("core"), parser("algos")
    parts = core.SequenceOf.load(listed, spec=core.Any, strict=True)
    digest = _of_standard(
        algos.DigestAlgorithm.load(parts[1].dump())["algorithm"].native, "data groups hashed"
    )
    listing = core.SequenceOf.load(parts[2].dump(), spec=core.Any)
    if len(listing) > MOST_GROUPS:
        raise ChipDataError(f"EF.SOD: it lists {len(listing)} data groups; a chip has {MOST_GROUPS}")
    entries = [core.SequenceOf.load(one.dump(), spec=core.Any) for one in listing]
    pairs = [
        (int(core.Integer.load(one[0].dump()).native), bytes(core.OctetString.load(one[1].dump()).native))
        for one in entries
    ]
    if len(dict(pairs)) != len(pairs) or not all(1 <= number <= MOST_GROUPS for number, _ in pairs):
        raise ChipDataError("EF.SOD: a data group is listed twice, or is none")
    return digest, dict(pairs)


def _covered(listed: bytes, attributes: Any, digest: str) -> tuple[bytes, bool, date | None]:  # noqa: ANN401
    """Bytes under the signature, whether they bear the list's digest, and the time of signing where it is stated."""
    if not attributes.native:
        return listed, True, None
    values = {str(one["type"].native): one["values"][0].native for one in attributes}
    agrees = values.get("message_digest") == hashlib.new(digest, listed).digest()
    moment = values.get("signing_time")
    return attributes.untag().dump(), agrees, moment.date() if moment else None
