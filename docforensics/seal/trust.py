"""Whom the user trusts: certificates, master lists and revocation lists that lie in folders of his own.

Nothing is shipped and nothing is fetched. What lies in a folder of trust is read by its content, whatever its name:
certificates (DER or PEM), CSCA master lists and other CMS bundles, revocation lists, LDIF exports of the ICAO PKD.

- A certificate authority (CSCA) anchors chains.
- A signer is believed when a CSCA here signed it that was valid then, and it is for documents. Under `pinned/` it is believed by itself.
- A revocation list counts when a CSCA here signed it; one past its end still revokes, and what it leaves out is named as not known since.
- `trust.toml` may say `complete = ["UT"]`: of these countries every signer and CSCA is here, so that an unknown one is a
  finding. Without it an unknown certificate leaves the seal undetermined.
"""

import base64
import binascii
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha1
from pathlib import Path
from types import MappingProxyType
from typing import Self

from docforensics.errors import TrustStoreError
from docforensics.parsing import made, placed, read_toml
from docforensics.regular import files_below, is_folder, read_regular
from docforensics.seal.certificates import (
    MOST_LIST_BYTES,
    Certificate,
    RevocationList,
    holds,
    one_error,
    parser,
    read_certificate,
    read_revocation_list,
    usable,
)
from docforensics.seal.usage import certifies, unfit

MOST_FILES = 20_000
"""More than the master lists and revocation lists of all States: a judgement."""
MOST_PARTS = 50_000
"""Objects of one file in PEM or LDIF: some more than the ICAO PKD holds. A judgement."""
_SEQUENCE = 0x30
"""Tag that certificates, lists and bundles begin with (X.690)."""
PINNED = "pinned"
SETTINGS = "trust.toml"
_PEM_BEGIN, _PEM_END = re.compile(rb"-----BEGIN (?:X509 )?(?:TRUSTED )?[A-Z0-9 ]+-----"), b"-----END "
_LDIF = re.compile(
    rb"^(?:userCertificate|cACertificate|certificateRevocationList|pkdMasterListContent|CscaMasterListData)"
    rb"(?:;binary)?:: ((?:[^\n]+\n?)(?: [^\n]*\n?)*)",
    re.MULTILINE | re.IGNORECASE,
)
_MASTER_LIST_OID = "2.23.136.1.1.2"
OUT_OF_DATE = "its signer's certificate begins on a day on which its CSCA was not valid"
"""What is wrong under a path that is `Trust.OUT_OF_DATE`, as a clause."""


