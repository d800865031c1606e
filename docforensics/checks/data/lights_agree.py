"""Whether the pictures in all other lights show the page of the picture in white light: the same characters at the same places.

Ink that absorbs is dark in every light, so the machine readable zone reads alike in all of them. Each character of the zone is compared with its
place in the other picture; where another character of the zone is clearly more like what stands there, the picture shows another
page. In a light in which the zone reads as itself, letters of the fields that the template names are asked as well: a forger may
paste the zone and leave the rest. What cannot be recognised (ink that the light does not show, or shows as a relief) is not evaluated.

Cannot see: a picture of another page into which zone and fields were copied; pictures of a page whose ink the light does not show;
what bears no personal data; a picture of the same page that was altered elsewhere.

Sources: Doc 9303-3 section 2 (B900 ink of the zone); BSI TR-03135 (all pictures of one page); standards.md 1.9, 2.7 (page substitution).
"""

from collections.abc import Iterator

from docforensics.capture.light import OTHER_LIGHTS, Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.data._lights import Recognised, fields_in, zone_in
from docforensics.checks.outcome import Measured, Outcome, Region, not_supported, undetermined
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.document import Document

_USUAL = 0.1
"""Value up to which its row counts nothing. Three of 240 genuine captures of designs at random (seen) had shares of .17 to .23, of 11, 29 and 47 letters under UV, beside zones that
read as themselves: the lower bounds of these are .06 to .15, and another capture of the last one's model shows .06."""
SPEC = CheckSpec(
    title="Agreement of the pictures in all lights",
    unit="share of the recognised characters that are others in another light, lower bound of its interval",
    contradicts=frozenset({ClaimId.ONE_DOCUMENT}),
    lights=frozenset({Light.VISIBLE}),
    needs_mrz=True,
    min_px_per_mm=5.0,
    usual=_USUAL,
    adverse="In another light other characters stand in places of the page: that picture may be of another page.",
    favourable="The page shows the same characters in the lights in which they can be recognised.",
    advice="Capture the page again in all lights, without moving it, and look at it under UV.",
    equipment="UV lamp, 365 nm; an infrared camera, about 900 nm",
    beside=Beside.WHITE_LIGHT,
    facts={"light": str, "characters": int, "lights": int},
)
_LEAST_SHARE = 0.5
"""Share of the characters that have to be recognised in a light, as themselves or as others. A judgement; not fitted."""
_LEAST_CHARACTERS = 10
"""Characters that have to be recognised. A judgement; not fitted."""
_MARKED = 0.15
"""Value from which it is adverse, by its calibration row, and the place is marked: shares of 0.031 at most on one page of Utopia, of 0.235 and more on two, whose fields
may hold the same words (calibration half, border reader, four designs; the middle). A zone with a share above shows another page."""
NO_OTHER_LIGHT = not_supported(
    "no image in another light",
    "UV lamp, 365 nm; an infrared camera, about 900 nm",
    expected=False,
    why=Why.NO_LIGHT,
)
ILLEGIBLE = undetermined(
    "the machine readable zone cannot be recognised in the other lights",
    "another capture in all lights",
    why=Why.UNREADABLE,
)


def measure(document: Document) -> Outcome:
    """Measure the share of characters in whose place another light shows something else, at the lower end of its interval, the worst over lights and places."""
    if not any(light in side.page.pixels for side in document.sides for light in OTHER_LIGHTS):
        return NO_OTHER_LIGHT
    found = [(index, shown) for index, shown in compared(document) if is_legible(shown)]
    if not found:
        return ILLEGIBLE
    index, worst = max(found, key=lambda item: item[1].least_share)
    regions = (Region(side=index, box=worst.box, label="other characters in this light", light=worst.light),)
    return Measured(
        value=worst.least_share,
        regions=regions if worst.least_share > _MARKED else (),
        facts={
            "light": worst.light.value,
            "characters": worst.same + worst.other,
            "lights": len({shown.light for _, shown in found}),
        },
    )


def compared(document: Document) -> Iterator[tuple[int, Recognised]]:
    """Give what each light shows of the zone; of the fields, in a light that shows the zone as itself or where no side shows it as another."""
    for light in OTHER_LIGHTS:
        zones = [
            (index, shown)
            for index, side in enumerate(document.sides)
            if {Light.VISIBLE, light} <= set(side.page.pixels) and (shown := zone_in(side, light)) is not None
        ]
        yield from zones
        if any(shows_print(shown) for _, shown in zones):
            for index, side in enumerate(document.sides):
                if light in side.page.pixels and (shown := fields_in(side, light)) is not None:
                    yield index, shown


def shows_print(zone: Recognised) -> bool:
    """Whether a light shows a zone as itself, dark and in the shape of its print: then it shows letters of that ink so too."""
    return is_legible(zone) and zone.share <= _MARKED and zone.as_printed >= _LEAST_SHARE * zone.asked


def is_legible(shown: Recognised) -> bool:
    """Whether enough was recognised."""
    recognised = shown.same + shown.other
    return recognised >= _LEAST_CHARACTERS and recognised >= _LEAST_SHARE * shown.asked
