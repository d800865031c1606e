"""What a printer's own cut of a symbol, and what lies on a character, say of the others."""

from typing import Any

import numpy as np

from docforensics.checks.mrz._symbols import against_symbol, overlaid
from docforensics.checks.mrz._zone import fit_ocrb, read_zone
from tests.checks.mrz.conftest import LEFT, PITCH, SPACING, TOP

FLOOR = 0.01
SYMBOLS = list("AAAA" + "BBBB" + "CCCC" + "DDDD" + "E")


def values(**given: float) -> np.ndarray:
    """Values by symbol, with a little spread between its places."""
    found = np.array([given.get(symbol, 0.0) for symbol in SYMBOLS])
    return (found + np.tile([0.01, -0.01, 0.005, -0.005], 5)[: len(SYMBOLS)]).astype(np.float32)


def test_a_symbol_that_departs_at_all_its_places_alike_stands_out_at_none() -> None:
    """Its printer draws it so, as it draws others otherwise as well."""
    assert against_symbol(values(A=0.1, C=-0.08, D=0.05), SYMBOLS, FLOOR).max() < 3


def test_one_place_of_a_symbol_that_departs_from_its_others_stands_out() -> None:
    """However far the symbols differ from one another."""
    given = values(A=0.1, C=-0.08, D=0.05)
    given[5] += 0.2
    found = against_symbol(given, SYMBOLS, FLOOR)
    assert found.argmax() == 5
    assert found[5] > 6


def test_a_symbol_that_stands_once_is_held_against_how_far_symbols_differ() -> None:
    """Where all are drawn by the standard it stands out; where each has a cut of its own, it does not."""
    assert against_symbol(values(E=0.1), SYMBOLS, FLOOR)[-1] > 6
    assert against_symbol(values(A=0.1, B=-0.09, C=-0.08, D=0.07, E=0.1), SYMBOLS, FLOOR)[-1] < 3


def test_a_character_with_a_hole_beside_its_strokes_is_overlaid(
    make_document: Any, drawn_zone: Any, td3: tuple[str, ...]
) -> None:
    """And none else is."""
    pixels = drawn_zone(td3)
    x, y = round((LEFT + PITCH * 18 + 0.2) * 8), round((TOP + SPACING) * 8)
    pixels[y - 5 : y + 7, x : x + 9] = 30
    zone = read_zone(make_document(pixels=pixels))
    assert zone is not None
    found = [zone.glyphs[at] for at in np.flatnonzero(overlaid(zone.glyphs, fit_ocrb(zone)))]
    assert [(glyph.line, glyph.place) for glyph in found] == [(1, 18)]
