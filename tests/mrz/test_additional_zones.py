"""Zones beside the one that was read, on the committed specimens."""

from collections.abc import Callable
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
LEVEL = FOLDER / "td3-2-0001-flatbed" / "data-page-white.jpg"
"""Its zone lies as high above the lower side as that of the first: on one line where the pages lie side by side."""
UNREADABLE = FOLDER / "td3-2-0003-flatbed-mrz-font-ordinary" / "data-page-white.jpg"
"""Its zone is printed in another type face than OCR-B, and no engine reads it."""


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
    return glass(*(load_capture(file).primary.pixels for file in files))


def glass(*pages: np.ndarray) -> np.ndarray:
    """Pictures of pages one above another."""
    width = max(page.shape[1] for page in pages)
    return np.vstack(
        [
            cv2.copyMakeBorder(
                page, 30, 30, 30, 30 + width - page.shape[1], cv2.BORDER_CONSTANT, value=(240, 240, 238)
            )
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
    (further,) = additional_zones(engine, picture, bands, reading).read
    assert reading is not None
    assert further.lines != reading.lines


def test_two_pictures_of_one_page_are_one_page(examiner: Examiner) -> None:
    """The same lines twice: nothing is left out of the examination."""
    (side,) = examiner.read(stacked(PASSPORT, PASSPORT)).sides
    assert side.additional_zones == ()
    assert side.unread_zones == ()


def test_one_page_has_no_further_zone(examiner: Examiner) -> None:
    """Its only zone is the one that was read."""
    (side,) = examiner.read(PASSPORT).sides
    assert side.additional_zones == ()
    assert side.unread_zones == ()


def _above(other: np.ndarray, page: np.ndarray) -> np.ndarray:
    return glass(other, page)


def _turned(other: np.ndarray, page: np.ndarray) -> np.ndarray:
    return glass(other[::-1, ::-1], page)


def _small(other: np.ndarray, page: np.ndarray) -> np.ndarray:
    return glass(cv2.resize(other, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), page)


def _beside(other: np.ndarray, page: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(glass(np.rot90(other), np.rot90(page)), -1))


@pytest.mark.parametrize("laid", [_above, _turned, _small, _beside])
def test_a_second_page_whose_zone_cannot_be_read_is_a_second_page(
    examiner: Examiner, laid: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> None:
    """A forged page beside a genuine one was CLEAR, because its zone is in another type face and was not read."""
    other, page = (load_capture(file).primary.pixels for file in (UNREADABLE, PASSPORT))
    document = examiner.read(laid(other, page))
    (side,) = document.sides
    assert side.mrz_reading is not None
    assert side.additional_zones == ()
    assert side.unread_zones
    report = examiner.report(document)
    assert report.verdict.outcome is not OutcomeClass.CLEAR
    assert "data.single_page" in {entry.check for entry in report.unchecked}


def test_two_passports_level_side_by_side_are_two(examiner: Examiner) -> None:
    """Their lines lie on one straight line, and a search of the whole picture took them for one zone."""
    left, right = (load_capture(file).primary.pixels for file in (LEVEL, PASSPORT))
    height = min(len(left), len(right))
    (side,) = examiner.read(np.hstack([left[-height:], right[-height:]])).sides
    assert side.mrz_reading is not None
    (further,) = side.additional_zones
    assert further.lines != side.mrz_reading.lines


def test_rows_of_text_beside_a_page_are_no_zone(examiner: Examiner) -> None:
    """A letter below a passport leaves nothing open: its rows are not of one pitch."""
    page = load_capture(PASSPORT).primary.pixels
    letter = np.full((600, page.shape[1], 3), 240, np.uint8)
    for row in range(10):
        words = ("THE BEARER IS KNOWN TO THIS OFFICE SINCE JANUARY "[row:] * 2)[:48]
        cv2.putText(letter, words, (40, 60 + 52 * row), cv2.FONT_HERSHEY_DUPLEX, 1.1, (30, 30, 30), 2)
    (side,) = examiner.read(glass(page, letter)).sides
    assert side.mrz_reading is not None
    assert side.unread_zones == ()
