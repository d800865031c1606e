"""A prior decides ties and nothing that is sure, and says what it decided."""

import numpy as np
import pytest

from docforensics.errors import UsageError
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.table import MrzFormat
from docforensics.mrz.prior import PRIORS, with_prior
from docforensics.mrz.reading import MrzCharacter, MrzReading, Settled

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def character(symbol: str, rival: str = "", share: float = 0.0) -> MrzCharacter:
    """A character read as `symbol`, with a rival that has so much of the posterior."""
    posterior = np.full(len(SYMBOLS), 1e-6)
    posterior[SYMBOLS.index(symbol)] = 1 - share
    if rival:
        posterior[SYMBOLS.index(rival)] = share
    return MrzCharacter(symbol=symbol, posterior=posterior / posterior.sum(), corners=np.zeros((4, 2)))


def reading(column: int, read: MrzCharacter, kind: MrzFormat | None = MrzFormat.TD3) -> MrzReading:
    """The specimen of Doc 9303 with one character of the second line read otherwise."""
    rows = [[character(symbol) for symbol in line] for line in LINES]
    rows[1][column] = read
    return MrzReading(characters=tuple(map(tuple, rows)), format=kind, engine="test", calibrated=True)


def test_a_letter_that_is_hardly_likelier_than_the_digit_that_belongs_there_gives_way() -> None:
    """O in a date of birth, at 60 to 40; the digit before the nationality as well."""
    for column, symbol in ((15, "O"), (9, "G")):
        rival = LINES[1][column]
        weighed = with_prior(reading(column, character(symbol, rival, 0.4)), "grammar")
        assert weighed.lines == LINES
        assert weighed.settled == (Settled(line=1, column=column, printed=symbol, symbol=rival),)
        assert weighed.characters[1][column].confidence == pytest.approx(0.4 / 0.46, abs=0.01)


def test_a_sure_letter_stays_where_a_digit_belongs() -> None:
    """That is what a forger's mistake looks like."""
    weighed = with_prior(reading(15, character("O", "0", 0.05)), "grammar")
    assert weighed.lines[1][15] == "O"
    assert weighed.settled == ()


def test_places_for_letters_and_digits_alike_are_left_as_read() -> None:
    """A document number holds either."""
    tied = reading(3, character("O", "9", 0.45))
    weighed = with_prior(tied, "grammar")
    assert np.allclose(weighed.characters[1][3].posterior, tied.characters[1][3].posterior)


def test_a_weighed_reading_is_named_and_not_called_calibrated() -> None:
    """Its posteriors speak of the grammar too."""
    plain = reading(0, character("L"))
    weighed = with_prior(plain, "grammar")
    assert (plain.prior, plain.calibrated) == (None, True)
    assert (weighed.prior, weighed.calibrated) == ("grammar", False)


def test_a_reading_of_no_known_format_is_only_named() -> None:
    """Nothing is known of its places."""
    plain = reading(15, character("O", "0", 0.4), kind=None)
    weighed = with_prior(plain, "grammar")
    assert weighed.characters == plain.characters
    assert weighed.prior == "grammar"


def test_an_unknown_prior_is_a_usage_error() -> None:
    """Its text names those there are."""
    with pytest.raises(UsageError, match="|".join(PRIORS)):
        with_prior(reading(0, character("L")), "wishful")
