"""A reading holds what was seen and nothing that cannot be: probabilities that sum to one, symbols of the zone's alphabet."""

import numpy as np
import pytest

from docforensics.errors import UsageError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.reading import MrzCharacter, MrzReading

CORNERS = np.array([[10.2, 5.0], [20.0, 5.0], [20.0, 18.9], [10.2, 18.9]])


def character(symbol: str, sure: float = 1.0) -> MrzCharacter:
    """As sure as told; what is left goes to the filler."""
    posterior = np.zeros(len(SYMBOLS))
    posterior[SYMBOLS.index("<")] = 1 - sure
    posterior[SYMBOLS.index(symbol)] += sure
    return MrzCharacter(symbol=symbol, posterior=posterior, corners=CORNERS.copy())


def test_lines_are_the_symbols_in_order_and_as_sure_as_the_least_sure() -> None:
    """Two lines of any length, none made equal to the other."""
    reading = MrzReading(
        characters=((character("P"), character("<")), (character("0", 0.7), character("O"), character("9"))),
        format=None,
        engine="test",
    )

    assert reading.lines == ("P<", "0O9")
    assert reading.text == "P<\n0O9"
    assert reading.confidence == pytest.approx(0.7)
    assert not reading.calibrated
    assert (reading.prior, reading.settled) == (None, ())


def test_a_character_has_a_box_around_its_corners() -> None:
    """Whole pixels that hold all of it."""
    box = character("7").box

    assert (box.left, box.top) == (10, 5)
    assert box.right >= 20
    assert box.bottom >= 19


def test_a_character_cannot_be_changed_afterwards() -> None:
    """Evidence."""
    one = character("7")

    for values in (one.posterior, one.corners):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0.5


@pytest.mark.parametrize(
    ("symbol", "posterior", "corners", "named"),
    [
        ("7", np.full(36, 1 / 36), CORNERS, "posterior: expected \\(37,\\)"),
        ("7", np.full(37, 0.5), CORNERS, "sum to 1"),
        ("7", np.r_[[1.5, -0.5], np.zeros(35)], CORNERS, "sum to 1"),
        ("7", np.eye(37)[7], CORNERS[:3], "corners: expected \\(4, 2\\)"),
        ("*", np.eye(37)[7], CORNERS, "one of A-Z 0-9 <"),
        ("", np.eye(37)[7], CORNERS, "one of A-Z 0-9 <"),
    ],
)
def test_what_cannot_be_is_refused(
    symbol: str, posterior: np.ndarray, corners: np.ndarray, named: str
) -> None:
    """Named, with what is expected."""
    with pytest.raises(UsageError, match=named):
        MrzCharacter(symbol=symbol, posterior=posterior.copy(), corners=corners.copy())


@pytest.mark.parametrize("characters", [(), ((character("P"),), ())])
def test_a_reading_without_characters_is_none(characters: tuple[tuple[MrzCharacter, ...], ...]) -> None:
    """No line, or a line without any."""
    with pytest.raises(UsageError, match="at least one line"):
        MrzReading(characters=characters, format=None, engine="test")
