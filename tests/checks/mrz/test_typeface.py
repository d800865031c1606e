"""The zone's type face."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.mrz.typeface import measure
from docforensics.checks.outcome import Abstained, Measured
from docforensics.document import Document
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
    same = measure(make_document(None, pixels=drawn_zone(td3)))
    assert isinstance(same, Abstained) or weight(same) < 0


def test_a_page_without_a_zone_makes_it_abstain(make_document: Make) -> None:
    """There is nothing to compare."""
    assert isinstance(measure(make_document(None)), Abstained)
