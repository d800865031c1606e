"""Whether the document states that it is a specimen: issuer or nationality UTO (Utopia), or the word SPECIMEN.

A specimen is no counterfeit, and nobody travels on one: it has weight 0, is noted with the verdict, and a switch of the policy
refers it at a live post (TR-03135 NoTestDocument).

Cannot see: specimens that bear a real State's code and an invented name.

Sources: Doc 9303-3 section 5 part G, Doc 9303-2 Appendix C A.9; BSI TR-03135 NoTestDocument, 5.12.1; standards.md 1.7.
"""

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.mrz.icao import is_specimen
from docforensics.mrz.parse import Mrz

SPEC = CheckSpec(
    title="Specimen or test document",
    unit="1 for a specimen, 0 for none",
    tr03135="NoTestDocument",
    needs_mrz=True,
    favourable="{summary}",
    facts={"summary": str},
)

NOTE = "A specimen or test document ({sign}), which is no travel document, whatever the result."
WORD = "SPECIMEN"
"""Printed in place of a name or as the head of the number. Names such as MUSTERMANN are also people's."""
_NUMBER_HEAD = 5
"""Letters of the word: a number of nine characters has room for four digits more."""
SIGNS = ISSUER, NATIONALITY, PRINTED, NUMBER = (
    "issuer Utopia",
    "nationality Utopia",
    f"the word {WORD}",
    "its number",
)


def measure(document: Document) -> Outcome:
    """Give 1 for a document that states it is a specimen, else 0."""
    if document.mrz is None:
        return undetermined("no machine readable zone could be read", why=Why.NO_MRZ)
    sign = sign_of_specimen(document.mrz)
    return Measured(
        value=float(bool(sign)),
        facts={
            "summary": f"The document is marked as a specimen ({sign})."
            if sign
            else "Nothing marks a specimen.",
        },
        note=NOTE.format(sign=sign) if sign else "",
        is_specimen=bool(sign),
    )


def sign_of_specimen(mrz: Mrz) -> str:
    """Name what marks the specimen; empty when nothing does."""
    if is_specimen(mrz.issuer):
        return ISSUER
    if is_specimen(mrz.nationality or ""):
        return NATIONALITY
    if WORD in (*mrz.name.primary, *mrz.name.secondary):
        return PRINTED
    return NUMBER if mrz.document_number.startswith(WORD[:_NUMBER_HEAD]) else ""
