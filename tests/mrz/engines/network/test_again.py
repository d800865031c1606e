"""Unsure characters are looked at again where they stand; sure ones are left alone."""

import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.mrz.alphabet import SYMBOLS
from docforensics.mrz.engines.network.again import look_again
from docforensics.mrz.engines.network.cutting import PITCH, LineCut
from docforensics.mrz.engines.network.decoding import STRIDE, Symbol
from docforensics.mrz.engines.network.lines import LineRead
from docforensics.mrz.engines.network.model import LineModel

GREY = np.full((64, 900), 200, np.uint8)


class Columns:
    """A network that sees `symbol` with `sureness` everywhere, and counts how many lines it was shown."""

    def __init__(self, symbol: str, sureness: float) -> None:
        self.lines = 0
        self._index, self._score = SYMBOLS.index(symbol), sureness

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """See the same everywhere."""
        self.lines += len(batch)
        answer = np.zeros((len(batch), 39, 2 * batch.shape[3] // STRIDE), np.float32)
        answer[:, self._index] = self._score
        return answer


def line(unsure: tuple[int, ...]) -> LineRead:
    """Thirty characters read as 0, some hardly likelier than O."""
    symbols = []
    for k in range(30):
        scores = np.zeros(37)
        scores[[0, SYMBOLS.index("O")]] = (9.0, 8.8 if k in unsure else 0.0)
        symbols.append(Symbol(x=40.0 + PITCH * k, y=15.5, heat=0.9, scores=scores))
    cut = LineCut(to_image=np.array([[1.0, 0, 0], [0, 1, 10], [0, 0, 1]]), width=576)
    return LineRead(cut=cut, symbols=tuple(symbols))


def read(lines: tuple[LineRead, ...]) -> list[str]:
    """The most probable symbols."""
    return ["".join(SYMBOLS[int(s.scores.argmax())] for s in one.symbols) for one in lines]


def look(lines: tuple[LineRead, ...], columns: Columns, grey: Pixels = GREY) -> tuple[LineRead, ...]:
    """Look again with a network."""
    return look_again(LineModel(backend=columns, temperature=1.0), grey, lines)


def test_only_the_unsure_character_follows_what_the_other_looks_see() -> None:
    """The network now sees O everywhere."""
    columns = Columns("O", 9.0)
    assert read(look((line(()), line((7,))), columns)) == ["0" * 30, "0" * 7 + "O" + "0" * 22]
    assert columns.lines == 3


def test_lines_that_are_sure_are_not_looked_at_again() -> None:
    """Nearly all are: a second look costs as much as the first."""
    columns, lines = Columns("O", 9.0), (line(()), line(()))
    assert look(lines, columns) == lines
    assert columns.lines == 0


def test_looks_that_see_nothing_more_leave_the_reading() -> None:
    """An average, no vote."""
    assert read(look((line((3,)),), Columns("Z", 0.5))) == ["0" * 30]


@pytest.mark.parametrize("curve", [0.0, 2e-4])
def test_a_varied_cut_shows_the_same_line_shifted_and_stretched(curve: float) -> None:
    """Its middle row is that of the first cut, bent or not."""
    cut = LineCut(
        to_image=np.array([[0.7, 0, 5], [0, 0.7, 9], [0, 0, 1]]), width=576, curve=curve, centre=280
    )
    varied = cut.varied(shift=2.0, stretch=0.9)
    assert np.allclose(varied.placed([(100.0, 15.5)]), cut.placed([(102.0, 15.5)]))
    assert np.allclose(varied.placed([(100.0, 25.5)]), cut.placed([(102.0, 24.5)]))
