"""The printed portrait against the portrait in EF.DG2 of the chip: whether they are the same picture.

Personalization prints the picture that it stores. A photo that was substituted on the page leaves the chip's as it was;
one stored anew breaks EF.SOD. The two are laid over one another in a band of middle detail, over shifts and scales. It
compares pictures, not faces: no identity is derived, and another photo of the same person is another picture. The portrait is sought
next to the zone, on a TD1 card on the other side; another side cannot stand in for it.

Cannot see: issuers who store another exposure than they print, for whom this check should be switched off; a portrait
that is too small, too pale or too much overprinted to compare.

Sources: BSI TR-03135 Dg2VsVizFacialImage; ICAO Doc 9303-10 section 4.7.2; standards.md 6.4.
"""

from collections.abc import Iterator

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.modes import Component
from docforensics.checks.outcome import Measured, Outcome, Region, undetermined
from docforensics.checks.run import NO_CHIP
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.same_picture import Picture, cropped, levelled, likeness
from docforensics.document import Document, Side
from docforensics.formats.table import MrzFormat
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

SPEC = CheckSpec(
    title="Printed portrait and chip",
    unit="1 - correlation",
    verifies=frozenset({ClaimId.SIGNED_DATA}),
    tr03135="Dg2VsVizFacialImage",
    component=Component.ELECTRONIC,
    lights=WHITE_LIGHT,
    needs_chip=True,
    min_px_per_mm=3.0,
    adverse="The printed portrait is not the picture stored in the chip (correlation {correlation:.2f}).",
    favourable="The printed portrait is the picture stored in the chip (correlation {correlation:.2f}).",
    advice="Compare the printed portrait with the chip's on the reader's screen, feature by feature, and both with the "
    "person.",
    facts={"correlation": float},
)
_SCALES = (0.72, 0.78, 0.84, 0.9, 0.95, 1.0, 1.06)
"""Of the printed picture's inner part against the stored one, which shows as much or more around the head."""
_MARGIN = 0.27
"""The middle of the printed picture alone is compared: hair, shoulders and ground are alike on most portraits."""
_MIN_CONTRAST = 8.0
"""Grey levels (standard deviation) below which no picture is there. A judgement; not fitted."""
_ZONE_ON_BACK = frozenset({MrzFormat.TD1})
"""Formats whose zone stands on the back and the portrait on the front (Doc 9303-5, 3); on the others both stand on one side."""
_NO_FACE = undetermined(
    "EF.DG2 was not given or holds no picture that can be decoded", why=Why.NO_SIGNED_DATA
)
_NO_PORTRAIT = undetermined("no portrait was found on the sides seen", why=Why.UNREADABLE)


def measure(document: Document) -> Outcome:
    """Measure 1 - the correlation of the holder's printed portrait with the stored one, 0 same picture .. 1 unrelated; the worst where several sides bear one."""
    if document.chip is None:
        return NO_CHIP
    if document.chip.face is None:
        return _NO_FACE
    face = document.chip.face
    stored = levelled(face, face.shape[1] / face.shape[0])
    found = [
        (likeness(stored, printed, _SCALES, _MARGIN), index, box)
        for index, box, printed in _portraits(document)
        if float(printed.std()) >= _MIN_CONTRAST
    ]
    if not found or float(stored.std()) < _MIN_CONTRAST:
        return _NO_PORTRAIT
    correlation, index, box = min(found, key=lambda item: item[0])
    return Measured(
        value=1 - correlation,
        regions=(Region(side=index, box=box, label="portrait, against the chip"),),
        facts={"correlation": correlation},
    )


def _portraits(document: Document) -> Iterator[tuple[int, BoxMm, Picture]]:
    for index in holders_sides(document):
        side = document.sides[index]
        page = side.light(Light.VISIBLE)
        box = portrait_box(side)
        if page is not None and box is not None and side.page.shows(box):
            yield index, box, cropped(page, box, side.page.px_per_mm)


def holders_sides(document: Document) -> tuple[int, ...]:
    """Give the sides on which the holder's portrait stands, by index: that of the zone, for a TD1 card the others; all where no zone was read.

    A further side stands in for none of them: whoever gives the document can lay the chip's picture on a sheet beside it.
    """
    every = tuple(range(len(document.sides)))
    if document.mrz is None or document.mrz_side is None:
        return every
    others = tuple(index for index in every if index != document.mrz_side)
    return others if others and document.mrz.format in _ZONE_ON_BACK else (document.mrz_side,)


def portrait_box(side: Side) -> BoxMm | None:
    """Give the portrait's place: by the template where one fits, else as it was found on the page."""
    if side.match is not None:
        features = side.match.template.of_kind(FeatureKind.PORTRAIT)
        return next((feature.box for feature in features), None)
    return side.viz.portrait
