"""Documents made by hand for the tests of the checks: zones of dark blocks, and a made-up series of cards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image, Pixels
from docforensics.capture.side import Capture
from docforensics.document import Document, Side
from docforensics.errors import MrzFormatError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.recognise import format_of
from docforensics.formats.table import PageSize
from docforensics.kept import Kept, given
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, Quality
from docforensics.page.smooth import fineness
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import Feature, FeatureKind, Template
from docforensics.templates.portrait.extent import beside_known_ground, learned_edges, portrait_extent
from docforensics.templates.registration.register import register
from docforensics.viz.model import VizReading
from docforensics.viz.read import mrz_band
from docforensics.viz.text import PageText

_BARE = 0.4
"""Grey levels of noise that no place of a captured page falls below."""
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
        frame=Frame(
            size=size,
            size_mm=size.millimetres,
            basis=ScaleBasis.ASSUMED,
            homography=np.diag([1 / PX_PER_MM, 1 / PX_PER_MM, 1.0]),
            light_frames={light: np.eye(3) for light in capture.images},
            capture_size=(image.width, image.height),
        ),
        px_per_mm=PX_PER_MM,
        pixels={light: frames[0].pixels for light, frames in capture.images.items()},
        measured=given(Quality(sharpness=0.9, glare_share=0.0, px_per_mm=PX_PER_MM, contrast=0.8)),
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


def text_of(page: Page, reading: MrzReading | None) -> PageText:
    """Give the print outside the MRZ, to be read when a check asks."""
    band = (mrz_band(page, reading),) if reading else ()
    return PageText(page=page, reader="network", apart_from=given(band))


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
    page = make_page(capture)
    viz = VizReading() if page.visible is None else VizReading(text=text_of(page, reading))
    side = Side(capture=capture, page=page, mrz_reading=reading, viz=viz, match=None)
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


PORTRAIT = BoxMm(left=6.0, top=12.0, right=30.0, bottom=42.0)
SECOND = BoxMm(left=68.0, top=12.0, right=80.0, bottom=27.0)
NAME = BoxMm(left=36.0, top=31.0, right=66.0, bottom=36.0)
_CARD = PageSize.ID1
_PALE = 0.6
"""Share of the portrait's contrast that the second one keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSeries:
    """A made-up series of ID-1 cards: one print on all; name, portrait and a pale second portrait of each holder."""

    template: Template
    """Learned from holders 1 to 4."""
    kept: Kept = field(default_factory=Kept)
    """Other series that were made of this one."""

    def card(
        self, holder: int, *, portrait_of: int | None = None, moved_mm: tuple[float, float] = (0.0, 0.0)
    ) -> Pixels:
        """Draw a holder's card; the portrait may be another's, or stand aside of its place (x, y)."""
        return draw_card(holder, portrait_of=portrait_of, moved_mm=moved_mm)

    def document(self, pixels: Pixels, *, in_file: bool = False) -> Document:
        """Register a card to the template, as the examiner does; `in_file` where it was changed after the capture."""
        return registered_document(pixels if in_file else captured(pixels), self.template)

    def genuine(self, holder: int) -> Document:
        """Register a holder's genuine card, once for all tests."""
        return _genuine(self.template, holder)


@pytest.fixture(scope="session")
def series() -> CardSeries:
    """Make the series once."""
    return CardSeries(template=learned_from((1, 2, 3, 4)))


@cache
def _genuine(template: Template, holder: int) -> Document:
    return registered_document(draw_card(holder), template)


def learned_from(holders: Sequence[int]) -> Template:
    """Learn from the cards of these holders, which lie on one another already."""
    portrait = Feature(name="portrait", kind=FeatureKind.PORTRAIT, box=PORTRAIT, variable=True)
    second = Feature(name="second", kind=FeatureKind.SECONDARY_PORTRAIT, box=SECOND, variable=True)
    name = Feature(name="name", kind=FeatureKind.PERSONAL_DATA, box=NAME, variable=True)
    stack = [draw_card(holder) for holder in holders]
    reference = build_reference(stack, (portrait, second, name))
    edges = beside_known_ground(
        learned_edges([portrait_extent(pixels, reference, PORTRAIT) for pixels in stack], PORTRAIT),
        reference,
        PORTRAIT,
    )
    return Template(
        model=None,
        size=_CARD,
        features=(replace(portrait, edges=edges), second, name),
        references={Light.VISIBLE: reference},
        n_captures=len(stack),
        n_holders=len(stack),
    )


def captured(pixels: Pixels) -> Pixels:
    """A page as a sensor takes it: what was drawn without noise gets some, the rest stays."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    bare = cv2.blur(fineness(np.asarray(grey, np.uint8)), (9, 9)) < _BARE
    noisy = pixels.copy()
    noisy[bare] = np.clip(np.rint(pixels[bare] + _noise(pixels.shape)[bare]), 0, 255).astype(np.uint8)
    return noisy


@lru_cache(maxsize=2)
def _noise(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """The noise of a sensor, the same for every page of a size: to draw it takes half as long as to lay a card on its template."""
    return np.random.default_rng(17).normal(0, 1.0, shape)


def registered_document(pixels: Pixels, template: Template) -> Document:
    """Make a document of one card that fills its image."""
    image = Image(pixels=pixels, sha256="0" * 64, raw=b"", media_type="array")
    capture = Capture(images={Light.VISIBLE: (image,)}, channel=Channel.SCANNER)
    found = register(capture, make_page(capture, _CARD), template)
    assert found is not None, "a card of the series fits its template"
    side = Side(capture=capture, page=found.page, mrz_reading=None, viz=VizReading(), match=found.match)
    return Document(sides=(side,), mrz=None, mrz_side=None, inspected_on=INSPECTED_ON)


def draw_card(
    holder: int, *, portrait_of: int | None = None, moved_mm: tuple[float, float] = (0.0, 0.0)
) -> Pixels:
    """Draw a card at 8 px/mm with its own noise; the second portrait is always the holder's."""
    return _drawn(holder, holder if portrait_of is None else portrait_of, moved_mm).copy()


