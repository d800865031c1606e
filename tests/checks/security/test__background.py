"""What the background print shows at each field, elsewhere, and of the model."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.checks.claims import ClaimId, Sighting, Why
from docforensics.checks.outcome import Measured
from docforensics.checks.security.background_print import measure
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

PATCH = (slice(248, 292), slice(288, 430))
"""The name's place, pixels at 8 px/mm."""


def stated(document: Document, claim: ClaimId) -> list[Sighting]:
    """Give what was seen of a claim."""
    outcome = measure(document)
    assert isinstance(outcome, Measured)
    return [one for one in outcome.sightings if one.claim is claim]


def fields(document: Document) -> dict[str, BoxMm]:
    """Places of the holder's data, by name."""
    match = document.sides[0].match
    assert match is not None
    kinds = (FeatureKind.PERSONAL_DATA, FeatureKind.SIGNATURE)
    return {item.name: item.box for item in match.template.features if item.kind in kinds}


def patched(series: Any, *, in_file: bool) -> Document:
    """A card with the name's place painted over, before the capture or in the file."""
    page: Pixels = series.card(11).copy()
    page[PATCH] = np.median(page[PATCH], axis=(0, 1)).astype(np.uint8)
    if not in_file:
        cv2.putText(page, "OTHER", (292, 283), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA)
    found: Document = series.document(page, in_file=in_file)
    return found


def at_name(document: Document) -> set[str]:
    """Names of the fields that the patch lies on."""
    rows, columns = PATCH
    patch = BoxMm(left=columns.start / 8, top=rows.start / 8, right=columns.stop / 8, bottom=rows.stop / 8)
    return {name for name, box in fields(document).items() if box.overlap(patch) > 0.2 * box.area}


def test_of_a_genuine_card_everything_was_seen(series: Any) -> None:
    """Every field is named, and nothing is odd."""
    document = series.genuine(11)
    places = stated(document, ClaimId.PRINT_AT_DATA)
    assert {one.place for one in places} == set(fields(document))
    assert {one.why for one in places} <= {None, Why.NO_REFERENCE_HERE}
    for claim in (ClaimId.PAGE_MODEL, ClaimId.PRINT_ELSEWHERE):
        (whole,) = stated(document, claim)
        assert (whole.side, whole.place, whole.why, whole.is_odd) == (0, "", None, False)


def of_holders(document: Document, count: int) -> Document:
    """Let the template be one of so many holders."""
    (side,) = document.sides
    assert side.match is not None
    match = replace(side.match, template=replace(side.match.template, n_holders=count))
    return replace(document, sides=(replace(side, match=match),))


def test_of_few_holders_nothing_is_known_within_a_field(series: Any) -> None:
    """What may be a holder's is left out of such a reference, so print there was compared with nothing; what broke it is odd all the same."""
    for count, expected in (
        (1, {Why.FEW_HOLDERS}),
        (2, {Why.FEW_HOLDERS}),
        (3, {None, Why.NO_REFERENCE_HERE}),
    ):
        places = stated(of_holders(series.genuine(11), count), ClaimId.PRINT_AT_DATA)
        assert {one.why for one in places} - {Why.NO_REFERENCE_HERE} == expected - {Why.NO_REFERENCE_HERE}
    broken = stated(of_holders(patched(series, in_file=False), 1), ClaimId.PRINT_AT_DATA)
    assert any(one.is_odd for one in broken)


def test_print_that_was_broken_is_odd_at_its_field_alone(series: Any) -> None:
    """The print elsewhere is in order."""
    document = patched(series, in_file=False)
    odd = {one.place for one in stated(document, ClaimId.PRINT_AT_DATA) if one.is_odd}
    assert odd
    assert odd <= at_name(document)
    assert not any(one.is_odd for one in stated(document, ClaimId.PRINT_ELSEWHERE))


def test_a_field_under_a_cover_was_not_seen(series: Any) -> None:
    """It is no evidence; the other fields were seen."""
    document = patched(series, in_file=True)
    places = {one.place: one for one in stated(document, ClaimId.PRINT_AT_DATA)}
    hidden = {name for name, one in places.items() if one.why is Why.OCCLUDED}
    assert hidden
    assert hidden <= at_name(document)
    assert not any(one.is_odd for one in places.values())
