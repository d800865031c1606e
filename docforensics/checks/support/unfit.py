"""Images that cannot be compared with a reference: the lamp was off, a reflection covers a part, the file keeps too little, or the capture is too coarse."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, not_supported, undetermined
from docforensics.document import Side
from docforensics.page.geometry import MM_PER_INCH
from docforensics.page.quantiles import median_of, quantiles
from docforensics.templates.masks import square
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference
from docforensics.templates.planes import brightest, darkest
from docforensics.templates.registration.register import TemplateMatch

UNLIT = {
    light: not_supported(
        f"the {light} image is too dark to be compared: the lamp was weak, off or far away",
        f"another {light} capture, with the lamp on and no other light",
        why=Why.NO_LIGHT,
    )
    for light in (Light.UV, Light.IR)
}
REFLECTED = undetermined(
    "a reflection saturates a part of the UV image; the light around it resembles luminescence",
    "another UV capture, with no light but the lamp's",
    why=Why.GLARE,
)
ROUNDED = undetermined(
    "chroma of the UV image quantised by compression; not evaluated",
    "a UV image of better quality",
    why=Why.TOO_NOISY,
)
QUANTISED = undetermined(
    "luminance of the image quantised by compression; not evaluated",
    "the capture as the device made it, at a JPEG quality of 30 or more",
    why=Why.TOO_NOISY,
)
SATURATED = 250
"""Grey level of a colour from which a place may be brighter than a picture tells: the last that JPEG leaves of white. A judgement; not fitted."""
_MOST_BURNT_MM2 = 2.0
"""White in every colour that is no reflection: no page of Utopia is so white under the lamp, forged or not, but where its print glows white."""
_GLOWS_WHITE = 60.0
"""Grey levels above its substrate, in every colour, from which print of the reference may be white under a stronger lamp, at its own place: a label over lines is
white between them. Of 43 sides of 11 random designs (border readers, seen; script not kept) that are white on 2 to 201 mm2, 37 are so on at most 2 mm2 outside of such
print, a genuine one on 3, two forged ones on 5 and 7, counterfeits on bright paper on 7 to 76; counted with strokes."""
_STROKE_MM = 1.1
"""Width up to which white is a stroke and no reflection: where marks that glow cross print that glows, all colours saturate, and marks that were painted over all of a page kept it from
being compared. On four random designs (seen; script not kept) painted pages and a counterfeit are white on 4 to 12 mm2 beside print that glows white, no part of it as wide as this; on one of them strokes join such print and are wider."""
COARSEST_CHROMA = 35
"""Step to which a JPEG file rounds eight times the mean colour of a block: 4 grey levels (libjpeg quality 25). By `security.colour` genuine
pages of Utopia measure 0.6 at a step of 2, 1.0 to 1.8 at 28 to 34, 2.0 to 2.4 at 43, 3.6 to 4.1 at 71."""
_COARSEST_OF_STROKES = 10
"""The same for the colour of strokes of half a millimetre (libjpeg quality 70). Genuine pages of four random designs (seen, and the limit is set on them; 16 pages at 8 px/mm, saved with halved colours; script not kept) lacked .13 at most of the colour of a place
at a quality of 70, .69 at 60, .96 at 50; pages without their luminescent numbers 1."""
COARSEST_LUMA = 40
"""Step to which a JPEG file rounds eight times the mean luminance of a block: 5 grey levels (libjpeg quality 20). At a step of 80 a genuine page
of Utopia kept drop-out ink in infrared and its lines were dissolved; at 40 none of either was adverse (genuine pages of both halves of
`benchmarks/evasion`, so this has seen the test half)."""
_LEAST_LEVEL = 0.3
"""Median of a page in the reference's: forged substrates stay above 0.7, and below it print sinks into rounding and noise."""
_EVERY = 4
"""Rows and columns that levels are taken of."""
_DULLEST, _SUBSTRATE_LEVEL, _LEAST_OF_SUBSTRATE, _ENOUGH_OF_DARK = 0.2, 16.0, 0.2, 0.4
"""Darkest share of a reference under UV that is taken for its substrate (where print covers more than the rest, it is not told); grey levels from which a substrate is seen; the share of the
reference's that a page's must have where it is seen, and that is enough where it is not. On one design (seen) the substrate of a page without any print is .5 of the reference's, those of genuine pages
.5 to 1.1, while the medians are .28, and .36 to .86; on another a page without print or fibres has .28 and .32 on its sides, 24 and 29 levels, and genuine pages of two more .32 and .33, of which
`security.uv_print` measures .03 and .01 (script not kept). Judgements; not fitted."""


def unfit(side: Side, lights: Iterable[Light]) -> Why | None:
    """Give the code for what keeps a side on a template from being compared in one of some lights; None when nothing does."""
    if side.match is None:
        return None
    found = (unfit_image(side, side.match, light) for light in lights if light in side.match.residuals)
    return next((outcome.why for outcome in found if outcome is not None), None)


