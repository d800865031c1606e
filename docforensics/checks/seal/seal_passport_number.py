"""The passport's number in a visa's seal against the MRZ of the passport shown with it.

A visa is issued for one passport, and its seal names that passport's number. The check needs the passport's data page as
another side of the same examination. The comparison is over the posteriors of the printed number, as in `seal.seal_mrz`.

Cannot see: a passport whose own number was altered to fit; a holder who rightly travels on a new passport with the visa
in the old one, which the officer will be shown.

Sources: BSI TR-03135 VizVsSealPassportNumber; ICAO Doc 9303-13 Appendix D (SEAL_PASSPORT_MISMATCH), Doc 9303-7.
"""

from collections.abc import Iterator

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.run import NO_SEAL
from docforensics.checks.seal._signed import UNPROVEN, compare_field
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.likelihood import Shares, log10_lr
from docforensics.checks.support.mrz_print import Print, read_side
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER
from docforensics.formats.table import FORMATS
from docforensics.seal.model import SealStatus

SPEC = CheckSpec(
    title="Passport number in the visa's seal",
    unit="log10 LR",
    verifies=frozenset({ClaimId.SIGNED_DATA}),
    tr03135="VizVsSealPassportNumber",
    component=Component.DIGITAL_SEAL,
    needs_seal=True,
    compares_pictures=True,
    adverse="The seal is for another passport: it names {signed}, the passport shown is {printed}.",
    favourable="The number of the passport shown ({printed}) does not contradict the visa's seal.",
    advice="Ask for the passport in which this visa was issued, and compare the two holders' data and portraits.",
    personal_facts=frozenset({"printed", "signed"}),
    facts={"printed": str, "signed": str, "is_proven": bool},
)
SHARES = Shares(forged=0.3, genuine=0.02)
"""Three forged visas in ten are for another passport; two genuine ones in a hundred are carried to a newer passport."""
_NO_PAIR = undetermined(
    "no visa's seal was shown together with a passport", expected=False, why=Why.NOT_PRINTED_HERE
)


def measure(document: Document) -> Outcome:
    """Weigh whether the passport's printed number is another than the seal's, as log10 LR."""
    if not document.seals:
        return NO_SEAL
    found = list(_measured(document))
    return max(found, key=lambda outcome: outcome.value) if found else _NO_PAIR


def _measured(document: Document) -> Iterator[Measured]:
    """Every seal that names a passport, with every passport on another side."""
    for place, reading in document.seals:
        number = reading.seal.value("passport_number") if reading.seal else None
        is_proven = reading.verification.status is SealStatus.VALID
        for seen in _passports(document, place) if number else ():
            yield from _weighed(seen, number or "", is_proven=is_proven)


def _passports(document: Document, but: int) -> Iterator[Print]:
    for side in range(len(document.sides)):
        seen = read_side(document, side)
        if side != but and seen and not FORMATS[seen.mrz.format].is_visa:
            yield seen


def _weighed(seen: Print, number: str, *, is_proven: bool) -> Iterator[Measured]:
    compared = compare_field(seen, "document_number", number)
    if compared is None:
        return
    value = log10_lr((1 - seen.slip) * compared.ratio + seen.slip, SHARES)
    yield Measured(
        value=value if is_proven else max(value, 0.0),
        regions=(seen.region(compared.span, "not the seal's passport"),) if compared.differs else (),
        facts={
            "printed": compared.printed.strip(FILLER),
            "signed": compared.signed.strip(FILLER),
            "is_proven": is_proven,
        },
        sightings=() if is_proven else (UNPROVEN,),
    )
