"""The portrait in infrared: whether its print absorbs, or lets infrared through, as the template states.

Issuers print or engrave portraits with inks whose behaviour at 900 nm is fixed for the series (Doc 9303-2: IR,AB,PH or
IR,TR,PH). Dyes of a photographic or ink-jet print that was put in its place pass infrared, where the issuer's carbon-based
print absorbs; toner absorbs, where the issuer's dyes pass. The darkness of the picture in infrared is set against its
darkness in white light, place by place; both against the page around the portrait in the same capture.

Cannot see: a portrait printed anew with the issuer's kind of ink, and a change made in the file of the white-light image
alone when that carries the old infrared image. Abstains where the template does not state what the portrait does, and where
the picture is too pale in white light.

Sources: Doc 9303-2 Appendix C.3 (IR,AB,PH; IR,TR,PH); TR-03135; standards.md 2.2.
"""

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import Framed, at_reference_brightness, framed_portraits
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Map, blur, mean_colour

_USUAL = 0.04
"""Value that 64 genuine pages of Utopia stay below (0 on all); the check's row is neutral at .08. A judgement between the two."""
SPEC = CheckSpec(
    title="Portrait in infrared",
    unit="share of darkness by which the portrait departs from the template's ink",
    verifies=frozenset({ClaimId.IR_DATA}),
    contradicts=frozenset({ClaimId.PORTRAIT}),
    tr03135="IR,AB,PH",
    lights=frozenset({Light.VISIBLE, Light.IR}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="In infrared the portrait keeps {kept:.0%} of its darkness; a genuine one {states}.",
    favourable="The portrait behaves in infrared as this series does: it keeps {kept:.0%} of its darkness.",
    advice="Compare the portrait in white light and in infrared with a genuine document: a photo that vanishes, or one "
    "that stays, was printed otherwise.",
    equipment="an infrared camera, about 900 nm",
    facts={"kept": float, "states": str},
)
UNSTATED = undetermined(
    "the template does not state what its portrait does in infrared",
    "a template that names the portrait's ink in infrared (IR,AB,PH or IR,TR,PH)",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
NO_SURROUNDINGS = undetermined(
    "the template knows too little of the print around the portrait",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
TOO_PALE = undetermined("the portrait is too pale in white light to compare", why=Why.TOO_NOISY)
_SOFT_MM = 0.4
"""Print of the background and grain are finer; the two lights lie on one another to a tenth of a millimetre."""
_DARK = 0.25
"""Share of the page's brightness that is missing from which a place belongs to the picture."""
_LEAST_MM2 = 30.0
"""Of the dark part of a picture: less is a pale or nearly empty one. A judgement; not fitted."""
_ABSORBS, _PASSES = 0.7, 0.3
"""Least share of its darkness that an absorbing portrait keeps, most that a transparent one keeps."""


def measure(document: Document) -> Outcome:
    """Measure how far the share of darkness kept in infrared lies from what the template's ink keeps, 0..1."""
    return worst_seen(
        framed_portraits(document, Light.IR),
        _measure_portrait,
        UNSTATED,
        NO_SURROUNDINGS,
        TOO_PALE,
        claims=SPEC.verifies,
    )


def _measure_portrait(framed: Framed) -> SideOutcome:
    absorbs = _absorbs(framed)
    if absorbs is None:
        return UNSTATED
    pair = _both(framed)
    if pair is None:
        return NO_SURROUNDINGS
    share = _kept(framed, *pair)
    if share is None:
        return TOO_PALE
    departs = max(_ABSORBS - share if absorbs else share - _PASSES, 0.0)
    regions = (framed.side.region(framed.box, "portrait in infrared"),) if departs else ()
    states = "stays dark there" if absorbs else "vanishes there"
    return Measured(value=departs, regions=regions, facts={"kept": share, "states": states})


def _absorbs(framed: Framed) -> bool | None:
    """What the template states of its portrait in infrared: it absorbs, it does not, or nothing."""
    stated = framed.side.template.feature(f"ir-{framed.portrait.name}")
    if stated is None or not stated.generic_id.endswith(",PH"):
        return None
    return stated.kind is FeatureKind.IR_ABSORBING_PRINT


def _kept(framed: Framed, white: Map, dark: Map) -> float | None:
    white, dark = (levels[framed.inside()] for levels in (white, dark))
    picture = white > _DARK
    if float(picture.sum()) / REFERENCE_PX_PER_MM**2 < _LEAST_MM2:
        return None
    return float(np.clip(dark[picture].sum() / white[picture].sum(), 0, 1))


def loss(framed: Framed) -> Map | None:
    """(h, w) within `window(AROUND_MM)`: darkness in white light less darkness in infrared; None where not measurable."""
    pair = _both(framed)
    return None if pair is None else np.asarray(pair[0] - pair[1], dtype=np.float32)


def _both(framed: Framed) -> tuple[Map, Map] | None:
    """Darkness in white light and in infrared, of a portrait framed in infrared."""
    visible = framed.side.seen_in(Light.VISIBLE)
    if visible is None:
        return None
    white, dark = _darkness(Framed(side=visible, portrait=framed.portrait)), _darkness(framed)
    return None if white is None or dark is None else (white, dark)


def _darkness(framed: Framed) -> Map | None:
    """(h, w) within `window(AROUND_MM)`: share of the page's brightness that is missing, 0..1."""
    pair = at_reference_brightness(framed)
    if pair is None:
        return None
    page, reference = (mean_colour(planes) for planes in pair)
    paper = float(np.median(reference[framed.constant()]))
    soft = blur(page, _SOFT_MM * REFERENCE_PX_PER_MM)
    return np.asarray(np.clip(1 - soft / max(paper, 1.0), 0, 1), dtype=np.float32)
