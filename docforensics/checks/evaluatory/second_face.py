"""Two faces where one belongs, and a portrait's place without a face.

A photo laid over another that still shows next to it, a copy pasted next to the portrait, or a page put together from two
documents has a face where the series has none. The check looks for frontal faces on the page. Where a template fits, it counts
those of the portrait's size outside the places that the template names for portraits, and a portrait's place that shows no
face; without a template, those of the size of the largest face near it.

Cannot see: a swap in place, which is what the other checks of the portrait are for; a face that is much smaller, turned or
covered.

Weight 0: no sample document shows the forgery.

Sources: standards.md 1.9 (one portrait, zone V; further ones are features of the series); PRADO "photo substitution".
"""

from collections.abc import Sequence

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.claims import Why
from docforensics.checks.evaluatory._places import portraits as places
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.document import Document, Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind, Template
from docforensics.viz.faces import LEAST_MM, find_faces

SPEC = CheckSpec(
    title="Faces on the page",
    unit="faces too many or missing",
    run_mode=RunMode.OFF,
    lights=WHITE_LIGHT,
    min_px_per_mm=4.0,
    adverse="Further faces of the portrait's size: {extra}. Portraits without a face: {missing}.",
    favourable="The page shows the expected number of faces.",
    advice="Look at the marked places: a second photo, a copy next to the portrait, or a covered portrait.",
    equipment="a capture in white light of at least 100 dpi",
    beside=Beside.PORTRAIT,
    facts={"extra": int, "missing": int},
)
NO_FACE = undetermined(
    "no face was found, and no template names a place for one", expected=False, why=Why.NOT_PRINTED_HERE
)
_LEAST_SHARE = 0.75
"""Of the portrait's face: repetitions of the portrait are smaller."""
_USUAL_SHARE = 0.65
"""Of a portrait's width that its face takes, where the portrait shows none."""
_LOOKED_FOR = 0.4
"""Of a portrait's width: faces of less are not looked for, which saves time."""
_PORTRAIT_MARGIN_MM = 3.0
"""By how much a face's middle may lie off a portrait's place. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Count faces of the portrait's size outside the portraits' places, and portraits without one, over all sides."""
    told = [found for index, side in enumerate(document.sides) if (found := _counted(index, side))]
    if not told:
        return NO_FACE
    extra = [region for more, _ in told for region in more]
    missing = [region for _, none in told for region in none]
    return Measured(
        value=float(len(extra) + len(missing)),
        regions=(*extra, *missing),
        facts={"extra": len(extra), "missing": len(missing)},
    )


def _counted(index: int, side: Side) -> tuple[list[Region], list[Region]] | None:
    """Faces too many on this side, and portraits without one; None where nothing was seen and nothing was to be expected."""
    if side.match is not None and Light.VISIBLE in side.match.pages:
        return _against(index, side, side.match.template, side.match.pages[Light.VISIBLE])
    page = side.light(Light.VISIBLE)
    faces = () if page is None else _boxes(page, side.page.px_per_mm, LEAST_MM)
    if not faces:
        return None
    again = side.viz.secondary_portrait
    return _beside(index, faces, (faces[0], *([again] if again is not None else [])), faces[0].width), []


def _against(
    index: int, side: Side, template: Template, page: Pixels
) -> tuple[list[Region], list[Region]] | None:
    portraits = [feature.box for feature in template.of_kind(FeatureKind.PORTRAIT)]
    if not portraits:
        # A back has no portrait, and one that was never named is no finding.
        return None
    faces = _boxes(page, REFERENCE_PX_PER_MM, _LOOKED_FOR * min(box.width for box in portraits))
    shown = [[face for face in faces if _within(face, box)] for box in portraits]
    missing = [
        Region(side=index, box=box, label="no face in the portrait's place")
        for box, here in zip(portraits, shown, strict=True)
        if not here
    ]
    widths = [face.width for here in shown for face in here]
    usual = max(widths, default=_USUAL_SHARE * portraits[0].width)
    return _beside(index, faces, places(side), usual), missing


def _boxes(page: Pixels, px_per_mm: float, least_mm: float) -> tuple[BoxMm, ...]:
    return tuple(face.box for face in find_faces(page, px_per_mm, least_mm=least_mm))


def _beside(index: int, faces: tuple[BoxMm, ...], places: Sequence[BoxMm], usual: float) -> list[Region]:
    return [
        Region(side=index, box=face, label="a further face")
        for face in faces
        if face.width >= _LEAST_SHARE * usual and not any(_within(face, box) for box in places)
    ]


def _within(face: BoxMm, place: BoxMm) -> bool:
    return place.grown(_PORTRAIT_MARGIN_MM).holds(face.centre)
