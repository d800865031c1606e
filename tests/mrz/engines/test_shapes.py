"""Shapes of OCR-B are told from each other in the cells of a drawn line."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.mrz.engines.lines import MARGIN_CELLS, CellLine, cut_lines
from docforensics.mrz.engines.shapes import symbol_likelihoods, without_fillers
from docforensics.page.band.find import find_mrz_bands


def lines_of(drawn: Any) -> tuple[CellLine, ...]:
    """The lines of the best band."""
    return cut_lines(drawn.pixels, find_mrz_bands(drawn.pixels)[0], cell_px=32.0)


@pytest.mark.parametrize("pitch", [9, 16, 30])
def test_every_symbol_is_known_by_its_shape(draw_mrz: Callable[..., Any], pitch: float) -> None:
    """All 37, from 9 px a cell."""
    printed = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ<<0123456789", "9876543210<<ZYXWVUTSRQPONMLKJIHGFEDCBA")
    shapes = symbol_likelihoods(lines_of(draw_mrz(printed, pitch=pitch, blur=0.3)))
    read = ["".join(SYMBOLS[k] for k in line.argmax(axis=1)) for line in shapes]
    assert tuple(read) == printed


def test_likelihoods_are_probabilities_and_never_nought(
    draw_mrz: Callable[..., Any], td2: tuple[str, ...]
) -> None:
    """Nothing is ruled out by its shape."""
    for line in symbol_likelihoods(lines_of(draw_mrz(td2, noise=10))):
        assert np.allclose(line.sum(axis=1), 1)
        assert line.min() > 1e-5


def test_a_cell_unlike_any_symbol_is_told_with_doubt(
    draw_mrz: Callable[..., Any], td2: tuple[str, ...]
) -> None:
    """A blot is no letter."""
    drawn = draw_mrz(td2, pitch=20, noise=1)
    x, y = drawn.centres[0][20].astype(int)
    drawn.pixels[y - 9 : y + 10, x - 8 : x - 2] = 30
    drawn.pixels[y - 2 : y + 10, x - 8 : x + 9] = 30
    first = symbol_likelihoods(lines_of(drawn))[0]
    assert first[20].max() < 0.9 < np.delete(first, 20, axis=0).max(axis=1).min()


def test_fillers_are_painted_over_and_letters_left(
    draw_mrz: Callable[..., Any], td2: tuple[str, ...]
) -> None:
    """Tesseract is shown words on plain paper."""
    line = lines_of(draw_mrz(td2))[0]
    shapes = symbol_likelihoods((line,))[0]
    painted = without_fillers(line, shapes)
    for cell, symbol in enumerate(td2[0]):
        columns = slice(int((MARGIN_CELLS + cell + 0.2) * 32), int((MARGIN_CELLS + cell + 0.8) * 32))
        same = np.array_equal(painted[:, columns], line.pixels[:, columns])
        assert same == (symbol != FILLER)
