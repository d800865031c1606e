"""Glyphs fitted to the drawings of type faces."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.checks.mrz._fit import (
    Cells,
    _spectrum,
    best_manner,
    draw_all,
    fit_face,
    likeness_to,
    settled,
)
from docforensics.checks.mrz._glyphs import REACH, Glyph, drawing, look_alikes
from docforensics.mrz.drawn_faces import OCRB, faces, other_faces
from tests.checks.mrz.test__glyphs import glyphs

__all__ = ["glyphs"]


@pytest.fixture
def cells(glyphs: tuple[Glyph, ...]) -> Cells:
    """Of a zone drawn in OCR-B."""
    return Cells.of(glyphs)


def searched(glyph: Glyph, drawn: np.ndarray) -> tuple[float, float, float]:
    """Lay one drawing on one glyph, pixel by pixel."""
    _, best, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(glyph.patch, drawn, cv2.TM_CCOEFF_NORMED))
    return best, x - REACH, y - REACH


def test_all_glyphs_fit_as_each_does_by_itself(cells: Cells) -> None:
    """Likeness and place are those of a search over all shifts."""
    for manner in ((1.6, 0, 1.0), (0.8, 1, 1.06)):
        fit = fit_face(cells, "dejavu_sans", manner)
        for number, glyph in enumerate(cells.glyphs):
            best, *shift = searched(glyph, drawing("dejavu_sans", glyph.symbol, manner))
            assert fit.likeness[number] == pytest.approx(best, abs=1e-4)
            assert fit.shift[number].tolist() == shift


def test_a_zone_fits_the_face_that_it_was_drawn_in(cells: Cells) -> None:
    """At the sharpness, stroke and size that fit best; another face fits less."""
    other = next(name for name in faces() if not name.startswith("ocrb"))
    own, foreign = (fit_face(cells, face, best_manner(cells, face)) for face in ("ocrb", other))
    assert float(np.median(own.likeness)) > max(0.9, float(np.median(foreign.likeness)))
    assert np.abs(own.shift).max() <= REACH


def test_the_best_manner_is_that_of_a_search(cells: Cells) -> None:
    """Other manners are compared beside one place alone; no other place would fit better."""
    soft, stroke, size = best_manner(cells, OCRB[0])
    best = float(np.median(fit_face(cells, OCRB[0], (soft, stroke, size)).likeness))
    for other in ((0.8, 0, 1.0), (2.6, 1, 1.0), (soft, -1, size), (soft, stroke, 0.94)):
        assert best >= float(np.median(fit_face(cells, OCRB[0], other).likeness)) - 0.01


def test_a_misread_look_alike_is_settled_by_the_print(cells: Cells) -> None:
    """An `O` that was read where a zero is printed is taken for the zero."""
    manner = best_manner(cells, "ocrb")
    zero = next(glyph for glyph in cells.glyphs if glyph.symbol == "0")
    assert "O" in look_alikes("0")
    assert settled(Cells.of([replace(zero, symbol="O")]), manner).symbols == ("0",)
    assert look_alikes("<") == "<"
    fillers = Cells.of([glyph for glyph in cells.glyphs if glyph.symbol == "<"])
    assert settled(fillers, manner) is fillers


def test_the_likest_of_some_faces_and_look_alikes_counts(cells: Cells) -> None:
    """As if each were compared by itself."""
    manner = (1.6, 0, 1.0)
    found = likeness_to(cells, other_faces(), manner)
    for number, glyph in enumerate(cells.glyphs):
        each = [
            searched(glyph, drawing(face, symbol, manner))[0]
            for face in other_faces()
            for symbol in look_alikes(glyph.symbol)
        ]
        assert found[number] == pytest.approx(max(each), abs=1e-4)


def test_a_blank_place_resembles_nothing_and_stays_where_it_is(cells: Cells) -> None:
    """Neither does a place on which no glyph was cut out."""
    blank = replace(cells.glyphs[0], patch=np.zeros_like(cells.glyphs[0].patch))
    fit = fit_face(Cells.of([blank]), "ocrb", (1.6, 0, 1.0))
    assert fit.likeness.tolist() == [0.0]
    assert fit.shift.tolist() == [[0.0, 0.0]]
    assert fit_face(Cells.of([]), "ocrb", (1.6, 0, 1.0)).likeness.size == 0


def test_a_zone_finds_its_spectra_made_once_its_faces_are_drawn(cells: Cells) -> None:
    """So that documents add none, and memory does not grow with them."""
    _spectrum.cache_clear()
    draw_all((OCRB[0], *other_faces()))
    made = _spectrum.cache_info().misses
    for name in other_faces():
        fit_face(cells, name, (1.6, 0, 1.0))
    for soft, stroke in ((0.8, -1), (2.6, 1), (3.8, 2)):
        fit_face(cells, OCRB[0], (soft, stroke, 1.0))
    assert _spectrum.cache_info().misses == made
