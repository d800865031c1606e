"""Zones of a format's shape that are no travel document's."""

from collections.abc import Sequence

import numpy as np
import pytest

from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.recognise import format_of
from docforensics.mrz.foreign import is_foreign
from docforensics.mrz.reading import MrzCharacter, MrzReading

PLACE = np.array([[0, 0], [2, 0], [2, 3], [0, 3]], np.float64)
REGISTRATION = (
    "V<UTO7HX44821KQZ<<<<<<<<<<<<<<",
    "WVXZZZ1JZ3W386752KOMBI<2021<<<",
    "QUILL4711<<WYBROD<TRANSPORT<12",
)
"""A vehicle's number, its make and its owner: no field where Doc 9303-5 has one."""
SEASON_TICKET = (
    "CARD20260101ZONEABCD<<12345678",
    "VALIDINALLZONES<<2026<UTOPIA<<",
    "FARE<CLASS2<<NOT<TRANSFERABLE<",
)


def reading(lines: Sequence[str], certainty: float = 0.999) -> MrzReading:
    """Make a reading that is so sure of each symbol."""
    rest = (1 - certainty) / (len(SYMBOLS) - 1)

    def character(symbol: str) -> MrzCharacter:
        posterior = np.full(len(SYMBOLS), rest)
        posterior[SYMBOLS.index(symbol)] = certainty
        return MrzCharacter(symbol=symbol, posterior=posterior / posterior.sum(), corners=PLACE)

    characters = tuple(tuple(map(character, line)) for line in lines)
    return MrzReading(characters=characters, format=format_of(lines), engine="made")


@pytest.mark.parametrize("lines", [REGISTRATION, SEASON_TICKET])
def test_a_zone_of_three_lines_that_holds_something_else_is_foreign(lines: Sequence[str]) -> None:
    """Letters where dates belong, digits in the name, and check digits that do not agree."""
    assert is_foreign(reading(lines))


def test_a_zone_that_is_not_surely_read_is_not_foreign() -> None:
    """Misreads of a blurred zone look alike."""
    assert not is_foreign(reading(REGISTRATION, certainty=0.6))


@pytest.mark.parametrize("shape", ["td1", "td2", "td3"])
def test_zones_of_travel_documents_are_not(shape: str, request: pytest.FixtureRequest) -> None:
    """Whole, and with a character altered in each of two fields and both digits wrong."""
    lines: tuple[str, ...] = request.getfixturevalue(shape)
    row, column = (1, 0) if shape == "td1" else (1, 13)
    broken = f"{lines[row][:column]}XX{lines[row][column + 2 : column + 7]}Z{lines[row][column + 8 :]}"
    assert not is_foreign(reading(lines))
    assert not is_foreign(reading((*lines[:row], broken, *lines[row + 1 :])))


def test_lines_of_no_format_are_left_to_others() -> None:
    """Their shape says it already."""
    assert not is_foreign(reading(("V<UTO7HX4482", "WVXZZZ1JZ3W3", "QUILL4711<<W")))
