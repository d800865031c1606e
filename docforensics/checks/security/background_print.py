"""Background and fixed print against the reference template, place by place.

Looks at the constant print of the page (background pattern, captions, emblems) after registration to the template,
between and around the holder's data. Print that is missing, pasted over, redrawn, blurred or shifted differs from
what the template leads one to expect at the same sharpness; what counts is the heaviest connected place, not the
page as a whole, so a poor capture of the whole page is not taken for a forgery.

Cannot see: alterations of ink alone that leave the background intact, and print finer than the capture resolves
(guilloche lines and microtext below 400 ppi, Doc 9303-2 Appendix C). The surroundings of the portrait belong to
`portrait.portrait_ring`.

Sources: forensics.md 1.3, 1.9; Doc 9303-2 Appendix A (pattern comparison of background printing).
"""

import numpy as np

from docforensics.capture.model import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Outcome, Region
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document, Side
from docforensics.templates.masks import box_mask
from docforensics.templates.model import FeatureKind
from docforensics.templates.residual import Cluster, clusters

SPEC = CheckSpec(
    title="Background and fixed print",
    unit="mm2 of unexplained print",
    tr03135="VI,AB,IS",
    lights=frozenset({Light.VISIBLE}),
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="The background print departs from the reference at {places} place(s); the heaviest measures {value:.1f} mm2.",
    favourable="The background print agrees with the reference wherever it could be compared ({share:.0%} of it).",
    advice="Examine the marked places with a magnifier and in oblique light: look for erasure, overprinting, "
    "cut edges or a pattern that stops short.",
    equipment="a capture in white light of at least 130 dpi",
)

RING_MM = 3.0
"""What lies this close to the portrait is the ring's, so that one cue does not count twice."""
_MIN_MASS = 0.5


def measure(document: Document) -> Outcome:
    """The heaviest cluster of unexplained print over all sides, in mm2 of excess dissimilarity."""
    compared = [
        (i, side) for i, side in enumerate(document.sides) if side.match and _residual(side) is not None
    ]
    if not compared:
        return Abstained(
            kind=AbstentionKind.UNDETERMINED, reason="no side was registered to a template in white light"
        )
    found = [(i, cluster) for i, side in compared for cluster in _clusters(side)]
    heaviest = max((cluster.mass for _, cluster in found), default=0.0)
    regions = tuple(
        Region(side=i, box=cluster.box, label="print departs from the reference") for i, cluster in found[:8]
    )
    return Measured(
        value=heaviest, regions=regions, facts={"places": len(found), "share": _share(compared[0][1])}
    )


def _residual(side: Side) -> object | None:
    return side.match.residuals.get(Light.VISIBLE) if side.match else None


def _clusters(side: Side) -> tuple[Cluster, ...]:
    assert side.match is not None  # noqa: S101 (the caller has looked)
    seen = side.match.residuals[Light.VISIBLE]
    portraits = side.match.template.of_kind(FeatureKind.PORTRAIT)
    ring = box_mask((feature.box.grown(RING_MM) for feature in portraits), seen.excess.shape)
    return clusters(np.where(ring, 0, seen.excess).astype(np.float32), min_mass=_MIN_MASS)


def _share(side: Side) -> float:
    assert side.match is not None  # noqa: S101
    seen = side.match.residuals[Light.VISIBLE]
    constant = side.match.template.references[Light.VISIBLE].constant
    return float(seen.comparable.sum() / max(int(constant.sum()), 1))
