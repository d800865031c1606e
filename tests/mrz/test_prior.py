"""A prior decides ties and nothing that is sure, and reports what it decided beside what is printed."""

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
        assert weighed.settled == (
            Settled(
                line=1,
                column=column,
                printed=symbol,
                symbol=rival,
                weighed=pytest.approx(0.4 / 0.46, abs=0.01),
            ),
        )
        assert weighed.characters[1][column].confidence == pytest.approx(0.4, abs=0.01)
        assert weighed.printed[1] == LINES[1][:column] + symbol + LINES[1][column + 1 :]


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


def test_a_weighed_reading_is_named_and_keeps_what_the_print_says() -> None:
    """Its posteriors are those of the print, and as well calibrated."""
    plain = reading(0, character("L"))
    weighed = with_prior(plain, "grammar")
    assert (plain.prior, weighed.prior) == (None, "grammar")
    assert weighed.calibrated
    assert (weighed.lines, weighed.printed) == (plain.lines, plain.lines)
    tied = reading(15, character("O", "0", 0.4))
    kept = with_prior(tied, "grammar")
    assert np.array_equal(kept.characters[1][15].posterior, tied.characters[1][15].posterior)
    assert kept.printed == tied.lines


@pytest.mark.parametrize(("share", "read"), [(0.2, "UTO"), (0.05, "UTG")])
def test_a_code_of_no_table_gives_way_to_one_that_is_hardly_less_likely(share: float, read: str) -> None:
    """UTG is no nationality; where its G is sure, it is printed so."""
    weighed = with_prior(reading(12, character("G", "O", share)), "grammar")
    assert weighed.lines[1][10:13] == read
    assert [one.printed for one in weighed.settled] == (["G"] if read == "UTO" else [])


def test_a_code_that_a_table_has_stays() -> None:
    """GAN is none, CAN is."""
    rows = [[character(symbol) for symbol in line] for line in LINES]
    rows[1][10:13] = [character("C", "G", 0.4), character("A"), character("N")]
    weighed = with_prior(
        MrzReading(characters=tuple(map(tuple, rows)), format=MrzFormat.TD3, engine="test"), "grammar"
    )
    assert weighed.lines[1][10:13] == "CAN"
    assert weighed.settled == ()


def test_the_first_letter_of_the_document_code_is_one_of_the_format() -> None:
    """F on a passport, where P is nearly as likely."""
    rows = [[character(symbol) for symbol in line] for line in LINES]
    rows[0][0] = character("F", "P", 0.3)
    weighed = with_prior(
        MrzReading(characters=tuple(map(tuple, rows)), format=MrzFormat.TD3, engine="test"), "grammar"
    )
    assert weighed.lines == LINES


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
