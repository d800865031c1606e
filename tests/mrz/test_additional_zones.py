"""Zones beside the one that was read, on the committed specimens."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.load import load_capture
from docforensics.examiner import Examiner
from docforensics.mrz.additional_zones import additional_zones
from docforensics.mrz.engines import MrzEngine, load_engine
from docforensics.page.band.find import find_mrz_bands
from docforensics.scoring.model import OutcomeClass

FOLDER = Path(__file__).parents[2] / "sample_docs" / "documents"
PASSPORT = FOLDER / "td3-2-0000-flatbed" / "data-page-white.jpg"
OTHER = FOLDER / "td3-1-0006-flatbed" / "data-page-white.jpg"


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    """One for all."""
    return Examiner()


@pytest.fixture(scope="module")
def engine() -> MrzEngine:
    """The one that an examination takes."""
    return load_engine("network")


def stacked(*files: Path) -> np.ndarray:
    """Pages one above another, as they lie on a glass."""
    pages = [load_capture(file).primary.pixels for file in files]
    width = max(page.shape[1] for page in pages)
    glass = (240, 240, 238)
    return np.vstack(
        [
            cv2.copyMakeBorder(page, 30, 30, 30, 30 + width - page.shape[1], cv2.BORDER_CONSTANT, value=glass)
            for page in pages
        ]
    )


def test_two_passports_in_one_picture_are_never_clear(examiner: Examiner) -> None:
    """One was examined, the other was not; each by itself is in order."""
    document = examiner.read(stacked(PASSPORT, OTHER))
    (side,) = document.sides
    (further,) = side.additional_zones
    assert side.mrz_reading is not None
    assert further.lines != side.mrz_reading.lines
    report = examiner.report(document)
    assert report.verdict.outcome is not OutcomeClass.CLEAR
    assert "data.single_page" in {entry.check for entry in report.unchecked}


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_the_other_passport_is_seen_whichever_way_the_picture_is_turned(
    engine: MrzEngine, quarter_turns: int
) -> None:
    """A picture on its head or its side is searched anew, upright: the zone that was read is not the other one."""
    picture = np.ascontiguousarray(np.rot90(stacked(PASSPORT, OTHER), quarter_turns))
    bands = find_mrz_bands(picture)
    reading = engine.read(picture, bands)
    (further,) = additional_zones(engine, picture, bands, reading)
    assert reading is not None
    assert further.lines != reading.lines


def test_two_pictures_of_one_page_are_one_page(examiner: Examiner) -> None:
    """The same lines twice: nothing is left out of the examination."""
    (side,) = examiner.read(stacked(PASSPORT, PASSPORT)).sides
    assert side.additional_zones == ()


def test_one_page_has_no_further_zone(examiner: Examiner) -> None:
    """Its only zone is the one that was read."""
    (side,) = examiner.read(PASSPORT).sides
    assert side.additional_zones == ()
