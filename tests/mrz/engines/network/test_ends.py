"""A character that is lost at an end of a line is found again; paper beside a line that is printed short is not read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.network.ends import with_lost_ends
from docforensics.mrz.engines.network.lines import LineRead, read_band
from docforensics.mrz.engines.network.model import load_model
from docforensics.page.band.find import find_mrz_bands, grey_of


def lines_of(pixels: Pixels) -> tuple[LineRead, ...]:
    """The lines of a drawn zone."""
    return read_band(load_model(), pixels, find_mrz_bands(pixels)[0])


def texts(lines: tuple[LineRead, ...]) -> tuple[str, ...]:
    """As read."""
    return tuple("".join(SYMBOLS[int(s.scores.argmax())] for s in line.symbols) for line in lines)


def without(line: LineRead, first: int, last: int) -> LineRead:
    """The line with characters lost at its ends."""
    return replace(line, symbols=line.symbols[first : len(line.symbols) - last])


@pytest.fixture
def grey(draw_mrz: Callable[..., Any], td3: tuple[str, ...]) -> Pixels:
    """A zone of a passport."""
    return grey_of(draw_mrz(td3).pixels)


@pytest.mark.parametrize(("first", "last"), [(1, 0), (0, 1), (0, 2), (1, 1)])
def test_lost_characters_are_found_where_another_line_has_them(
    grey: Pixels, td3: tuple[str, ...], first: int, last: int
) -> None:
    """One or two of the second line."""
    one, two = lines_of(grey)
    found = with_lost_ends(load_model(), load_model(), grey, (one, without(two, first, last)))
    assert texts(found) == td3
    places = np.array([symbol.x for symbol in found[1].symbols])
    assert np.allclose(places, [symbol.x for symbol in two.symbols], atol=3)


def test_lost_characters_are_found_where_all_lines_lack_them(grey: Pixels, td3: tuple[str, ...]) -> None:
    """A format has no lines of 43."""
    lines = tuple(without(line, 1, 0) for line in lines_of(grey))
    assert texts(with_lost_ends(load_model(), load_model(), grey, lines)) == td3


def test_a_line_that_is_printed_short_stays_short(draw_mrz: Callable[..., Any], td3: tuple[str, ...]) -> None:
    """Beside it is paper."""
    shorter = (td3[0], td3[1][:-1])
    pixels = grey_of(draw_mrz(shorter).pixels)
    lines = lines_of(pixels)
    assert texts(with_lost_ends(load_model(), load_model(), pixels, lines)) == shorter


def test_nothing_is_read_beyond_the_picture(grey: Pixels, td3: tuple[str, ...]) -> None:
    """Where the last character was cut off with the picture."""
    lines = lines_of(grey)
    last = lines[1].symbols[-1]
    edge = int(lines[1].cut.placed([(last.x - lines[1].pitch / 2, last.y)])[0, 0])
    cut = np.ascontiguousarray(grey[:, :edge])
    found = with_lost_ends(load_model(), load_model(), cut, tuple(without(line, 0, 1) for line in lines))
    assert texts(found) == tuple(line[:-1] for line in td3)