def unfit_image(side: Side, match: TemplateMatch, light: Light) -> Abstained | None:
    """Give the abstention for an image that cannot be compared; None where it can."""
    return side.kept.once((unfit_image, light), lambda: _found_unfit(side, match, light))


def _found_unfit(side: Side, match: TemplateMatch, light: Light) -> Abstained | None:
    if not _lit(match, light):
        return UNLIT[light]
    if light is Light.UV and _burnt(match.pages[light], match.template.references[light]):
        return REFLECTED
    if light is Light.UV and rounded(side, light):
        return ROUNDED
    if light is Light.IR and (quantised(side, Light.IR) or quantised(side, Light.VISIBLE)):
        return QUANTISED
    return None


def rounded(side: Side, light: Light) -> bool:
    """Whether the file keeps colour in steps too coarse to compare; what an earlier, coarser file did is not seen here."""
    return _step(side, light, 1) > COARSEST_CHROMA


def blends_strokes(side: Side, light: Light) -> bool:
    """Whether the file keeps colour in steps that lose the colour of thin strokes; what an earlier, coarser file did is not seen here."""
    return _step(side, light, 1) > _COARSEST_OF_STROKES


def quantised(side: Side, light: Light) -> bool:
    """Whether the file keeps luminance in steps too coarse for fine contrasts; an earlier, coarser file is not seen here."""
    return _step(side, light, 0) > COARSEST_LUMA


def _step(side: Side, light: Light, table: int) -> int:
    """Give the step of a table's first coefficient, of luminance (0) or colour (1); 0 where the file has none."""
    jpeg = next((image.jpeg for image in side.capture.images.get(light, ())), None)
    has = jpeg is not None and len(jpeg.quantization_tables) > table
    return jpeg.quantization_tables[table][0] if jpeg is not None and has else 0


def _burnt(page: Pixels, reference: LightReference) -> bool:
    """Whether more than print that glows white is white in every colour; in grey alone bright print looks so too."""
    if page.ndim == 2:
        return False
    burnt = cv2.inRange(page, np.full(3, SATURATED), np.full(3, 255))
    most_px = _MOST_BURNT_MM2 * REFERENCE_PX_PER_MM**2
    if cv2.countNonZero(burnt) <= most_px:
        return False
    # A sensor's noise and its dark columns cut a reflection into pieces; strokes lie farther apart.
    whole = cv2.morphologyEx(burnt, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    wide = cv2.morphologyEx(
        whole, cv2.MORPH_OPEN, square(_STROKE_MM / 2), borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    whitest = darkest(reference.mean)
    (substrate,) = quantiles(whitest[::_EVERY, ::_EVERY], (_DULLEST,))
    return int(np.count_nonzero(wide[whitest < substrate + _GLOWS_WHITE])) > most_px


def _lit(match: TemplateMatch, light: Light) -> bool:
    """Whether the lamp of this light shone: what a dark image does not show is no evidence."""
    if light not in UNLIT:
        return True
    pages = match.pages[light], match.template.references[light].mean
    page, usual = map(_level, pages)
    return page >= _LEAST_LEVEL * usual or (light is Light.UV and _shows_substrate(*pages))


def _shows_substrate(page: Pixels, reference: Pixels) -> bool:
    """Whether the substrate is lit where luminescent print, which a page may lack, covers most of the reference."""
    seen, expected = (brightest(pixels[::_EVERY, ::_EVERY]) for pixels in (page, reference))
    (dull,) = quantiles(expected, (_DULLEST,))
    substrate = expected <= dull
    usual = median_of(expected[substrate])
    least = min(_ENOUGH_OF_DARK * usual, max(_SUBSTRATE_LEVEL, _LEAST_OF_SUBSTRATE * usual))
    return usual >= _SUBSTRATE_LEVEL and median_of(seen[substrate]) >= least


def _level(pixels: Pixels) -> float:
    """Median grey level of a page."""
    return median_of(pixels[::_EVERY, ::_EVERY])


def too_coarse(least_px_per_mm: float, sides: Sequence[Side]) -> Abstained:
    """Abstain for few pixels or for blur; blur may be of someone's making, and what it keeps a check from seeing is not verified."""
    quality = max((side.page.quality for side in sides), key=lambda q: q.resolved_px_per_mm)
    blurred = quality.px_per_mm >= least_px_per_mm
    state = undetermined if blurred else not_supported
    shown = f"is blurred to an effective {quality.resolved_px_per_mm:.1f} px per mm"
    few = f"has {quality.resolved_px_per_mm:.1f} px per mm"
    return state(
        f"the capture {shown if blurred else few}, {least_px_per_mm:.1f} are required",
        f"a {'sharp ' * blurred}capture of at least {least_px_per_mm * MM_PER_INCH:.0f} ppi",
        why=Why.BLURRED if blurred else Why.TOO_COARSE,
    )
