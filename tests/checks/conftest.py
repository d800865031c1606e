"""Documents made by hand for the tests of the checks: Utopia's, drawn as dark blocks where characters stand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pytest

from docforensics.capture.model import Capture, Channel, Image, Light
from docforensics.document import Document, Side
from docforensics.errors import MrzFormatError
from docforensics.mrz.alphabet import SYMBOLS
from docforensics.mrz.formats import format_of
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.model import Page, PageSize, Quality, ScaleBasis
from docforensics.viz.model import VizReading

PX_PER_MM = 8.0
PITCH_MM, SPACING_MM, LEFT_MM, TOP_MM = 2.54, 6.35, 6.0, 68.0
INSPECTED_ON = date(2026, 11, 24)

TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F3004157ZE184226B<<<<<16",
)
"""ICAO's specimen, valid until 15 April 2030; every digit recomputed."""
TD1_LONG = (
    "I<UTOD23145890<XYZ5<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<0",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)

Doubts = Mapping[tuple[int, int], Mapping[str, float]]
MakeDocument = Callable[..., Document]


def posterior(symbol: str, certainty: float, doubt: Mapping[str, float] | None = None) -> np.ndarray:
    """Give `symbol` its certainty, the doubted symbols theirs, and spread the rest."""
    named = {symbol: certainty} if doubt is None else dict(doubt)
    rest = (1 - sum(named.values())) / (len(SYMBOLS) - len(named))
    return np.array([named.get(one, rest) for one in SYMBOLS])


def character(symbol: str, line: int, column: float, probabilities: np.ndarray) -> MrzCharacter:
    """Place a character on the grid of a TD3 page, in pixels of the capture."""
    left, top = LEFT_MM + PITCH_MM * column, TOP_MM + SPACING_MM * line
    corners = (
        np.array([[left, top], [left + 1.8, top], [left + 1.8, top + 2.6], [left, top + 2.6]]) * PX_PER_MM
    )
    return MrzCharacter(symbol=symbol, posterior=probabilities, corners=corners)


def make_reading(
    lines: Sequence[str],
    *,
    certainty: float = 0.9999,
    doubts: Doubts | None = None,
    calibrated: bool = True,
    columns: Mapping[int, Sequence[float]] | None = None,
) -> MrzReading:
    """Make a reading; `doubts` by (line, column), `columns` places a line's characters off the grid."""
    places = columns or {}
    characters = tuple(
        tuple(
            character(
                symbol,
                row,
                places[row][column] if row in places else column,
                posterior(symbol, certainty, (doubts or {}).get((row, column))),
            )
            for column, symbol in enumerate(line)
        )
        for row, line in enumerate(lines)
    )
    return MrzReading(characters=characters, format=format_of(lines), engine="test", calibrated=calibrated)


def make_page(capture: Capture, size: PageSize = PageSize.ID3) -> Page:
    """Take the whole image for the page."""
    image = capture.primary
    return Page(
        size=size,
        size_mm=size.millimetres,
        px_per_mm=PX_PER_MM,
        basis=ScaleBasis.ASSUMED,
        homography=np.diag([1 / PX_PER_MM, 1 / PX_PER_MM, 1.0]),
        pixels={light: frames[0].pixels for light, frames in capture.images.items()},
        quality=Quality(sharpness=0.9, glare_share=0.0, px_per_mm=PX_PER_MM, contrast=0.8),
        capture_size=(image.width, image.height),
    )


def draw(reading: MrzReading | None, shape: tuple[int, int] = (704, 1000)) -> np.ndarray:
    """Draw light paper with a dark block for every character."""
    pixels = np.full(shape, 230, dtype=np.uint8)
    for line in reading.characters if reading else ():
        for item in line:
            pixels[item.box.slices] = 30
    return pixels


def parsed(reading: MrzReading | None) -> Mrz | None:
    """Parse a reading, as the examiner does."""
    try:
        return parse_mrz(reading.lines) if reading else None
    except MrzFormatError:
        return None


def document_of(
    lines: Sequence[str] | None = TD3,
    *,
    pixels: np.ndarray | None = None,
    light: Light = Light.VISIBLE,
    channel: Channel = Channel.UPLOAD,
    inspected_on: date = INSPECTED_ON,
    **reading_options: object,
) -> Document:
    """Make a one-sided document whose page is the image; no MRZ when `lines` is None."""
    reading = make_reading(lines, **reading_options) if lines is not None else None  # type: ignore[arg-type]
    image = Image(
        pixels=draw(reading) if pixels is None else pixels, sha256="0" * 64, raw=b"", media_type="array"
    )
    capture = Capture(images={light: (image,)}, channel=channel)
    mrz = parsed(reading)
    side = Side(capture=capture, page=make_page(capture), mrz_reading=reading, viz=VizReading(), match=None)
    return Document(sides=(side,), mrz=mrz, mrz_side=None if mrz is None else 0, inspected_on=inspected_on)


@pytest.fixture
def make_document() -> MakeDocument:
    """Make documents by hand."""
    return document_of


@pytest.fixture
def td3() -> tuple[str, ...]:
    """ICAO's TD3 specimen with a later expiry, all digits valid."""
    return TD3


@pytest.fixture
def td1_long() -> tuple[str, ...]:
    """Give a card whose document number runs on into the optional data."""
    return TD1_LONG
