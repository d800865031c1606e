"""How sharp printed glyphs are, measured one by one or as a line."""

import numpy as np
import pytest

from docforensics.checks.support.edge_sharpness import InkedGlyph, Strokes
from docforensics.checks.support.native_image import Floats
from docforensics.page.geometry import Points


def corners(left: float, top: float) -> Points:
    """A place as large as a letter."""
    return np.array(
        [[left, top], [left + 14, top], [left + 14, top + 20], [left, top + 20]], dtype=np.float64
    )


@pytest.fixture
def strokes() -> Strokes:
    """Pixels of all kinds."""
    return Strokes(np.random.default_rng(5).integers(20, 230, (260, 420), dtype=np.uint8))


def glyphs(strokes: Strokes, slant: float) -> list[InkedGlyph]:
    """Of a line that runs down by `slant` pixels a pixel."""
    found = [strokes.glyph(corners(10.0 + 20 * k, 5.0 + 20 * slant * k), 2.0) for k in range(18)]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("slant", [0.0, 0.6], ids=["level", "aslant"])
def test_a_line_at_once_gives_what_its_glyphs_give(strokes: Strokes, slant: float) -> None:
    """A pixel around each tells the slopes at its rim either way; also at the picture's own rim."""
    line = glyphs(strokes, slant)
    assert len(line) > 15
    assert strokes.sharpness(line) == [value for one in line for value in strokes.sharpness([one])]


@pytest.mark.parametrize(("slant", "one_by_one"), [(0.0, False), (0.6, True)], ids=["level", "aslant"])
def test_slopes_are_taken_of_no_more_than_a_line_needs(
    monkeypatch: pytest.MonkeyPatch, strokes: Strokes, slant: float, *, one_by_one: bool
) -> None:
    """The box around a line that runs aslant is most of the picture."""
    taken: list[tuple[int, ...]] = []
    of_box = Strokes._slopes

    def counted(self: Strokes, *box: int) -> Floats:
        taken.append(box)
        return of_box(self, *box)

    monkeypatch.setattr(Strokes, "_slopes", counted)
    line = glyphs(strokes, slant)
    strokes.sharpness(line)
    assert len(taken) == (len(line) if one_by_one else 1)


def test_no_glyphs_show_no_sharpness(strokes: Strokes) -> None:
    """Nor a place that is too small, without contrast, or nowhere."""
    assert strokes.sharpness([]) == []
    assert strokes.glyph(corners(10, 10)[:, ::-1] * 0.1, 0.0) is None
    assert strokes.glyph(np.full((4, 2), np.nan), 2.0) is None
    assert Strokes(np.full((60, 60), 120, np.uint8)).glyph(corners(10, 10), 2.0) is None