class Trust(StrEnum):
    """Certification-path status of a certificate."""

    TRUSTED = "trusted"
    """A CSCA of the store signed it, or the user pinned it."""
    OUT_OF_DATE = "out of date"
    """A CSCA of the store signed it, but was not valid on the day from which it holds."""
    UNTRUSTED = "untrusted"
    """The CSCA that it names is here and did not sign it, or all CSCA of its country are here and none did."""
    UNKNOWN = "unknown"
    """Its CSCA is not here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrustStore:
    """What the user trusts; read-only and safe to share between threads."""

    certificates: tuple[Certificate, ...] = ()
    pinned: frozenset[bytes] = frozenset()
    """DER of signers that are believed by themselves."""
    revocation_lists: tuple[RevocationList, ...] = ()
    """Those that a CSCA of the store signed."""
    complete: frozenset[str] = frozenset()
    """Countries (two letters) of which every certificate is here."""
    left_out: tuple[str, ...] = ()
    """Files, or parts of them, that were not taken, and why."""
    _index: Mapping[str, tuple[Certificate, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", _indexed(self.certificates))

    @classmethod
    def load(cls, *folders: str | Path) -> Self:
        """Load folders of trust; TrustStoreError when one is no folder or nothing in them can be used."""
        sorter = _Sorter()
        for folder in map(Path, folders):
            if not is_folder(folder):
                raise TrustStoreError(f"{folder} is no folder of certificates; name one")
            sorter.add_folder(folder)
        if not sorter.certificates:
            hint = f" ({sorter.left_out[0]})" if sorter.left_out else ""
            raise TrustStoreError(f"no certificate found in {', '.join(map(str, folders))}{hint}")
        return cls.of(
            sorter.certificates.values(),
            pinned=sorter.pinned,
            revocation_lists=sorter.revocation_lists,
            complete=sorter.complete,
            left_out=sorter.left_out,
        )

    @classmethod
    def of(
        cls,
        certificates: Iterable[Certificate],
        *,
        pinned: Iterable[bytes] = (),
        revocation_lists: Iterable[RevocationList] = (),
        complete: Iterable[str] = (),
        left_out: Iterable[str] = (),
    ) -> Self:
        """Make a store of what was read; revocation lists that no CSCA of it signed are left out and named."""
        held = tuple(certificates)
        lists, unproven = _proven(held, revocation_lists)
        return cls(
            certificates=held,
            pinned=frozenset(pinned),
            revocation_lists=lists,
            complete=frozenset(country.upper() for country in complete),
            left_out=(*left_out, *unproven),
        )

    @property
    def anchors(self) -> tuple[Certificate, ...]:
        """The certificate authorities."""
        return tuple(one for one in self.certificates if one.is_ca)

    def signers(self, signer: str, reference: str) -> tuple[Certificate, ...]:
        """Find signers by country and common name and by serial number, as a VDS names them."""
        return self._index.get(f"{signer}/{reference}".upper(), ())

    def by_fingerprint(self, reference: str) -> tuple[Certificate, ...]:
        """Find signers by the end of their SHA-1 fingerprint, as an ICAO barcode names them."""
        return self._index.get(f"sha1/{reference}".upper(), ())

    def path_status(self, certificate: Certificate) -> Trust:
        """Give the certification-path status of a signer's certificate, dates and revocation apart."""
        if certificate.der in self.pinned:
            return Trust.TRUSTED
        named = [anchor for anchor in self.anchors if _names(certificate, anchor)]
        issuers = [
            anchor
            for anchor in named
            if anchor.country == certificate.country
            and certifies(anchor)
            and holds(certificate.signed, anchor.key)
        ]
        if issuers:
            issued_on = certificate.not_before.date()
            in_time = any(anchor.signs_on(issued_on) for anchor in issuers)
            return Trust.TRUSTED if in_time else Trust.OUT_OF_DATE
        known = named or self.is_complete(certificate.country)
        return Trust.UNTRUSTED if known else Trust.UNKNOWN

    def unfit(self, certificate: Certificate, *, of_seal: bool) -> str:
        """State why a certificate may sign no documents, as a clause; empty where it may, or where the user pinned it."""
        return "" if certificate.der in self.pinned else unfit(certificate, of_seal=of_seal)

    def is_complete(self, country: str) -> bool:
        """Whether the user declares that every certificate of a country (two letters) is here."""
        return country.upper() in self.complete

    def revoked(self, certificate: Certificate) -> bool:
        """Whether a proven list names the certificate."""
        return any(
            certificate.serial in one.revoked
            for one in self.revocation_lists
            if one.issuer == certificate.issuer
        )

    def unknown_since(self, certificate: Certificate, day: date) -> str:
        """State since when nothing is known of revocations, as a clause; empty where a list of its CSCA is in force on a day, or none is here."""
        ends = [one.next_update for one in self.revocation_lists if one.issuer == certificate.issuer]
        past = [end for end in ends if end is not None and end < day]
        if not past or len(past) < len(ends):
            return ""
        return f"the last revocation list of its signer's CSCA that is here ended on {max(past)}"


def _names(certificate: Certificate, anchor: Certificate) -> bool:
    """Whether a certificate names an anchor as its issuer: by name, and by key identifier where both state one."""
    if certificate.issuer != anchor.subject or certificate.der == anchor.der:
        return False
    return not (certificate.authority_id and anchor.key_id) or certificate.authority_id == anchor.key_id


def _indexed(certificates: Iterable[Certificate]) -> Mapping[str, tuple[Certificate, ...]]:
    table: dict[str, list[Certificate]] = defaultdict(list)
    for one in certificates:
        if not one.is_ca:
            table[f"{one.country}{one.common_name}/{one.serial:X}".upper()].append(one)
            table[f"sha1/{sha1(one.der, usedforsecurity=False).hexdigest()[-10:]}".upper()].append(one)
    return MappingProxyType({key: tuple(found) for key, found in table.items()})


def _proven(
    certificates: tuple[Certificate, ...], lists: Iterable[RevocationList]
) -> tuple[tuple[RevocationList, ...], tuple[str, ...]]:
    kept, left = [], []
    for one in lists:
        signers = [anchor for anchor in certificates if anchor.is_ca and anchor.subject == one.issuer]
        if any(holds(one.signed, anchor.key) for anchor in signers):
            kept.append(one)
        else:
            left.append("a revocation list that no CSCA of the store signed")
    return tuple(kept), tuple(left)


