"""Looks and shapes become posteriors that doubt where they disagree and are never certain."""

import numpy as np
import pytest

from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.hocr import HocrCharacter
from docforensics.mrz.engines.votes import combine, place, posterior_of_symbol


def look(symbol: str, confidence: float = 99.0, *choices: tuple[str, float]) -> HocrCharacter:
    """What Tesseract saw."""
    return HocrCharacter(symbol=symbol, centre=0.0, confidence=confidence, choices=choices)


def shape(**probabilities: float) -> np.ndarray:
    """Probabilities by shape; the rest is spread over all."""
    named = {name.removeprefix("_"): value for name, value in probabilities.items()}
    rest = (1 - sum(named.values())) / len(SYMBOLS)
    return np.array([named.get(symbol, 0.0) + rest for symbol in SYMBOLS])


def p(posterior: np.ndarray, symbol: str) -> float:
    """Its probability of a symbol."""
    return float(posterior[SYMBOLS.index(symbol)])


def test_agreement_is_sure_but_not_certain() -> None:
    """A misread must never look certain."""
    posterior = combine([look("A"), look("A"), look("A")], shape(A=0.98))
    assert 0.98 < p(posterior, "A") < 0.9999
    assert posterior.sum() == pytest.approx(1)
    assert posterior.min() > 1e-5


def test_disagreement_lowers_the_confidence() -> None:
    """O beside 0 is doubted."""
    agreed = combine([look("O")] * 3, shape(O=0.9, _0=0.08))
    doubted = combine([look("0")] * 3, shape(O=0.9, _0=0.08))
    assert p(doubted, "O") < p(agreed, "O")
    assert p(doubted, "0") > p(agreed, "0")


def test_a_cell_that_nobody_saw_is_what_its_shape_says() -> None:
    """Fillers are painted over before Tesseract looks."""
    posterior = combine([None, None, None], shape(**{"<": 0.98}))
    assert SYMBOLS[int(posterior.argmax())] == "<"


def test_nothing_seen_and_no_shape_leave_no_symbol_likely() -> None:
    """An unreadable cell says so."""
    posterior = combine([None], shape())
    assert posterior.max() < 0.1


def test_symbols_that_are_confused_share_what_is_left() -> None:
    """Where 0 is read, O is the next to think of."""
    posterior = combine([look("0")] * 3, shape(_0=0.98))
    others = np.delete(posterior, [SYMBOLS.index("0"), SYMBOLS.index("O")])
    assert p(posterior, "O") > 3 * others.max()


def test_foreign_symbols_are_no_evidence() -> None:
    """Whatever slips through the whitelist."""
    posterior = combine([look("é", 99.0)], shape(E=0.9))
    assert SYMBOLS[int(posterior.argmax())] == "E"


def test_characters_are_placed_in_order_even_where_their_boxes_are_off() -> None:
    """A box half a cell off does not push its neighbour out."""
    seen = [look("U"), look("T"), look("O"), look("6")]
    placed = place(seen, [2.0, 3.2, 4.55, 5.1], 8)
    assert [c.symbol if c else "." for c in placed] == list("..UTO6..")


def test_a_character_too_many_is_left_out() -> None:
    """An O seen twice in one cell."""
    seen = [look("T"), look("0"), look("O"), look("7")]
    placed = place(seen, [0.0, 0.52, 0.98, 2.0], 3)
    assert [c.symbol if c else "." for c in placed] == list("TO7")


@pytest.mark.parametrize(("characters", "length"), [(0, 5), (3, 0)])
def test_no_characters_or_no_cells_place_nothing(characters: int, length: int) -> None:
    """Empty is not an error."""
    assert place([look("A")] * characters, [0.0] * characters, length) == [None] * length


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_without_figures_is_believed_with_reserve(symbol: str) -> None:
    """PassportEye tells no confidence at all."""
    posterior = posterior_of_symbol(symbol)
    assert SYMBOLS[int(posterior.argmax())] == symbol
    assert 0.85 < posterior.max() < 0.96
