"""Whether the document has expired. An expired document is not thereby forged: reported, with weight 0.

The century of the two-digit year follows BSI TR-03135: up to 15 years after the examination it lies ahead, else behind.

Cannot see: an extension stamped elsewhere, or a date that was altered.

Sources: BSI TR-03135 DateOfExpiry; standards.md 1.4.
"""

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document

SPEC = CheckSpec(
    title="Expiry",
    unit="days since the document expired",
    tr03135="DateOfExpiry",
    needs_mrz=True,
    favourable="By its machine readable zone the document {state}. Expiry is no evidence of forgery; weight 0.",
    personal_facts=frozenset({"state", "days"}),
    facts={"is_expired": bool, "days": int, "state": str},
)

EXPIRED = "The document has expired; that alone is no sign of forgery."
_NO_DATE = undetermined("the machine readable zone gives no date of expiry", why=Why.NOT_PRINTED_HERE)


def measure(document: Document) -> Outcome:
    """Count the days since the last day of validity, negative while the document is valid."""
    expiry = document.mrz.expiry_date(document.inspected_on) if document.mrz else None
    if expiry is None or expiry.date is None:
        return _NO_DATE
    days = (document.inspected_on - expiry.date).days
    is_expired = days > 0
    return Measured(
        value=float(days),
        facts={
            "is_expired": is_expired,
            "days": days,
            "state": f"{'expired on' if is_expired else 'is valid until'} {expiry.date.isoformat()}",
        },
        note=EXPIRED if is_expired else "",
    )