class _Sorter:
    """Collects what lies in folders of trust."""

    def __init__(self) -> None:
        self.certificates: dict[bytes, Certificate] = {}
        self.pinned: set[bytes] = set()
        self.revocation_lists: list[RevocationList] = []
        self.complete: set[str] = set()
        self.left_out: list[str] = []

    def add_folder(self, folder: Path) -> None:
        """Read every file below a folder."""
        with placed(f"{folder} cannot be listed", TrustStoreError):
            files = sorted(path for path in files_below(folder) if not path.name.startswith("."))
        if len(files) > MOST_FILES:
            raise TrustStoreError(f"{folder} holds {len(files)} files; at most {MOST_FILES} are read")
        for path in files:
            self._add(path, pinned=PINNED in path.relative_to(folder).parts[:-1])

    def _add(self, path: Path, *, pinned: bool) -> None:
        if path.name == SETTINGS:
            with placed(path.name, TrustStoreError):
                self.complete |= made(_Settings, read_toml(path)).complete
        elif path.suffix.lower() in {".md", ".txt", ".json"}:
            return
        else:
            try:
                raw = read_regular(path, MOST_LIST_BYTES)
            except (OSError, ValueError) as error:
                self.left_out.append(f"{path.name}: {error}")
                return
            for number, part in enumerate(_parts(raw)):
                if number == MOST_PARTS:
                    raise TrustStoreError(f"{path.name} holds more than {MOST_PARTS} objects")
                self._take(path, part, pinned=pinned)

    def _take(self, path: Path, der: bytes, *, pinned: bool) -> None:
        try:
            found = _objects(der)
        except TrustStoreError as error:
            self.left_out.append(f"{path.name}: {error}")
            return
        for one in found:
            if isinstance(one, RevocationList):
                self.revocation_lists.append(one)
            else:
                self.certificates.setdefault(one.der, one)
                self.pinned |= {one.der} if pinned else set()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    """What `trust.toml` may hold."""

    complete: frozenset[str] = frozenset()
    """Countries (two letters)."""


def _parts(raw: bytes) -> Iterator[bytes]:
    """DER objects of a file: itself, or what PEM and LDIF wrap."""
    wrapped = [*_pem(raw), *(match.group(1) for match in _LDIF.finditer(raw))]
    if not wrapped:
        yield raw
    for text in wrapped:
        try:
            yield base64.b64decode(b"".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            yield b""


def _pem(raw: bytes) -> Iterator[bytes]:
    """Give what stands between the lines of PEM; a million beginnings without an end are walked through once."""
    place = 0
    while begin := _PEM_BEGIN.search(raw, place):
        end = raw.find(_PEM_END, begin.end())
        if end < 0:
            return
        yield raw[begin.end() : end]
        place = end + len(_PEM_END)


def _objects(der: bytes) -> tuple[Certificate | RevocationList, ...]:
    """Certificate, revocation list or bundle: told by what it parses as."""
    if der[:1] != bytes([_SEQUENCE]):
        raise TrustStoreError("neither a certificate, nor a revocation list, nor a master list")
    for read in (read_certificate, read_revocation_list):
        with suppress(TrustStoreError):
            return (read(der),)
    with suppress(TrustStoreError):
        return _bundle(der)
    raise TrustStoreError("neither a certificate, nor a revocation list, nor a master list")


def _bundle(der: bytes) -> tuple[Certificate, ...]:
    """Certificates of a CMS bundle and, where it is one, of the CSCA master list in it.

    Its own signature is not asked for: what the user puts in his folder is his to trust.
    """
    cms, core, x509 = parser("cms"), parser("core"), parser("x509")
    with one_error(TrustStoreError, "a bundle"):
        signed = cms.ContentInfo.load(der, strict=True)["content"]
        content = signed["encap_content_info"]
        if content["content_type"].dotted == _MASTER_LIST_OID:
            listed = core.SequenceOf.load(bytes(content["content"].native), spec=core.Any)[1]
            raws = [one.dump() for one in listed.parse(core.SetOf, spec_params={"spec": x509.Certificate})]
        else:
            raws = [one.chosen.dump() for one in signed["certificates"]]
        return usable(raws)
