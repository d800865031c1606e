"""The machine readable zone as probabilities of what is printed."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.checks.support.mrz_print import (
    around,
    boxes_of,
    confusions,
    field_name,
    listed,
    mask,
    read_print,
    read_side,
    tempered,
)
from docforensics.checks.support.unseen import HIDDEN
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS
from docforensics.page.visibility import Blindness
from tests.checks.conftest import draw, make_reading

Make = Callable[..., Document]


def test_a_zone_gives_a_row_of_probabilities_for_every_character(
    make_document: Make, td3: tuple[str, ...]
) -> None:
    """Of both lines; a field is a slice of them."""
    seen = read_print(make_document(td3))
    assert seen is not None
    assert [line.shape for line in seen.posteriors] == [(44, 37), (44, 37)]
    assert all(np.allclose(line.sum(axis=1), 1) for line in seen.posteriors)
    assert seen.whole(0)
    assert not seen.whole(2)
    number = seen.layout.field("document_number")
    assert number is not None
    assert "".join(SYMBOLS[best] for best in seen.of(number.span).argmax(axis=1)) == td3[1][:9]
    assert seen.region(number.span, "number").box.width > 9 * 2.0


def test_a_document_without_a_zone_has_no_print(make_document: Make) -> None:
    """Neither as a whole nor on its side."""
    document = make_document(None)
    assert read_print(document) is None
    assert read_side(document, 0) is None


def with_glare(pixels: np.ndarray, first: int, last: int) -> np.ndarray:
    """Burn out some columns of the second line: 8 px a mm, a pitch of 2.54 mm from 6 mm on."""
    burnt = pixels.copy()
    burnt[582:636, round((6 + 2.54 * first - 0.4) * 8) : round((6 + 2.54 * last + 2.0) * 8)] = 255
    return burnt


def zone(lines: tuple[str, ...], level: int = 222) -> np.ndarray:
    """Draw the zone on paper of this level with the noise of a sensor."""
    pixels = draw(make_reading(lines)).astype(float)
    pixels[pixels > 100] = level
    return np.clip(pixels + np.random.default_rng(1).normal(0, 1.5, pixels.shape), 0, 255).astype(np.uint8)


def test_of_a_character_under_glare_nothing_is_known(make_document: Make, td3: tuple[str, ...]) -> None:
    """Its posterior is even, whatever the reader made of it; the others keep theirs."""
    seen = read_print(make_document(td3, pixels=with_glare(zone(td3), 13, 16)))
    assert seen is not None
    assert set(seen.blind.values()) == {Blindness.GLARE}
    assert {(1, column) for column in range(13, 17)} <= set(seen.blind)
    assert {row for row, _ in seen.blind} == {1}
    assert np.allclose(seen.posteriors[1][14], 1 / 37)
    assert seen.posteriors[1][2].max() > 0.9
    birth, number = (seen.layout.field(name) for name in ("birth_date", "document_number"))
    assert birth is not None
    assert number is not None
    assert seen.hidden(birth.span) is HIDDEN[Blindness.GLARE]
    assert seen.hidden(number.span) is None


def test_where_characters_may_be_left_out_none_of_the_line_is_known(
    make_document: Make, td3: tuple[str, ...]
) -> None:
    """Under a cover, and at an uneven pitch, nobody knows which column a character stands in."""
    columns = {1: [column + 3 * (column > 14) for column in range(44)]}
    pixels = with_glare(zone(td3), 15, 17)
    seen = read_print(make_document(td3, pixels=pixels, columns=columns))
    assert seen is not None
    assert {row for row, _ in seen.blind} == {1}
    assert len(seen.blind) == 44


def test_a_zone_that_was_seen_has_no_blind_character(make_document: Make, td3: tuple[str, ...]) -> None:
    """Nor one on a page without any noise."""
    for pixels in (zone(td3), None):
        seen = read_print(make_document(td3, pixels=pixels))
        assert seen is not None
        assert not seen.blind


def test_no_character_is_certain() -> None:
    """A share of its certainty goes to what it may be confused with, most of it to look-alikes."""
    sure = np.eye(37)[[SYMBOLS.index("0")]]
    mixed = tempered(sure, 0.01)
    assert mixed[0, SYMBOLS.index("0")] == pytest.approx(0.99, abs=1e-6)
    assert mixed[0, SYMBOLS.index("O")] > 10 * mixed[0, SYMBOLS.index("X")]
    assert not mixed.flags.writeable
    assert np.allclose(confusions().sum(axis=1), 1)
    assert np.allclose(np.diag(confusions()), 0)


def test_names_and_lists_are_words() -> None:
    """Without repetition; an unknown field is named by its key."""
    assert field_name("birth_date") == "date of birth"
    assert field_name("some_field") == "some field"
    assert listed([]) == ""
    assert listed(["a", "a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert mask("A<").sum() == 2


def test_places_of_characters_are_those_that_each_has_alone(
    make_document: Make, td3: tuple[str, ...]
) -> None:
    """All of a line in one step; of none there are none."""
    (side,) = make_document(td3).sides
    assert side.mrz_reading is not None
    for line in side.mrz_reading.characters:
        assert boxes_of(side.page, line) == [around(side.page, [item]) for item in line]
    assert boxes_of(side.page, ()) == []
