"""Printed portrait against the chip's: the same picture agrees however it is printed, another does not."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.checks.outcome import Abstained, Measured
from docforensics.checks.seal.chip_portrait import measure
from docforensics.document import Document
from docforensics.kept import given
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.seal.chip import ChipReading
from docforensics.seal.model import SealStatus
from docforensics.seal.passive import ChipIntegrity, ChipReason
from docforensics.viz.model import VizReading

BOX = BoxMm(left=10, top=12, right=38, bottom=48)
Make = Callable[..., Document]
Lines = tuple[str, ...]


def face(seed: int) -> np.ndarray:
    """Draw something with the detail of a face, (360, 280)."""
    random = np.random.default_rng(seed)
    field = cv2.resize(
        random.normal(0, 1, (18, 14)).astype(np.float32), (280, 360), interpolation=cv2.INTER_CUBIC
    )
    fine = cv2.resize(
        random.normal(0, 1, (60, 46)).astype(np.float32), (280, 360), interpolation=cv2.INTER_CUBIC
    )
    return np.clip(130 + 40 * field + 25 * fine, 0, 255).astype(np.uint8)


def document(make: Make, printed: np.ndarray, stored: np.ndarray | None) -> Document:
    """Print a picture in the portrait's place, and store another in the chip."""
    page = np.full((704, 1000), 230, np.uint8)
    place = BOX.to_px(8.0)
    page[place.slices] = cv2.resize(printed, (place.width, place.height), interpolation=cv2.INTER_AREA)
    made = make(None, pixels=page)
    integrity = ChipIntegrity(
        status=SealStatus.UNDETERMINED, reason=ChipReason.NO_SECURITY_OBJECT, detail="none"
    )
    chip = ChipReading(groups=(2,), mrz=None, face=stored, integrity=integrity)
    (side,) = made.sides
    return replace(made, sides=(replace(side, viz=VizReading(portraits=given((BOX, None)))),), chip=chip)


@pytest.mark.parametrize("crop", [0, 20, 40])
def test_the_stored_picture_agrees_however_it_is_printed(make_document: Make, crop: int) -> None:
    """Paler, noisy, overprinted with lines, and cut closer than it is stored."""
    stored = face(1)
    printed = stored[crop : 360 - crop, round(crop * 0.78) : 280 - round(crop * 0.78)].astype(np.float32)
    noise = np.random.default_rng(2).normal(0, 8, printed.shape)
    pale = np.clip(90 + 0.6 * printed + noise, 0, 255).astype(np.uint8)
    pale[::9] = 120
    outcome = measure(document(make_document, pale, stored))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.4


def beside(document_: Document, *others: Document, zone: Mrz | None, zone_at: int = 0) -> Document:
    """Join the sides of documents, one of which bears a zone."""
    sides = (*document_.sides, *(side for other in others for side in other.sides))
    return replace(document_, sides=sides, mrz=zone, mrz_side=zone_at if zone else None)


def test_a_further_side_stands_in_for_no_portrait(make_document: Make, td3: Lines) -> None:
    """The chip's picture on a sheet beside a page with a substituted photo; the sheet has no zone."""
    swapped, sheet = (document(make_document, face(number), face(1)) for number in (3, 1))
    genuine = document(make_document, face(1), face(1))
    zone = parse_mrz(td3)
    for joined in (beside(swapped, sheet, zone=zone), beside(sheet, swapped, zone=zone, zone_at=1)):
        outcome = measure(joined)
        assert isinstance(outcome, Measured)
        assert outcome.value > 0.4
        assert outcome.regions[0].side == joined.mrz_side
    unzoned = measure(beside(swapped, sheet, zone=None))
    assert isinstance(unzoned, Measured)
    assert unzoned.value > 0.4
    # Another side is no fault either: a page of a passport beside its data page shows other pictures.
    with_other = measure(beside(genuine, swapped, zone=zone))
    assert isinstance(with_other, Measured)
    assert with_other.value < 0.4


def test_on_a_card_the_portrait_is_on_the_other_side(make_document: Make, td1_long: Lines) -> None:
    """Its zone is on the back, where a small second portrait may stand; of several other sides the worst counts."""
    front, back, sheet = (document(make_document, face(number), face(1)) for number in (1, 3, 1))
    swapped = document(make_document, face(4), face(1))
    zone = parse_mrz(td1_long)
    genuine = measure(beside(front, back, zone=zone, zone_at=1))
    assert isinstance(genuine, Measured)
    assert genuine.value < 0.4
    forged = measure(beside(swapped, back, sheet, zone=zone, zone_at=1))
    assert isinstance(forged, Measured)
    assert (forged.value > 0.4, forged.regions[0].side) == (True, 0)


def test_another_picture_does_not(make_document: Make) -> None:
    """A substituted photo, or the chip of another holder."""
    outcome = measure(document(make_document, face(3), face(1)))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.4
    assert outcome.regions[0].box == BOX


def test_without_picture_it_abstains(make_document: Make) -> None:
    """No chip, no EF.DG2, an empty one, no portrait."""
    assert isinstance(measure(make_document(None)), Abstained)
    assert isinstance(measure(document(make_document, face(1), None)), Abstained)
    assert isinstance(measure(document(make_document, face(1), np.full((80, 60), 128, np.uint8))), Abstained)
    assert isinstance(
        measure(document(make_document, np.full((360, 280), 128, np.uint8), face(1))), Abstained
    )
