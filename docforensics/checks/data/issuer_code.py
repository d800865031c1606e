"""Whether the code of the issuing State or organisation is one of ICAO's table.

Judged over what each character may be: where a code of the table is nearly as likely as the one read, the result is undecided.
Withdrawn codes (on documents that are still valid) and known defects (DEU for D) are let pass. A code outside the table is
typical of fantasy and camouflage documents, but issuers deviate too; it does not show whether the State issues such a document.

Cannot see: a real code on a document that is not that State's.

Sources: Doc 9303-3 section 5 with Amendment 1; BSI TR-03135 IssuerIcaoIncluded, 5.12.1; standards.md 1.7.
"""

from docforensics.checks.claims import ClaimId
from docforensics.checks.data._codes import issuer_codes, measure_code
from docforensics.checks.outcome import Outcome
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.document import Document

SPEC = CheckSpec(
    title="Code of the issuer",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.MRZ_DATA}),
    tr03135="IssuerIcaoIncluded",
    needs_mrz=True,
    adverse="Issuer: {summary}",
    favourable="Issuer: {summary}",
    advice="Look the issuer up in the list of issuers and travel documents that your authority recognises.",
    beside=Beside.NOTHING,
    facts={"code": str, "name": str, "summary": str},
)


def measure(document: Document) -> Outcome:
    """Weigh whether the issuer's code is outside the table, as log10 LR."""
    return measure_code(document, "issuer", issuer_codes())
