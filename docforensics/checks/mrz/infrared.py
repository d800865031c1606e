"""Whether the machine readable zone is as dark in infrared as in white light (B900 ink).

The print contrast of every character, (paper - ink) / paper, is measured in both images of the same capture. Doc 9303 asks
for ink that absorbs at 900 nm, so that readers can read in infrared; ordinary dye inks (ink-jet, many pens) vanish there.
The ratio of the two contrasts is measured, because blur lowers both alike.

Cannot see: toner and other carbon inks, which absorb as well; what the reader's infrared band really is.

Sources: Doc 9303-3 section 2 (B900, PCS at least 0.6), Doc 9303-2 Appendix C (IR,AB,MR); BSI TR-03135 MrzIrReadability;
standards.md 1.9, 2.2.
"""

import numpy as np

from docforensics.capture.model import Light
from docforensics.checks.mrz._glyphs import HEIGHT, OCRB, REACH, WIDTH, drawing
from docforensics.checks.mrz._zone import Zone, fit_ocrb, read_zone
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document

SPEC = CheckSpec(
    title="Machine readable zone in infrared",
    unit="share of the print contrast that is lost in infrared",
    tr03135="IR,AB,MR",
    needs_mrz=True,
    lights=frozenset({Light.VISIBLE, Light.IR}),
    min_px_per_mm=4.0,
    adverse="The machine readable zone pales in infrared: print contrast {infrared:.2f} against {visible:.2f} in white light.",
    favourable="The machine readable zone absorbs infrared: print contrast {infrared:.2f}, in white light {visible:.2f}.",
    advice="Look at the zone in infrared; an ink that vanishes is not the issuer's.",
    equipment="an infrared camera, about 900 nm",
)

_PALE = 0.15
"""Print contrast in white light below which there is nothing to compare."""
_NO_PRINT = Abstained(
    kind=AbstentionKind.UNDETERMINED,
    reason="the print of the zone could not be compared in both lights",
    needs="sharp images of the machine readable zone in white light and infrared",
)


def measure(document: Document) -> Outcome:
    """Measure the share of the zone's print contrast that infrared does not show."""
    visible, infrared = read_zone(document), read_zone(document, Light.IR)
    if visible is None or infrared is None:
        return _NO_PRINT
    white, dark = contrast(visible, visible), contrast(infrared, visible)
    if white < _PALE:
        return _NO_PRINT
    value = 1 - dark / white
    return Measured(
        value=value,
        regions=(infrared.region(infrared.glyphs, "infrared contrast", Light.IR),) if value > 0.5 else (),
        facts={"infrared": max(dark, 0.0), "visible": white},
    )


def contrast(zone: Zone, placed: Zone) -> float:
    """Median print contrast signal of the strokes of a zone, where those of `placed` were found."""
    fit = fit_ocrb(placed)
    shifts = {(glyph.line, glyph.place): shift for glyph, shift in zip(placed.glyphs, fit.shift, strict=True)}
    found = []
    for glyph in zone.glyphs:
        x, y = shifts.get((glyph.line, glyph.place), (0.0, 0.0))
        drawn = drawing(OCRB[0], glyph.symbol, fit.manner)
        top, left = REACH + round(float(y)), REACH + round(float(x))
        inside = glyph.patch[top : top + HEIGHT, left : left + WIDTH]
        found.append(float(np.median(inside[drawn > 0.6 * drawn.max()])))
    return float(np.median(found))
