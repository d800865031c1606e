"""Whether the code of the holder's nationality is one of ICAO's table, whichever it is.

Judged over what each character may be: where a code of the table is nearly as likely as the one read, the result is undecided.
All codes of the table weigh alike, those for stateless persons and refugees included, and nationality is not compared with the
issuer (TR-03135: "not simple equality"). It is the document that is looked at, never the person. Cards for crossing a border, crews and residents may state none: an empty field is
not judged.

Cannot see: a real code that is not the holder's.

Sources: Doc 9303-3 section 5 with Amendment 1; BSI TR-03135 NationalityIcaoIncluded; standards.md 1.7.
"""

from docforensics.checks.claims import ClaimId
from docforensics.checks.data._codes import measure_code, nationality_codes
from docforensics.checks.outcome import Outcome
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.document import Document

SPEC = CheckSpec(
    title="Code of the nationality",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.MRZ_DATA}),
    tr03135="NationalityIcaoIncluded",
    needs_mrz=True,
    adverse="Nationality: {summary}",
    favourable="Nationality: {summary}",
    advice="Compare the nationality with the visual zone and the chip; look at the marked characters for alteration.",
    personal_facts=frozenset({"code", "name", "summary"}),
    beside=Beside.NOTHING,
    facts={"code": str, "name": str, "summary": str},
)


def measure(document: Document) -> Outcome:
    """Weigh whether the nationality's code is outside the table, as log10 LR."""
    return measure_code(document, "nationality", nationality_codes(), may_be_empty=True)
