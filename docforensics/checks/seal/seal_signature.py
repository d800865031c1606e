"""The digital seal: its format, its signer's certificate, its signature, in the order of Doc 9303-13 Table D.1.

Value: 0 when the seal is valid, 0.5 where the table sees medium potential of fraud (an expired certificate), 1 where it sees
high (wrong format, untrusted or revoked certificate, wrong type of document, wrong signature; an unknown certificate where the
trust store is declared complete). Of several seals the worst counts. Where the user's trust does not reach, the check abstains:
a seal is never called valid, nor false, for want of a certificate. What it states is then not verified, nor is it where one of
several seals is undetermined: anybody can print a seal of his own that repeats the MRZ.

Cannot see: a genuine seal copied from another document, and an altered print next to it (`seal.seal_mrz` does); a signer's
stolen key; whatever is not on the page.

Sources: ICAO Doc 9303-13 Appendix D; BSI TR-03137; standards.md 1.13.
"""

from collections.abc import Iterator

from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.run import NO_SEAL
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.mrz_print import listed
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.seal.model import SealReading, SealReason, SealStatus

SPEC = CheckSpec(
    title="Signature of the digital seal",
    unit="potential of fraud, 0 to 1 (Table D.1)",
    verifies=frozenset({ClaimId.SIGNED_DATA}),
    tr03135="DigitalSeal",
    component=Component.DIGITAL_SEAL,
    needs_seal=True,
    adverse="The digital seal is not valid ({reason}): {detail}.",
    favourable="The digital seal is valid: {signer} signed it, and nothing of it was changed since.",
    advice="Ask the issuer or the national office for seals whether this signer and this document are theirs; compare "
    "the number in the seal with the printed one.",
    facts={"reason": str, "detail": str, "signer": str, "document": str, "count": int},
)


def measure(document: Document) -> Outcome:
    """Give the potential of fraud of the worst seal."""
    found = document.seals
    if not found:
        return NO_SEAL
    told = [(side, seal) for side, seal in found if seal.verification.status is not SealStatus.UNDETERMINED]
    if not told:
        details = listed(seal.verification.detail for _, seal in found)
        return undetermined(
            f"a digital seal is on the page, but {details}",
            "the certificates of the seal's signer and of its CSCA in a trust store",
            why=Why.UNTRUSTED,
        )
    side, worst = max(told, key=lambda item: potential(item[1]))
    checked = worst.verification
    return Measured(
        value=potential(worst),
        regions=(Region(side=side, box=seal_box(document, side, worst), label="digital seal"),),
        facts={
            "reason": checked.reason.value or "VALID",
            "detail": checked.detail,
            "signer": checked.signer,
            "document": worst.seal.document if worst.seal else "",
            "count": len(found),
        },
        sightings=tuple(_sightings(is_open=len(told) < len(found))),
    )


def _sightings(*, is_open: bool) -> Iterator[Sighting]:
    """State that the seals were seen and, with `is_open`, that the signature of some could not be verified: no other seal stands in for them."""
    yield Sighting(claim=ClaimId.SIGNED_DATA, is_odd=True)
    if is_open:
        yield Sighting(claim=ClaimId.SIGNED_DATA, why=Why.UNTRUSTED)


def potential(reading: SealReading) -> float:
    """Give Table D.1's trust level as a number."""
    if reading.verification.status is not SealStatus.INVALID:
        return 0.0
    return 0.5 if reading.verification.reason is SealReason.EXPIRED_CERTIFICATE else 1.0


def seal_box(document: Document, side: int, reading: SealReading) -> BoxMm:
    """Give the seal's place on the page."""
    return BoxMm.around(document.sides[side].page.to_mm(reading.barcode.corners)).grown(0.4)
