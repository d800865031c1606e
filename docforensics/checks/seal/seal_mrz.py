"""The printed MRZ against the one in the digital seal, over what each printed character may be.

A seal that was signed for one document does not fit an altered one, nor another document on which it was copied. The comparison
is exact over the reader's posteriors (`_signed.py`), so that a misread is not a mismatch. Where the seal is proven, agreement
is favourable; where it is not, agreement is not evidence.

Cannot see: print that was altered outside the MRZ; a complete copy of another holder's document; the columns of a
visa's second line behind the date of expiry, which its seal leaves out.

Sources: BSI TR-03135 MrzVsSeal; ICAO Doc 9303-13 Appendix D (SEAL_VISA_MISMATCH, SEAL_DOCUMENT_MISMATCH), 9303-7 and -8.
"""

from collections.abc import Callable

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.run import NO_SEAL
from docforensics.checks.seal._signed import comparable, is_of_another_format, measured, of_another_format
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Print, read_print, read_side
from docforensics.document import Document
from docforensics.seal.model import SealReading, SealStatus

SPEC = CheckSpec(
    title="Printed MRZ and digital seal",
    unit="log10 LR",
    verifies=frozenset({ClaimId.SIGNED_DATA}),
    tr03135="MrzVsSeal",
    component=Component.DIGITAL_SEAL,
    needs_seal=True,
    adverse="{summary}",
    favourable="{summary}",
    advice="Read the marked fields on the document itself and compare them with the seal, field by field; look for "
    "erased or overprinted characters, and for a seal that was stuck or printed on later.",
    personal_facts=frozenset({"summary", "printed", "signed"}),
    facts={"summary": str, "fields": str, "printed": str, "signed": str, "is_proven": bool},
)
_STATES_NONE = undetermined("the seal states no MRZ", why=Why.NO_SIGNED_DATA)
"""The claim waits for it: a valid seal that states nothing of this page may have been copied from any document."""


def measure(document: Document) -> Outcome:
    """Weigh the worst disagreement between a seal and the MRZ of its side, as log10 LR."""
    if not document.seals:
        return NO_SEAL
    stating = [(side, seal) for side, seal in document.seals if _lines(seal)]
    if not stating:
        return _STATES_NONE
    told = [one for side, seal in stating if (one := _told(document, side, seal)) is not None]
    if not told:
        return UNREAD
    found = [outcome for outcome in told if isinstance(outcome, Measured)]
    return max(found, key=lambda outcome: outcome.value) if found else UNEVEN


def _told(document: Document, side: int, seal: SealReading) -> Outcome | None:
    """Compare a seal with the zone of its side or, where that shows none, with the document's; None where there is neither."""
    own = read_side(document, side)
    seen = own or read_print(document)
    if seen is None:
        return None
    # The zone of another side may be another document's, for example the passport's beside a visa.
    if own is not None and is_of_another_format(own, _lines(seal)):
        return _weighed(of_another_format, own, seal)
    return _weighed(measured, seen, seal) if comparable(seen, _lines(seal)) else UNEVEN


def _lines(seal: SealReading) -> tuple[str, ...]:
    return (seal.seal.mrz or ()) if seal.seal else ()


def _weighed(weigh: Callable[..., Measured], seen: Print, seal: SealReading) -> Measured:
    is_proven = seal.verification.status is SealStatus.VALID
    return weigh(seen, _lines(seal), source="the digital seal", is_proven=is_proven)
