"""Tesseract reads drawn zones exactly as printed, wrong check digits and all, with honest doubt."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from docforensics.errors import EngineUnavailableError
from docforensics.formats.table import MrzFormat
from docforensics.mrz.engines import MrzEngine, load_engine, tesseract
from docforensics.page.band.find import MrzBand, find_mrz_bands

pytestmark = pytest.mark.tesseract


@pytest.fixture(scope="module")
def engine() -> MrzEngine:
    """The engine, where it is installed."""
    try:
        return load_engine("tesseract")
    except EngineUnavailableError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(("zone", "format_"), [("td1", "TD1"), ("td2", "TD2"), ("td3", "TD3")])
def test_a_zone_is_read_as_printed(
    engine: MrzEngine, draw_mrz: Callable[..., Any], request: pytest.FixtureRequest, zone: str, format_: str
) -> None:
    """Lines and format, and every character in its place."""
    printed = request.getfixturevalue(zone)
    drawn = draw_mrz(printed, pitch=14, angle=4)
    reading = engine.read(drawn.pixels, find_mrz_bands(drawn.pixels))
    assert reading.lines == printed
    assert reading.format is MrzFormat(format_)
    assert (reading.engine, reading.calibrated) == ("tesseract", False)
    for characters, centres in zip(reading.characters, drawn.centres, strict=True):
        middles = np.array([character.corners.mean(axis=0) for character in characters])
        assert np.linalg.norm(middles - centres, axis=1).max() < 4


def test_a_wrong_check_digit_is_read_as_it_is(
    engine: MrzEngine, draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """What is printed is the evidence; nothing is repaired."""
    wrong = (td3[0], td3[1][:9] + "1" + td3[1][10:])
    drawn = draw_mrz(wrong)
    assert engine.read(drawn.pixels, find_mrz_bands(drawn.pixels)).lines == wrong


def test_a_zone_upside_down_is_read_the_right_way(
    engine: MrzEngine, draw_mrz: Callable[..., Any], td1: tuple[str, ...]
) -> None:
    """The corners follow the text."""
    drawn = draw_mrz(td1, angle=180)
    reading = engine.read(drawn.pixels, find_mrz_bands(drawn.pixels))
    assert reading.lines == td1
    first = reading.characters[0][0].corners
    assert first[1][0] < first[0][0]


def test_what_is_not_certain_is_not_called_certain(
    engine: MrzEngine, draw_mrz: Callable[..., Any], td2: tuple[str, ...]
) -> None:
    """On a print at the edge of what can be read no mistaken character is given more than 0.99."""
    drawn = draw_mrz(td2, pitch=7, blur=0.9, noise=9)
    reading = engine.read(drawn.pixels, find_mrz_bands(drawn.pixels))
    assert reading is not None
    pairs = [
        (character, symbol)
        for line, printed in zip(reading.characters, td2, strict=True)
        for character, symbol in zip(line, printed, strict=False)
    ]
    assert all(character.confidence <= 0.99 for character, symbol in pairs if character.symbol != symbol)


def test_no_bands_and_bands_over_nothing_read_as_none(engine: MrzEngine) -> None:
    """No MRZ is an answer."""
    blank = np.full((100, 400), 200, np.uint8)
    corners = np.array([[10, 10], [390, 10], [390, 60], [10, 60.0]])
    assert engine.read(blank, ()) is None
    assert engine.read(blank, (MrzBand(corners=corners, n_lines=2, score=0.9),)) is None


def test_threads_read_alike(
    engine: MrzEngine, draw_mrz: Callable[..., Any], td1: tuple[str, ...], td2: tuple[str, ...]
) -> None:
    """One engine for all."""
    pictures = [draw_mrz(zone).pixels for zone in (td1, td2)] * 2
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda pixels: engine.read(pixels, find_mrz_bands(pixels)), pictures))
    assert [reading.lines for reading in readings] == [td1, td2] * 2


def test_a_program_that_fails_leaves_the_shapes_to_be_read(
    engine: MrzEngine,
    draw_mrz: Callable[..., Any],
    td2: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A crash is said in the log and is no reading of its own."""
    import pytesseract

    def failing(*_: object, **__: object) -> bytes:
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(pytesseract, "image_to_pdf_or_hocr", failing)
    drawn = draw_mrz(td2, pitch=16)
    with caplog.at_level(logging.WARNING):
        reading = engine.read(drawn.pixels, find_mrz_bands(drawn.pixels))
    assert reading.lines == td2
    assert "shapes alone" in caplog.text


def test_a_missing_language_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's package brings `eng`; others may not."""
    pytesseract = pytest.importorskip("pytesseract")
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["osd"])
    with pytest.raises(EngineUnavailableError, match=r"eng\.traineddata"):
        tesseract.load()
