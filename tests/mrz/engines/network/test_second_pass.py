"""Unsure characters are looked at again, closely and where they stand; sure ones are left alone."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.network.cutting import PITCH, LineCut, normalised
from docforensics.mrz.engines.network.decoding import STRIDE, Symbol
from docforensics.mrz.engines.network.lines import LineRead
from docforensics.mrz.engines.network.model import LineModel, in_fours
from docforensics.mrz.engines.network.second_pass import look_again

GREY = np.full((64, 900), 200, np.uint8)


class Columns:
    """A network that sees `symbol` with `sureness` everywhere, and tells the shape of what it was shown."""

    def __init__(self, symbol: str, sureness: float) -> None:
        self.shape: tuple[int, ...] = ()
        self._index, self._score = SYMBOLS.index(symbol), sureness

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """See the same everywhere."""
        self.shape = batch.shape
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


def look(
    lines: tuple[LineRead, ...], columns: Columns, grey: Pixels = GREY, temperature: float = 1.0
) -> tuple[LineRead, ...]:
    """Look again with a network."""
    quick = LineModel(backend=Columns("X", 9.0), temperature=1.0)
    return look_again(quick, LineModel(backend=columns, temperature=temperature), grey, lines)


def test_only_the_unsure_character_follows_what_the_closer_looks_see() -> None:
    """They see O everywhere."""
    columns = Columns("O", 9.0)
    assert read(look((line(()), line((7,))), columns)) == ["0" * 30, "0" * 7 + "O" + "0" * 22]
    assert columns.shape == (3, 4, 16, 48)


def test_lines_that_are_sure_are_not_looked_at_again() -> None:
    """Nearly all are."""
    columns, lines = Columns("O", 9.0), (line(()), line(()))
    assert look(lines, columns) == lines
    assert columns.shape == ()


def test_of_many_unsure_characters_the_least_sure_are_looked_at() -> None:
    """What a zone costs is bounded."""
    columns = Columns("O", 9.0)
    assert read(look((line(tuple(range(30))),), columns))[0].count("O") == 16


def test_scores_are_given_in_the_scale_of_the_quick_network() -> None:
    """One temperature makes posteriors of them all."""
    (told,) = look((line((3,)),), Columns("O", 8.0), temperature=2.0)
    assert told.symbols[3].scores.max() == pytest.approx(4.0)


@pytest.mark.parametrize("x", [45.0, 203.3, 500.6])
def test_a_piece_is_seen_as_in_a_cut_of_the_whole_line(x: float) -> None:
    """Of the pixels that the answer depends on."""
    rng = np.random.default_rng(3)
    grey = np.asarray(cv2.GaussianBlur(rng.integers(0, 255, (64, 900), np.uint8), (0, 0), 2), np.uint8)
    whole = LineCut(to_image=np.array([[0.9, 0, 150], [0, 0.9, 10], [0, 0, 1]]), width=576)
    seen: list[np.ndarray] = []

    def backend(batch: np.ndarray) -> np.ndarray:
        seen.append(batch)
        return np.zeros((len(batch), 39, 2 * batch.shape[3] // STRIDE), np.float32)

    scores = np.zeros(37)
    symbol = Symbol(x=x, y=15.5, heat=0.9, scores=scores)
    model = LineModel(backend=backend, temperature=1.0)
    look_again(model, model, grey, (LineRead(cut=whole, symbols=(symbol,)),))
    left = STRIDE * round((x - 48) / STRIDE)
    expected = in_fours(normalised(whole.part(left - 128, 352).pixels(grey))[None])[0][..., 64:112]
    assert np.allclose(seen[0][0], expected)
    inside = slice(max(left, 130), min(left + 96, 440))
    if inside.stop - inside.start > 8:
        pixels = whole.pixels(grey)[:, inside].astype(int)
        piece = whole.part(left, 96).pixels(grey)[:, inside.start - left : inside.stop - left].astype(int)
        assert np.abs(pixels - piece).max() <= 1


@pytest.mark.parametrize("curve", [0.0, 2e-4])
def test_a_varied_cut_shows_the_same_line_shifted_and_stretched(curve: float) -> None:
    """Its middle row is that of the first cut, bent or not."""
    cut = LineCut(
        to_image=np.array([[0.7, 0, 5], [0, 0.7, 9], [0, 0, 1]]), width=576, curve=curve, centre=280
    )
    varied = cut.varied(shift=2.0, stretch=0.9)
    assert np.allclose(varied.placed([(100.0, 15.5)]), cut.placed([(102.0, 15.5)]))
    assert np.allclose(varied.placed([(100.0, 25.5)]), cut.placed([(102.0, 24.5)]))
