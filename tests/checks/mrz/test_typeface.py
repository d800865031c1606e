"""The zone's type face."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.checks.mrz.typeface import fits_some, measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
from docforensics.page.band.find import find_mrz_bands
from docforensics.scoring.calibration import load_calibration

Make = Callable[..., Document]
Draw = Callable[..., np.ndarray]


def weight(outcome: object) -> float:
    """Weigh an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return load_calibration().rows["mrz.typeface"].log10_lr(outcome.value)


@pytest.mark.parametrize(("face", "blur"), [("ocrb", 0.6), ("ocrb", 1.5), ("ocrb_sharp", 0.8)])
def test_ocr_b_is_ocr_b_in_both_cuts_and_blurred(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], face: str, blur: float
) -> None:
    """A poor capture makes it no other face."""
    outcome = measure(make_document(pixels=drawn_zone(td3, face, blur=blur)))
    assert weight(outcome) < 0
    assert isinstance(outcome, Measured)
    assert outcome.regions == ()


@pytest.mark.parametrize("face", ["liberation_mono", "noto_mono", "dejavu_sans", "dejavu_serif"])
def test_another_face_is_told(make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], face: str) -> None:
    """Fixed pitch, sans or serif, in the right cells."""
    outcome = measure(make_document(pixels=drawn_zone(td3, face)))
    assert weight(outcome) > 0.301
    assert isinstance(outcome, Measured)
    assert len(outcome.regions) == 1


def test_a_zone_that_the_mrz_reader_left_unread_is_judged_by_its_shapes(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """Unread in another face is adverse, unread in OCR-B is not."""
    other = measure(make_document(None, pixels=drawn_zone(td3, "liberation_mono")))
    assert weight(other) > 0.301
    assert isinstance(other, Measured)
    assert other.facts["read"] is False
    assert max(other.facts["ocrb"], other.facts["other"]) > 0.82
    same = measure(make_document(None, pixels=drawn_zone(td3)))
    assert isinstance(same, Abstained) or weight(same) < 0


@pytest.mark.parametrize(
    ("ocrb", "other", "known"),
    [(0.9, 0.8, True), (0.7, 0.83, True), (0.73, 0.81, True), (0.78, 0.81, False), (0.47, 0.55, False)],
)
def test_a_face_is_known_by_a_good_fit_or_by_a_surely_better_one(
    ocrb: float, other: float, known: bool
) -> None:
    """A face that is not among the drawings fits one of them fairly, and OCR-B worse; wrong symbols fit none."""
    facts = {"face": "", "ocrb": ocrb, "other": other, "read": False}
    assert fits_some(Measured(value=other - ocrb, facts=facts)) is known


def test_zones_that_were_sought_when_the_page_was_read_are_not_sought_again(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """The check takes the bands of the side as they are, none if there are none."""
    document = make_document(None, pixels=drawn_zone(td3, "liberation_mono"))
    (side,) = document.sides
    known = replace(side, bands=find_mrz_bands(side.capture.primary.pixels))
    assert measure(replace(document, sides=(known,))) == measure(document)
    assert isinstance(measure(replace(document, sides=(replace(side, bands=()),))), Abstained)


@pytest.mark.parametrize("px_per_pitch", [14, 20])
def test_a_coarse_print_in_ocr_b_is_no_other_face(
    make_document: Make, drawn_zone: Draw, td3: tuple[str, ...], px_per_pitch: int
) -> None:
    """Seen at 5.5 to 8 pixels a millimetre and brought back to the page's size."""
    pixels = drawn_zone(td3)
    size = pixels.shape[::-1]
    coarse = cv2.resize(
        pixels, None, fx=px_per_pitch / 20.3, fy=px_per_pitch / 20.3, interpolation=cv2.INTER_AREA
    )
    assert weight(measure(make_document(pixels=cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)))) < 0


def test_a_page_without_a_zone_makes_it_abstain(make_document: Make) -> None:
    """There is nothing to compare."""
    assert isinstance(measure(make_document(None)), Abstained)
