"""The portrait under UV: whether the picture shines where the substrate of this series is dull.

A travel document's substrate is dull under UV and the issuer's print absorbs what little it gives back, so a portrait is
darker there than the page around it. Photographic and ink-jet paper carries brighteners, and glue glows: a photo that was
put over or in place of the portrait shines, through its whole area or along its rim. The reference's own luminescent print
over the portrait is left out of the sum, and so is what varies there between the documents that the template was learned from.

Cannot see: a new photo on a carrier as dull as the page, or one made in the file. Whether the overprint itself is whole is
looked at by `portrait.portrait_overprint`.

Sources: Doc 9303-2 Appendix A.5 and C (UV,BR,PH); TR-03135; PRADO "UV-dull paper", "integrated portrait".
"""

from functools import lru_cache

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import AROUND_MM, FEW, Framed, framed_portraits
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.comparison.luminescence import luminescent
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.masks import grown
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import Map, Mask, as_planes, blur, brightest

_USUAL = 0.03
"""Share that 64 genuine pages of Utopia stay below (.003 at most, test half, templates of ten holders); the check's row is neutral at .08. A judgement between the two."""
SPEC = CheckSpec(
    title="Portrait under UV",
    unit="share of the portrait that is luminescent",
    verifies=frozenset({ClaimId.UV_PORTRAIT}),
    contradicts=frozenset({ClaimId.PORTRAIT}),
    tr03135="UV,BR,PH",
    lights=frozenset({Light.UV}),
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="{share:.0%} of the portrait is luminescent under UV, where this series is dull.",
    favourable="The portrait is as dull under UV as the page around it.",
    advice="Look at the portrait under UV: paper, a rim of glue or a photo that shines does not belong to the page.",
    equipment="UV lamp, 365 nm",
    facts={"share": float},
)
NO_SUBSTRATE = undetermined(
    "too little bare substrate is known in and round the portrait to compare",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_BRIGHTER = 12.0
"""Grey levels above the substrate round the portrait, in the brightest colour."""
_SOFT_MM = 0.25
"""Blur that removes the sensor's noise. A judgement; not fitted."""
_THICK_MM = 1.1
"""Fibres, and print of the series that lies a little beside its place, are thinner."""
_PRINT_MARGIN_MM, _LEAST_SUBSTRATE_MM2 = 0.5, 20.0
"""Margin around luminescent print, which spreads in the lens; and substrate around the portrait, or bare part of it, without which nothing is known. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure the share of the portrait, away from luminescent print, that shines, 0..1."""
    return worst_seen(
        framed_portraits(document, Light.UV), _measure_portrait, NO_SUBSTRATE, FEW, claims=SPEC.verifies
    )


def _measure_portrait(framed: Framed) -> SideOutcome:
    if framed.side.template.n_holders < FEW_HOLDERS:
        return FEW
    found = _shining(framed)
    if found is None:
        return NO_SUBSTRATE
    shining, bare = found
    value = float(shining.sum()) / max(int(bare.sum()), 1)
    regions = (framed.side.region(framed.box, "portrait shines under UV"),) if value > 0 else ()
    return Measured(value=value, regions=regions, facts={"share": value})


def _shining(framed: Framed) -> tuple[Mask, Mask] | None:
    """Where the portrait shines, and where it is bare of luminescent print; None where too little is known of either."""
    above = shine(framed)
    if above is None:
        return None
    inside = framed.inside()
    # Print over the portrait that has its place a little elsewhere on every document is not constant: what shines there is not known.
    known = framed.side.learned.constant[framed.window(AROUND_MM)][inside]
    bare = ~_printed(framed)[inside] & known
    if float(bare.sum()) / REFERENCE_PX_PER_MM**2 < _LEAST_SUBSTRATE_MM2:
        return None
    side = round(_THICK_MM * REFERENCE_PX_PER_MM)
    bright = ((above[inside] > _BRIGHTER) & bare).astype(np.uint8)
    # Print splits what shines into strips; what is thinner than those goes.
    thick = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray(thick, dtype=bool), np.asarray(bare, dtype=bool)


def shine(framed: Framed) -> Map | None:
    """Grey levels above the bare substrate round the portrait, in the brightest colour, within `window(AROUND_MM)`."""
    window = framed.window(AROUND_MM)
    page, _ = as_planes(framed.side.page()[window], framed.side.reference.mean[window])
    substrate = framed.constant() & ~_printed(framed)
    if float(substrate.sum()) / REFERENCE_PX_PER_MM**2 < _LEAST_SUBSTRATE_MM2:
        return None
    above = brightest(page - np.median(page[substrate], axis=0).astype(np.float32))
    return blur(np.asarray(above, dtype=np.float32), _SOFT_MM * REFERENCE_PX_PER_MM)


def _printed(framed: Framed) -> Mask:
    """Luminescent print of the reference and a margin, within `window(AROUND_MM)`."""
    return _print_of(framed.side.learned)[framed.window(AROUND_MM)]


@lru_cache(maxsize=32)
def _print_of(reference: LightReference) -> Mask:
    printed = grown(luminescent(reference.mean), _PRINT_MARGIN_MM)
    printed.setflags(write=False)
    return printed
