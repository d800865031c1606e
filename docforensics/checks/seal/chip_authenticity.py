"""Passive authentication of chip data: hashes of the data groups, signature of EF.SOD, its signer up to the CSCA.

Value: 0 when all of it holds, 0.5 for a signer whose certificate had expired, 1 for data that EF.SOD does not bear out, a wrong
signature, a signer whom no trusted CSCA signed, a revoked one, or one of another country than the MRZ names. Data groups that
differ from EF.SOD count whoever signed it. Without a certification path to the user's trust anchors the check abstains, and so
it does for files that do not conform to the standard: a broken reading is no forgery.

Cannot see: a chip that was cloned as a whole (active or chip authentication shows it, which needs the chip itself); chip
data of another holder that are genuine in themselves (`seal.chip_mrz` and `seal.chip_portrait` compare the page).

Sources: ICAO Doc 9303-11 section 5.1, 9303-12 section 7; BSI TR-03135 part 1.
"""

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.run import NO_CHIP
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.seal.model import SealStatus
from docforensics.seal.passive import ChipReason

SPEC = CheckSpec(
    title="Authenticity of the chip data",
    unit="potential of fraud, 0 to 1",
    verifies=frozenset({ClaimId.SIGNED_DATA}),
    tr03135="PassiveAuthentication",
    component=Component.ELECTRONIC,
    needs_chip=True,
    adverse="The chip data are not authentic ({reason}): {detail}.",
    favourable="The chip data are authentic: {signer} signed them, and none of those given was changed.",
    advice="Read the chip again with another reader; if it stays so, send the document to second line and ask the "
    "issuer for its certificates.",
    facts={"reason": str, "detail": str, "signer": str, "wrong_groups": str, "groups": str},
)


def measure(document: Document) -> Outcome:
    """Give the potential of fraud of the chip data."""
    if document.chip is None:
        return NO_CHIP
    found = document.chip.integrity
    if found.reason is ChipReason.WRONG_FORMAT:
        return undetermined(found.detail, "another reading of the chip", why=Why.UNREADABLE)
    if found.status is SealStatus.UNDETERMINED:
        needs = "EF.SOD, and the issuer's CSCA certificate in a trust store"
        return undetermined(found.detail, needs, why=Why.UNTRUSTED)
    medium = found.reason is ChipReason.EXPIRED_CERTIFICATE
    return Measured(
        value=0.0 if found.status is SealStatus.VALID else 0.5 if medium else 1.0,
        facts={
            "reason": found.reason.value or "VALID",
            "detail": found.detail,
            "signer": found.signer,
            "wrong_groups": ", ".join(f"DG{number}" for number in found.wrong_groups),
            "groups": ", ".join(f"DG{number}" for number in document.chip.groups),
        },
    )
