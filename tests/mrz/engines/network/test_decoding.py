"""Columns become characters: one pitch, no blank, and no symbol impossible."""

import numpy as np
import pytest
from numpy.typing import NDArray

from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.network.decoding import Symbol, columns_of, decode, posteriors


def answer(places: list[float], text: str, width: int = 120) -> NDArray[np.float32]:
    """What a network sure of `text` at these columns would give."""
    columns = np.full((39, width), -8.0, np.float32)
    columns[38] = 0.0
    for place, symbol in zip(places, text, strict=True):
        near = np.abs(np.arange(width) - place)
        columns[37] = np.maximum(columns[37], 4 - 12 * near)
        columns[SYMBOLS.index(symbol), near < 1.1] = 8.0
    return columns


def text_of(columns: NDArray[np.float32]) -> str:
    """The best symbols of a decoded line."""
    return "".join(SYMBOLS[int(symbol.scores.argmax())] for symbol in decode(columns))


def test_characters_a_pitch_apart_are_read_in_order() -> None:
    """Each at its place."""
    places = [10 + 4.0 * k for k in range(10)]
    found = decode(answer(places, "P<UTO12345"))
    assert text_of(answer(places, "P<UTO12345")) == "P<UTO12345"
    assert [round((symbol.x + 0.5) / 4 - 0.5, 1) for symbol in found] == places


def test_a_character_without_a_centre_is_put_where_the_pitch_wants_it() -> None:
    """A line has no blank: what stands in the gap is read there."""
    columns = answer([10 + 4.0 * k for k in range(10)], "ABCDEFGHIJ")
    columns[37, 24:29] = -8.0
    assert text_of(columns) == "ABCDEFGHIJ"


def test_a_second_centre_inside_a_character_is_left_out() -> None:
    """Two marks half a pitch apart are not two characters."""
    places = [10 + 4.0 * k for k in range(10)]
    columns = answer(places, "ABCDEFGHIJ")
    columns[37, 24] = -1.0
    assert text_of(columns) == "ABCDEFGHIJ"


def test_a_mark_far_from_the_line_is_no_part_of_it() -> None:
    """More than a few cells of nothing end a line."""
    columns = answer([10 + 4.0 * k for k in range(10)] + [100.0], "ABCDEFGHIJX")
    assert text_of(columns) == "ABCDEFGHIJ"


def test_nothing_seen_is_nothing_read() -> None:
    """No heat, no characters."""
    assert decode(np.full((39, 64), -8.0, np.float32)) == ()


def test_columns_are_told_in_cut_pixels() -> None:
    """A height of 0 is the middle row."""
    columns = columns_of(np.zeros((39, 8), np.float32))
    assert columns.heat.tolist() == [0.5] * 8
    assert columns.height.tolist() == [15.5] * 8


@pytest.mark.parametrize("temperature", [0.7, 1.0, 2.0])
def test_posteriors_sum_to_one_and_no_symbol_is_impossible(temperature: float) -> None:
    """Hotter is less sure."""
    symbols = [Symbol(x=0.0, y=0.0, heat=1.0, scores=np.linspace(0, 400, 37))]
    (probabilities,) = posteriors(symbols, temperature)
    assert abs(probabilities.sum() - 1) < 1e-9
    assert probabilities.min() > 0
    assert int(probabilities.argmax()) == 36
