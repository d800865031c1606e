"""Marks of counterfeits that were seen before, matched in reverse.

A template may carry what a seen counterfeit shows at a place, in a light, and no genuine document does: a wrong letter, a star
that leans, an emblem in another ink. The page is compared with both, the mark and the genuine reference, where the two differ;
what counts is how far it lies nearer to the mark.

Cannot see: counterfeits that nobody has marked, marks in a light that was not captured, and details finer than a quarter
of a millimetre. A page without any mark is no better for it.

Sources: TR-03135-1 5.4 (inverted routines for known counterfeits); standards.md 2.2.
"""

from collections.abc import Iterator

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, Region, not_supported, undetermined
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.templates.model import CounterfeitMark
from docforensics.templates.retrieval.marks import agreement

SPEC = CheckSpec(
    title="Marks of known counterfeits",
    unit="nearness to the mark of a known counterfeit, -1 the genuine print .. 1 the mark",
    contradicts=frozenset({ClaimId.PAGE_MODEL}),
    tr03135="VI,AB,IS",
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The page shows the mark {mark} of a known counterfeit rather than the genuine print ({value:.2f} of 1).",
    favourable="The page shows no mark of a known counterfeit. Marks looked for: {marks}.",
    advice="Compare the marked place with the description of the counterfeit and with a genuine document.",
    facts={"mark": str, "marks": int, "source": str},
)
_NO_MARKS = undetermined(
    "the template carries no mark of a known counterfeit", expected=False, why=Why.NO_REFERENCE_HERE
)
_NOT_SEEN = not_supported(
    "no mark of a known counterfeit could be looked for in the lights that were captured",
    expected=False,
    why=Why.NO_LIGHT,
)
_SHOWN = 0.0
"""From here on the page is nearer to the mark."""


def measure(document: Document) -> Outcome:
    """Find the mark that the page is nearest to."""
    if not any(side.match and side.match.template.counterfeits for side in document.sides):
        return _NO_MARKS
    found = sorted(_looked_for(document), key=lambda item: -item[0])
    if not found:
        return _NOT_SEEN
    value, _, nearest = found[0]
    regions = tuple(
        Region(side=side, box=mark.box, label=f"mark of a known counterfeit: {mark.name}", light=mark.light)
        for near, side, mark in found
        if near > _SHOWN
    )
    return Measured(
        value=value,
        regions=regions,
        facts={"mark": nearest.name, "marks": len(found), "source": nearest.source},
        note=nearest.note,
    )


def _looked_for(document: Document) -> Iterator[tuple[float, int, CounterfeitMark]]:
    """Nearness, side and mark, for every mark that could be looked for."""
    for index, side in enumerate(document.sides):
        if side.match is None:
            continue
        template = side.match.template
        for mark in template.counterfeits:
            page = side.match.pages.get(mark.light)
            if page is None:
                continue
            near = agreement(page, template.references[mark.light], mark)
            if near is not None:
                yield near, index, mark
