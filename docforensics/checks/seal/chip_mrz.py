"""The printed MRZ against EF.DG1 of the chip, over what each printed character may be.

Where the chip data are authentic, a print that differs was altered, or stands around another document's chip. The comparison is
exact over the reader's posteriors (`_signed.py`): a misread is not a mismatch. A print that was read whole, with its check digits,
next to a DG1 of another format is the print of another document. Agreement is favourable where passive authentication succeeded.

Cannot see: a chip and a print that were forged together (`seal.chip_authenticity` does); a clone of another's chip with a
print to match (the portrait, and the holder's face).

Sources: BSI TR-03135 MrzVsDg1; ICAO Doc 9303-10 section 4.7.1.
"""

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Outcome, undetermined
from docforensics.checks.run import NO_CHIP
from docforensics.checks.seal._signed import comparable, is_of_another_format, measured, of_another_format
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, read_print
from docforensics.document import Document
from docforensics.formats.table import FORMATS
from docforensics.seal.model import SealStatus

SPEC = CheckSpec(
    title="Printed MRZ and chip",
    unit="log10 LR",
    verifies=frozenset({ClaimId.SIGNED_DATA}),
    tr03135="MrzVsDg1",
    component=Component.ELECTRONIC,
    needs_mrz=True,
    needs_chip=True,
    adverse="{summary}",
    favourable="{summary}",
    advice="Read the marked fields on the document itself and compare them with the chip; look for an altered print, "
    "and for traces of opening around the chip.",
    personal_facts=frozenset({"summary", "printed", "signed"}),
    facts={"summary": str, "fields": str, "printed": str, "signed": str, "is_proven": bool},
)
_NO_DG1 = undetermined("EF.DG1 was not given or cannot be read", why=Why.NO_SIGNED_DATA)


def measure(document: Document) -> Outcome:
    """Weigh whether the print is another than EF.DG1 states, as log10 LR."""
    if document.chip is None:
        return NO_CHIP
    if document.chip.mrz is None:
        return _NO_DG1
    seen = read_print(document)
    if seen is None:
        return UNREAD
    lines = document.chip.mrz.lines
    is_proven = document.chip.integrity.status is SealStatus.VALID
    # A visa has no chip: beside one, the chip is that of the passport.
    if not FORMATS[seen.mrz.format].is_visa and is_of_another_format(seen, lines):
        return of_another_format(seen, lines, source="the chip", is_proven=is_proven)
    if not comparable(seen, lines):
        return UNEVEN
    return measured(seen, lines, source="the chip", is_proven=is_proven)
