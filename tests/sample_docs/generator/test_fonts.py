"""The vendored typefaces."""

import numpy as np
import pytest
import skia

from sample_docs.generator import fonts

EM = 200.0


def _ink_across(character: str, height: float) -> list[int]:
    """Widths of the strokes that a level line crosses, in units of a thousandth of the em."""
    pixels = np.zeros((int(EM), int(EM), 4), np.uint8)
    path = fonts.text_path(character, fonts.OCR_B, EM)
    path.offset(0.0, 0.8 * EM)
    skia.Surface(pixels).getCanvas().drawPath(path, skia.Paint(Color=skia.ColorWHITE))
    row = np.pad(pixels[round((0.8 - height) * EM), :, 0] > 127, 1).astype(int)
    starts, ends = np.where(np.diff(row) == 1)[0], np.where(np.diff(row) == -1)[0]
    return [round(1000 * n / EM) for n in ends - starts]


@pytest.mark.parametrize("height", [0.3, 0.45, 0.6, 0.68])
def test_the_slanting_stroke_of_the_4_is_a_pen_wide(height: float) -> None:
    """A pen of 100 units at that slant: 109 across; the font's own file thinned it to nothing."""
    assert _ink_across("4", height)[0] == pytest.approx(109, abs=20)


def test_the_counter_of_the_4_is_open() -> None:
    """The foot stands apart from the slanting stroke."""
    assert len(_ink_across("4", 0.35)) == 2


def test_every_character_of_the_mrz_has_an_outline() -> None:
    """OCR-B knows the whole alphabet."""
    assert all(len(_ink_across(c, 0.35)) >= 1 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<")


def test_a_pitch_spaces_the_cells_evenly() -> None:
    """Width counts cells, not glyphs."""
    assert fonts.text_width("I<M", fonts.OCR_B, 3.5, pitch=2.54) == pytest.approx(3 * 2.54)
