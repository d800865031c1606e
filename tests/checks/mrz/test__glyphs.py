"""Characters cut out of a zone and fitted to the drawings of type faces."""

from typing import Any

import numpy as np
import pytest

from docforensics.checks.mrz._glyphs import REACH, Glyph, cut_glyphs, drawing
from docforensics.mrz.drawn_faces import HEIGHT, WIDTH
from tests.checks.mrz.conftest import LEFT, PITCH, SPACING, TOP, draw_zone

LINES = ("P<UTOERIKSSON<<ANNA", "L898902C36UTO740812")


@pytest.fixture(scope="module")
def glyphs() -> tuple[Glyph, ...]:
    """Of a zone drawn in OCR-B."""
    from tests.checks.conftest import make_page

    pixels = draw_zone(LINES)
    page = _page(make_page, pixels)
    middles = [
        (line, np.array([[LEFT + PITCH * column, TOP + SPACING * row] for column in range(len(line))]))
        for row, line in enumerate(LINES)
    ]
    return cut_glyphs(page, middles, PITCH)


def _page(make_page: Any, pixels: np.ndarray) -> Any:
    from docforensics.capture.side import Capture

    return make_page(Capture.load(visible=pixels, channel="scanner"))


def test_every_character_is_cut_at_one_size(glyphs: tuple[Glyph, ...]) -> None:
    """Ink is about 1 and paper about 0."""
    assert "".join(glyph.symbol for glyph in glyphs) == "".join(LINES)
    assert {glyph.patch.shape for glyph in glyphs} == {(HEIGHT + 2 * REACH, WIDTH + 2 * REACH)}
    assert all(0.4 < glyph.patch.max() < 1.1 for glyph in glyphs)
    assert [glyph.place for glyph in glyphs if glyph.line == 1] == list(range(len(LINES[1])))


def test_a_cell_beyond_the_page_is_left_out() -> None:
    """So that no border stands for print."""
    from tests.checks.conftest import make_page

    page = _page(make_page, draw_zone(LINES))
    assert cut_glyphs(page, [("A", np.array([[0.1, 0.1]]))], PITCH) == ()


def test_a_drawing_is_as_large_as_a_cell() -> None:
    """Ink 1 on paper 0, of every symbol and face."""
    drawn = drawing("ocrb", "A", (1.0, 0, 1.0))
    assert drawn.shape == (HEIGHT, WIDTH)
    assert 0.5 < drawn.max() <= 1.0
