"""PassportEye is heard as it speaks: raw lines, rough places, no warnings."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.errors import EngineUnavailableError
from docforensics.mrz.engines import MrzEngine, load_engine, passporteye

pytestmark = pytest.mark.tesseract


@pytest.fixture(scope="module")
def engine() -> MrzEngine:
    """The engine, where it is installed."""
    try:
        return load_engine("passporteye")
    except EngineUnavailableError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("angle", [0, 180])
def test_a_clear_zone_is_read_with_places_near_the_print(
    engine: MrzEngine, draw_mrz: Callable[..., Any], td3: tuple[str, ...], angle: float
) -> None:
    """Upside down as well, which PassportEye tells by fillers read as `>`."""
    drawn = draw_mrz(td3, pitch=18, angle=angle)
    reading = engine.read(drawn.pixels, ())
    assert reading is not None
    assert reading.lines[1][:10] == td3[1][:10]
    assert (reading.engine, reading.calibrated) == ("passporteye", False)
    for line, centres in ((0, drawn.centres[0]), (1, drawn.centres[1])):
        middle = np.mean([character.corners.mean(axis=0) for character in reading.characters[line]], axis=0)
        assert np.linalg.norm(middle - centres.mean(axis=0)) < 2.5 * 18
        first, last = reading.characters[line][0].corners[0], reading.characters[line][-1].corners[1]
        assert np.dot(last - first, centres[-1] - centres[0]) > 0


def test_colour_is_read_like_grey(
    engine: MrzEngine, draw_mrz: Callable[..., Any], td3: tuple[str, ...]
) -> None:
    """PassportEye works on grey."""
    grey = draw_mrz(td3, pitch=18).pixels
    colour = np.repeat(grey[:, :, None], 3, axis=2)
    assert engine.read(colour, ()).lines == engine.read(grey, ()).lines


def test_a_blank_image_reads_as_none(engine: MrzEngine) -> None:
    """And without a warning, which would be an error here."""
    assert engine.read(np.full((300, 500), 200, np.uint8), ()) is None


def test_lines_stay_as_read_and_short_ones_are_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not padded, not cut, not repaired; foreign symbols and scraps are left out."""
    text = "P<UTO SPECIMEN<<RAWKKKKKKKKKKKKKKKK\nscrap\nL898902C36UT07408122F1204159ZE184226B<<<<<10"
    box = SimpleNamespace(
        as_poly=lambda: np.array([[0.0, 0.0], [0.0, 100.0], [10.0, 100.0], [10.0, 0.0]]),
        extract_from_image=lambda *_: np.zeros((2, 2)),
    )
    pipeline = {
        "mrz_final": SimpleNamespace(aux={"raw_text": text}),
        "box_idx": 0,
        "boxes": [box],
        "roi": np.zeros((2, 2)),
        "img": np.zeros((9, 9)),
        "scale_factor": 0.5,
    }
    monkeypatch.setattr(passporteye, "_pipeline", lambda _: pipeline)
    reading = passporteye.PassportEyeEngine().read(np.zeros((9, 9), np.uint8), ())
    assert reading is not None
    assert reading.lines == (
        "P<UTOSPECIMEN<<RAWKKKKKKKKKKKKKKKK",
        "L898902C36UT07408122F1204159ZE184226B<<<<<10",
    )
    assert reading.format is None
    assert reading.characters[0][0].corners[0] == pytest.approx((0, 0))
    assert reading.characters[1][-1].corners[2] == pytest.approx((200, 20))
