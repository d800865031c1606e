"""Drawn pages with an MRZ in OCR-B, of known text and known places, seen small, turned, blurred and noisy."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from docforensics.capture.model import Pixels
from docforensics.page.geometry import Points, project

FONT = Path(__file__).parents[1] / "sample_docs/generator/fonts/OCRB.otf"
CELL = 32
"""Pixels of a cell on the page before it is seen."""

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture and where its characters stand."""

    pixels: Pixels
    centres: tuple[Points, ...]
    """(n, 2) px, a line."""


def draw(
    lines: Sequence[str],
    *,
    pitch: float = 14,
    angle: float = 0,
    noise: float = 2,
    blur: float = 0.5,
    margin: float = 3,
    faces: Mapping[int, str] | None = None,
) -> Drawn:
    """Draw a page with the lines at its lower edge, and see it at `pitch` px a cell, turned clockwise by `angle`.

    `faces` gives lines, by number, another face of the generator's fonts than OCR-B.
    """
    page, places = _page(lines, margin, faces or {})
    scale = pitch / CELL
    turn = _turn(page, scale, angle)
    height, width = (int(np.ceil(v)) for v in _extent(page, turn))
    soft = cv2.GaussianBlur(page, (0, 0), max(0.01, 0.45 / scale))
    seen = cv2.warpPerspective(soft, turn, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=90.0)
    seen = cv2.GaussianBlur(seen, (0, 0), blur).astype(np.float64)
    seen += np.random.default_rng(3).normal(0, noise, seen.shape)
    pixels = np.clip(seen, 0, 255).astype(np.uint8)
    return Drawn(pixels=pixels, centres=tuple(project(turn, line) for line in places))


def _page(lines: Sequence[str], margin: float, faces: Mapping[int, str]) -> tuple[Pixels, tuple[Points, ...]]:
    spacing = (2.5 if len(lines) == 2 else 1.667) * CELL
    width = round((len(lines[0]) + 2 * margin) * CELL)
    height = round(9 * CELL + spacing * len(lines))
    picture = Image.new("L", (width, height), 225)
    draw_on = ImageDraw.Draw(picture)
    words = ImageFont.truetype(FONT.with_name("DejaVuSans.ttf"), CELL)
    for row, text in enumerate(("Utopia / Utopie", "Specimen of a document", "Eriksson, Anna Maria")):
        draw_on.text((10 * CELL, (0.8 + 1.7 * row) * CELL), text, font=words, fill=60)
    draw_on.rectangle((2 * CELL, CELL, 8 * CELL, 7 * CELL), fill=120)
    ocrb = ImageFont.truetype(FONT, round(CELL * 1.31))
    places = []
    for row, line in enumerate(lines):
        font = ImageFont.truetype(FONT.with_name(faces[row]), CELL) if row in faces else ocrb
        _, top, _, bottom = font.getbbox("H")
        y = height - (len(lines) - row) * spacing
        centres = np.array([((margin + k + 0.5) * CELL, y) for k in range(len(line))])
        for symbol, (x, _) in zip(line, centres, strict=True):
            draw_on.text((x - font.getlength(symbol) / 2, y - (top + bottom) / 2), symbol, font=font, fill=30)
        places.append(centres)
    return np.array(picture), tuple(places)


def _turn(page: Pixels, scale: float, angle: float) -> np.ndarray:
    radians = np.radians(angle)
    cos, sin = scale * np.cos(radians), scale * np.sin(radians)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    low = project(turn, _outline(page)).min(axis=0) - 12
    turn[:2, 2] = -low
    return turn


def _extent(page: Pixels, turn: np.ndarray) -> tuple[float, float]:
    high = project(turn, _outline(page)).max(axis=0) + 12
    return float(high[1]), float(high[0])


def _outline(page: Pixels) -> Points:
    height, width = page.shape
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--no-skips`, for the machine that has everything."""
    parser.addoption("--no-skips", action="store_true", help="a test that is skipped fails the run")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run under `--no-skips` in which a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def draw_mrz() -> Callable[..., Drawn]:
    """`draw_mrz(lines, pitch=14, angle=0, noise=2, blur=0.5)` -> Drawn."""
    return draw


@pytest.fixture(scope="session")
def td1() -> tuple[str, ...]:
    """ICAO's example of three lines."""
    return TD1


@pytest.fixture(scope="session")
def td2() -> tuple[str, ...]:
    """ICAO's example of two short lines."""
    return TD2


@pytest.fixture(scope="session")
def td3() -> tuple[str, ...]:
    """ICAO's example of two long lines."""
    return TD3


@pytest.fixture(scope="module")
def read_quickly() -> Iterator[None]:
    """Let templates be learned with the quick network of print and one look for faces, where a module asks for nothing that was read or for pale faces.

    What the large one reads on pages that are learned is asked by templates/learning/test_hidden and test_printed_places; what the further looks
    for faces show, by test_hidden, test_propose_pictures and viz/test_faces.
    """
    from docforensics.viz.recognise import load_quick_reader

    learning = "docforensics.templates.learning"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{learning}.printed_places.load_reader", load_quick_reader)
        patch.setattr(f"{learning}.propose_pictures._LOOKS", (1.0,))
        patch.setattr(f"{learning}.propose_pictures.find_further_faces", lambda *_: ())
        yield
