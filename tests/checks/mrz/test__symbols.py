"""What a printer's own cut of a symbol, and what lies on a character, say of the others."""

from typing import Any

import numpy as np

from docforensics.checks.mrz._symbols import against_symbol, overlaid, veiled
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


def test_characters_under_a_reflection_are_veiled(
    make_document: Any, drawn_zone: Any, td3: tuple[str, ...]
) -> None:
    """It brightens the paper and pales the print; pale print on the zone's own paper is none, nor is print where more light falls."""
    dim = np.rint(drawn_zone(td3) * 0.7).astype(np.uint8)
    place = (slice(0, None), slice(round((LEFT + PITCH * 9.5) * 8), round((LEFT + PITCH * 13.5) * 8)))
    veil, light = dim.copy(), dim.copy()
    veil[place] = np.rint(dim[place] * 0.5 + 240 * 0.5)
    light[place] = np.rint(dim[place] * 1.3)
    pale = drawn_zone(td3, odd={(row, 10): {"ink": 0.4} for row in (0, 1)})
    assert [places_of(make_document(pixels=page)) for page in (light, pale)] == [set(), set()]
    assert places_of(make_document(pixels=veil)) == {
        (row, column) for row in (0, 1) for column in range(10, 14)
    }


def places_of(document: Any) -> set[tuple[int, int]]:
    """Line and place of each veiled character."""
    zone = read_zone(document)
    assert zone is not None
    found = np.flatnonzero(veiled(zone.glyphs, fit_ocrb(zone)))
    return {(zone.glyphs[at].line, zone.glyphs[at].place) for at in found}
