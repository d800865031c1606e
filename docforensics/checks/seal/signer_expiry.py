"""Whether the document is valid longer than the certificate of its signer. Reported, with weight 0.

An issuer's certificate is to be valid as long as the documents that it signed (Doc 9303-12, 7.1.1); a document beyond that
can no longer be proven. The date of expiry is taken from what was signed, not from the print, so that no misread counts;
a print that states another date is what `seal.seal_mrz` and `seal.chip_mrz` find.

Cannot see: a certificate that was replaced by a later one with the same key.

Sources: BSI TR-03135 MrzVsSignerExpiry; ICAO Doc 9303-12 section 7.1.1.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from docforensics.checks.claims import Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.errors import MrzFormatError
from docforensics.formats.alphabet import FILLER
from docforensics.mrz.parse import parse_mrz

SPEC = CheckSpec(
    title="Expiry of the document and of its signer",
    unit="days by which the document outlives its signer's certificate",
    tr03135="MrzVsSignerExpiry",
    component=Component.ELECTRONIC,
    favourable="By its signed date of expiry the document {state}. Weight 0.",
    personal_facts=frozenset({"days", "state"}),
    facts={"days": int, "state": str},
)
_UNTOLD = undetermined(
    "no signed date of expiry and no signer's certificate are known", expected=False, why=Why.NO_SIGNED_DATA
)


def measure(document: Document) -> Outcome:
    """Count the days from the end of the signer's certificate to the end of the document, negative while it lasts."""
    days = [(expiry - signer).days for expiry, signer in _pairs(document)]
    if not days:
        return _UNTOLD
    longest = max(days)
    state = (
        "outlives its signer's certificate" if longest > 0 else "ends no later than its signer's certificate"
    )
    return Measured(value=float(longest), facts={"days": longest, "state": f"{state} ({longest:+d} days)"})


def _pairs(document: Document) -> Iterator[tuple[date, date]]:
    """Signed date of expiry, and last day of the certificate."""
    signed = [
        (seal.seal.mrz or () if seal.seal else (), seal.verification.signer_expires)
        for _, seal in document.seals
    ]
    if document.chip and document.chip.mrz:
        signed.append((document.chip.mrz.lines, document.chip.integrity.signer_expires))
    for lines, signer in signed:
        expiry = _expiry(lines, document.inspected_on)
        if expiry and signer:
            yield expiry, signer


def _expiry(lines: Sequence[str], inspected_on: date) -> date | None:
    try:
        found = parse_mrz([line.ljust(len(lines[0]), FILLER) for line in lines]).expiry_date(inspected_on)
    except MrzFormatError:
        return None
    return found.date if found else None