@lru_cache(maxsize=16)
def _drawn(holder: int, portrait_of: int, moved_mm: tuple[float, float]) -> Pixels:
    """A card as it is drawn the first time: hundreds of tests begin with that of the same few holders."""
    page = _print().copy()
    person = _person(portrait_of)
    _lay(page, person, PORTRAIT, moved_mm)
    second = SECOND.to_px(PX_PER_MM)
    _lay(page, cv2.resize(_person(holder), (second.width, second.height)) * _PALE, SECOND)
    letters = np.random.default_rng(holder).choice(list("ABCDEFGHJKLMNPRSTUVWXYZ"), size=8)
    cv2.putText(
        page, "".join(letters), (292, 283), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (15, 15, 15), 2, cv2.LINE_AA
    )
    noise = np.random.default_rng(1000 + holder).normal(0, 2, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


@cache
def _print() -> Pixels:
    """Draw crossing waves, a rosette, a title and captions: the same on every card, (H, W, 3)."""
    width, height = (round(side * PX_PER_MM) for side in _CARD.millimetres)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    # Two families of lines that cross at ever other angles: no place looks like another, as in a guilloche.
    waves = np.sin(y / 2.2 + 5 * np.sin(x / 60) + 3 * np.sin((x + y) / 90))
    crossing = np.sin((x + y) / 3.4 + 6 * np.sin(y / 70) + 4 * np.sin(x / 110))
    rosette = np.sin(np.hypot(x - 420, y - 240) / 2.5 + 6 * np.arctan2(y - 240, x - 420))
    page = np.stack(
        [225 + 9 * waves + 8 * rosette, 220 + 9 * waves + 9 * crossing, 215 + 14 * rosette], axis=-1
    )
    page = np.clip(page, 0, 255).astype(np.uint8)
    cv2.putText(page, "UTOPIA", (290, 70), cv2.FONT_HERSHEY_COMPLEX, 1.4, (30, 40, 90), 2, cv2.LINE_AA)
    for caption, left, top in (
        ("NAME", 292, 236),
        ("CARD", 30, 40),
        ("NOT VALID", 40, 405),
        ("SPECIMEN", 540, 405),
    ):
        cv2.putText(page, caption, (left, top), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (90, 80, 60), 1, cv2.LINE_AA)
    return page


def _person(holder: int) -> Pixels:
    """How much darker head, neck, hair, eyes and shoulders are than the page, (h, w, 3), 0 around them."""
    random = np.random.default_rng(500 + holder)
    box = PORTRAIT.to_px(PX_PER_MM)
    dark = np.zeros((box.height, box.width, 3), np.uint8)
    middle, bottom = box.width // 2, box.height
    head = bottom - 105 + int(random.integers(-8, 8))
    wide, high = int(random.integers(38, 50)), int(random.integers(52, 64))
    cv2.ellipse(dark, (middle, bottom), (90, 62), 0, 180, 360, _tone(random, 70, 180), -1, cv2.LINE_AA)
    cv2.rectangle(dark, (middle - 38, head), (middle + 38, bottom), _tone(random, 60, 100), -1)
    cv2.ellipse(
        dark, (middle, head), (wide + 6, high + 6), 0, 180, 360, _tone(random, 90, 190), -1, cv2.LINE_AA
    )
    cv2.ellipse(dark, (middle, head), (wide, high), 0, 0, 360, _tone(random, 50, 90), -1, cv2.LINE_AA)
    apart, low = int(random.integers(10, 26)), int(random.integers(-24, 6))
    for eye in (-apart, apart):
        cv2.circle(
            dark, (middle + eye, head + low), int(random.integers(5, 9)), (170, 170, 170), -1, cv2.LINE_AA
        )
    mouth = head + int(random.integers(20, 38))
    cv2.ellipse(dark, (middle, mouth), (int(random.integers(10, 22)), 5), 0, 0, 360, (130, 150, 150), -1)
    return dark


def _tone(random: np.random.Generator, low: int, high: int) -> tuple[int, ...]:
    return tuple(int(value) for value in random.integers(low, high, 3))


def _lay(page: Pixels, dark: np.ndarray, box: BoxMm, moved_mm: tuple[float, float] = (0.0, 0.0)) -> None:
    """Print a picture over the page's print, in place."""
    place = box.to_px(PX_PER_MM)
    dx, dy = (round(offset * PX_PER_MM) for offset in moved_mm)
    part = page[place.top + dy : place.bottom + dy, place.left + dx : place.right + dx]
    part[:] = np.clip(part - dark.astype(np.float32), 0, 255)
