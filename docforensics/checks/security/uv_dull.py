"""Whether the page stays dull under UV, as security paper and card do.

Papers of offices and shops hold optical brighteners and shine blue-white at 365 nm; security substrates hold none. The level of
the bare substrate, away from luminescent print, is compared with the reference's; without a template it is compared with what
a dull substrate may show at most, for Doc 9303 asks this of every document, and with the brightest light of the picture where print stands
dark on a glow, as it does on printed paper alone.

Cannot see: counterfeits on dull paper; a page washed or glued over small places (that is `security.uv_unexpected_luminescence`). The
exposure of a UV image is the device's choice: one that brightens dark images makes a dull page look brighter than it is. Without a reference
paper that shines in blue alone is not distinguished from the violet light of the lamp, nor a page under much visible blue light from paper that glows; where
UV alone was captured, nor is print over a large emblem in blue luminescent ink.

Feature: UV-dull substrate. Sources: Doc 9303-2 A.2.1 and Appendix C (UV,BR,FU); BSI TR-03135; standards.md 2.2.
"""

from collections.abc import Container, Iterator, Sequence

import cv2

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, Region, not_supported
from docforensics.checks.security._glowing_paper import GlowingGround, glowing_ground
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.glow import LEAST_SUBSTRATE_PX, luminescent_sides
from docforensics.checks.support.places import whole_side
from docforensics.checks.support.unfit import UNLIT, unfit
from docforensics.document import Document, Side
from docforensics.page.find import ASSUMED_WIDTH_MM
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import quantiles

_USUAL = 0.1
"""Value that 64 genuine pages of Utopia stay below (.008 at most); the check's row is neutral at .2. A judgement between the two."""
SPEC = CheckSpec(
    title="Substrate under UV",
    unit="share of full brightness above a dull substrate",
    verifies=frozenset({ClaimId.UV_SUBSTRATE}),
    tr03135="UV,BR,FU",
    lights=frozenset({Light.UV}),
    usual=_USUAL,
    adverse="The page is bright under UV, as ordinary paper is; security paper and plastic stay dull.",
    favourable="The page is UV-dull ({level:.0%} of full brightness).",
    advice="Look at the page under a UV lamp next to a genuine document: paper that is bright blue-white is not "
    "security paper.",
    equipment="UV lamp, 365 nm",
    facts={"level": float, "expected": float},
)
_DULL = 0.10
"""Share of full brightness that a dull substrate may show in its second brightest colour, where no reference says more: 0 to 0.18 on 17 published pages
and notes under UV (one reader's picture 0.71), 0.07 on pages of Utopia, 0.34 and more on their brightened paper; adverse from 0.33."""
_SUBSTRATE = 0.4
"""Share of a page that is darker than its substrate without a reference. A judgement; not fitted."""
_LEAST_COVERED = 0.5
"""Share of a page that is laid out in another light which a glow covers if it is the page's paper: an emblem printed in blue luminescent ink, with text over it, glows
and bears dark print too (all 16 genuine pages of two designs at random were adverse). As `_SUBSTRATE`, a judgement: luminescent print covers less than half."""
_UNLIT = 0.03
"""Share of full brightness below which the lamp was off: a dull substrate sends back some of its violet light."""
_Level = tuple[float, float, Region]
"""Level of a side, what it should be, and its place."""
NOTHING = not_supported("no bare substrate could be seen under UV", why=Why.NO_LIGHT)


def measure(document: Document) -> Outcome:
    """Measure how much brighter the dullest-meant side is than it should be, 0..1 of full brightness."""
    found = _with_reference(document)
    found += _without(document, but={item[2].side for item in found})
    if not found:
        return UNLIT[Light.UV] if any(map(_is_unlit, document.sides)) else NOTHING
    level, expected, region = worst = max(found, key=lambda item: item[0] - item[1])
    value = level - expected
    regions = (region,) if value > 0.1 else ()
    return Measured(
        value=value,
        regions=regions,
        facts={"level": level, "expected": expected},
        sightings=tuple(_sightings(document, found, worst)),
    )


def _sightings(document: Document, found: Sequence[_Level], worst: _Level) -> Iterator[Sighting]:
    """Every side has to be dull; one whose level is not known was not seen."""
    by_side = {item[2].side: item for item in found}
    for index, side in enumerate(document.sides):
        item = by_side.get(index)
        place = whole_side(index, side, Light.UV)
        yield place.sighting(
            ClaimId.UV_SUBSTRATE, is_odd=item is worst, why=None if item is not None else Why.NO_LIGHT
        )


def _with_reference(document: Document) -> list[_Level]:
    found = []
    sides = luminescent_sides(document)
    for lit in () if isinstance(sides, Abstained) else sides:
        if int(lit.substrate.sum()) < LEAST_SUBSTRATE_PX:
            continue
        # The brightest colour, as a share of full brightness.
        level, expected = (float(levels.max()) / 255 for levels in lit.levels)
        whole = BoxMm.of_size(lit.side.template.size_mm)
        found.append((level, expected, lit.side.region(whole, "bright under UV")))
    return found


def _is_unlit(side: Side) -> bool:
    """Whether a side is darker than its reference: the lamp was off or far away, and how dull the page is was not seen."""
    return unfit(side, (Light.UV,)) is UNLIT[Light.UV].why


def _without(document: Document, *, but: Container[int]) -> list[_Level]:
    """Measure the sides, but for some, that no reference could be compared with.

    The lower half of the levels is substrate, for luminescent print covers less than half of a page; so is a glow behind dark print.

    The second brightest colour is asked: lamps send violet light that every page reflects, in blue alone, and without a reference nobody knows how
    much; brightened paper shines in green as well.
    """
    found = []
    for index, side in enumerate(document.sides):
        pixels = None if index in but or _is_unlit(side) else side.light(Light.UV)
        if pixels is None or pixels.shape[0] * pixels.shape[1] < LEAST_SUBSTRATE_PX:
            continue
        levels = sorted(quantiles(plane, (_SUBSTRATE,))[0] for plane in cv2.split(pixels))
        if levels[-1] / 255 < _UNLIT:
            continue
        level = levels[-2:][0] / 255
        ground = ground_of(side)
        if ground is not None and ground.is_paper:
            level = max(level, ground.level)
        whole = BoxMm.of_size(side.page.size_mm)
        found.append((level, _DULL, Region(side=index, box=whole, label="bright under UV", light=Light.UV)))
    return found


def ground_of(side: Side) -> GlowingGround | None:
    """Measure what glows behind dark print on a side; None where its UV image has no colour or is not there, or a part of the page glows alone.

    Where UV alone was captured the whole picture is looked at: the outline of a page that is as dark as what it lies on is not sure, nor is what part
    of the page a glow covers.
    """
    pixels = side.light(Light.UV)
    if pixels is None:
        return None
    if side.capture.primary is not side.capture.images[Light.UV][0]:
        ground = glowing_ground(pixels, side.page.px_per_mm)
        return ground if ground is not None and ground.covers >= _LEAST_COVERED else None
    whole = side.capture.primary.pixels
    return glowing_ground(whole, max(whole.shape[:2]) / ASSUMED_WIDTH_MM)
