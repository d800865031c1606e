"""Whether a picture holds one page with a machine readable zone: one page is examined, a second is not.

Two passports on one flatbed, or a visa next to the data page, give one picture with two zones. The page whose zone is surest is
examined. A further zone that reads as a format of Doc 9303 and differs belongs to another page, and so does print like a zone's
beyond the examined page that cannot be read: then the check is undetermined, and it is mandatory, so that such a picture is at best
INCONCLUSIVE.

Cannot see: a second page without a zone, or one whose zone is not in characters of one pitch, or is too blurred to show it; a second copy of
the same page, whose zone is the same.

Sources: Doc 9303-3 section 4 (one zone a page); BSI TR-03135 (one page a capture).
"""

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document

SPEC = CheckSpec(
    title="One page in the picture",
    unit="0 where no further zone was read",
    verifies=frozenset({ClaimId.ONE_DOCUMENT}),
    run_mode=RunMode.MANDATORY,
    compares_pictures=True,
    favourable="No image shows the machine readable zone of a second page.",
)

SECOND_PAGE = undetermined(
    "the image shows the machine readable zone of a second page, which was not examined",
    "a picture of each page by itself",
    why=Why.SECOND_PAGE,
)


def measure(document: Document) -> Outcome:
    """Give 0 where each picture holds one page; abstain where one holds another zone."""
    if any(side.additional_zones or side.unread_zones for side in document.sides):
        return SECOND_PAGE
    return Measured(value=0.0)
