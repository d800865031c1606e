"""What an authority counted on its own genuine documents, for the document in question."""

from collections.abc import Mapping

from docforensics.checks.renamed import current_id
from docforensics.document import Document
from docforensics.scoring.counted import ModelCount


def counts_of_model(document: Document) -> Mapping[str, ModelCount]:
    """Give what was counted on genuine documents of the model of every side, in the channel of this document, by check.

    Where templates of several sides counted a check, the one that supports least holds; nothing holds where a side has no template or one without counts:
    which side a finding is of is not known here.
    """
    channels = set(document.channels)
    tables = [
        {current_id(one.check): one for one in side.match.template.counts if {one.channel} == channels}
        if side.match
        else {}
        for side in document.sides
    ]
    if not all(tables):
        return {}
    found: dict[str, ModelCount] = {}
    for check in {check for table in tables for check in table}:
        known = [
            ModelCount(documents=table[check].documents, false_alarms=table[check].false_alarms)
            for table in tables
            if check in table
        ]
        found[check] = min(known, key=lambda count: count.ratio)
    return found
