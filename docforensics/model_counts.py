"""What an authority counted on its own genuine documents, for the document in question."""

from collections.abc import Iterable, Mapping

from docforensics.checks.renamed import current_id
from docforensics.checks.spec import DeclaredCheck
from docforensics.document import Document
from docforensics.scoring.counted import ModelCount, least_of


def counts_of_model(document: Document, checks: Iterable[DeclaredCheck]) -> Mapping[str, ModelCount]:
    """Give what was counted on genuine documents of the model of every side, in the channel of this document, by check.

    What compares two sides is in the table of the side without a zone, where its author counted with both (`both_sides`).

    Where templates of several sides counted a check, what supports least holds; nothing holds where a side has no template or one without counts:
    which side a finding is of is not known here. A check that needs a template looks at no side without one, so that such a side, say a blank page that
    was sent as well, takes no count away from it.
    """
    channels = set(document.channels)
    tables = [
        {current_id(one.check): one for one in side.match.template.counts if {one.channel} == channels}
        if side.match
        else None
        for side in document.sides
    ]
    matched = [table for table in tables if table is not None]
    if not all(matched):
        return {}
    of_matched = {check.id for check in checks if check.spec.needs_template}
    found: dict[str, ModelCount] = {}
    for check in {check for table in matched for check in table}:
        if check not in of_matched and len(matched) < len(tables):
            continue
        known = (table[check] for table in matched if check in table)
        found[check] = least_of(
            [
                ModelCount(documents=one.documents, false_alarms=one.false_alarms, values=one.values)
                for one in known
            ]
        )
    return found
