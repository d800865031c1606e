"""Several looks at one line become one posterior a cell.

Tesseract's figures are no probabilities. They are tempered here with what was measured on lines of known text
(benchmarks/mrz/calibrate_tesseract.py): how often the symbol read was another, and which.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.engines.hocr import HocrCharacter

Floats = NDArray[np.float64]

_INDEX = MappingProxyType({symbol: index for index, symbol in enumerate(SYMBOLS)})
_FIGURES = (0.0, 50.0, 65.0, 75.0, 88.0, 94.0, 97.0, 98.2, 98.8, 99.2, 100.0)
"""Figures of Tesseract, and how often a character with each is right (below)."""
_RIGHT = (0.97, 0.9, 0.5, 0.3, 0.4, 0.6, 0.78, 0.91, 0.985, 0.997, 0.998)
"""How often a character with each figure of Tesseract's is right: measured, and not monotonic. It gives figures below 50
to the first letter after a gap, for the gap's sake."""
_CHOICE_SCALE = 12.0
"""An alternative's weight falls by a factor e for so much of its figure."""
_LEAST = 1e-4
"""No single look makes a symbol less probable than this."""
_LOOK_WEIGHT = 0.2
"""Looks at one print err together, and more often than the shape does: each counts this much of it."""
_UNSTATED = 0.06
"""How often a character of an engine that states no confidence is wrong, confusions below apart."""
_ANY_MISTAKE = 0.002
"""Share of cells in which something quite different was read, after the confusions below."""
_CONFUSIONS: Mapping[str, str] = MappingProxyType(
    {
        "0": "OOOOOODQ6", "O": "00000DQ", "1": "IITL", "I": "11TLJ", "2": "ZZ7", "Z": "227", "3": "S5B", "4": "SGA",
        "5": "SSS6<", "S": "55538", "6": "G5S", "G": "6C", "7": "OTZ1", "T": "717I", "8": "BBS3", "B": "88E",
        "9": "GO", "C": "G<O", "D": "O0", "E": "FB", "F": "PE", "H": "NM", "J": "IU", "K": "<XR", "L": "IC",
        "M": "NW", "N": "MH", "P": "FR", "Q": "GO0", "U": "VJO", "V": "UY", "W": "MN", "X": "K", "Y": "VT", "<": "KC25S",
    }
)  # fmt: skip
"""What else may be printed where a symbol is read, by share of the letters named."""
_CONFUSED: Mapping[str, float] = MappingProxyType(
    {"0": 0.04, "O": 0.02, "7": 0.01, "8": 0.01, "5": 0.01, "S": 0.01, "1": 0.01, "I": 0.01, "B": 0.01, "D": 0.01}
)  # fmt: skip
"""How often that is so; 0.003 for symbols not named."""


def place(
    characters: Sequence[HocrCharacter], cells: Sequence[float], length: int
) -> list[HocrCharacter | None]:
    """Assign characters to cells in order, so that they lie as near to them as can be.

    Parameters
    ----------
    characters
        In reading order.
    cells
        Where each lies, in cells from the centre of the first.
    length
        Number of cells. A cell that no character suits stays None; a character that suits no cell is left out.
    """
    n, skip = len(characters), 0.75
    cost = np.full((n + 1, length + 1), np.inf)
    cost[0] = 0.0
    step = np.zeros((n + 1, length + 1), dtype=np.int8)
    for i in range(n + 1):
        for k in range(length + 1):
            if i and cost[i - 1, k] + skip < cost[i, k]:
                cost[i, k], step[i, k] = cost[i - 1, k] + skip, 1
            if k and cost[i, k - 1] < cost[i, k]:
                cost[i, k], step[i, k] = cost[i, k - 1], 2
            if i and k:
                here = cost[i - 1, k - 1] + min(abs(cells[i - 1] - (k - 1)), 2.0) - 0.25
                if here < cost[i, k]:
                    cost[i, k], step[i, k] = here, 3
    placed: list[HocrCharacter | None] = [None] * length
    i, k = n, length
    while i > 0 and k > 0:
        if step[i, k] == 3:
            placed[k - 1] = characters[i - 1]
            i, k = i - 1, k - 1
        elif step[i, k] == 1:
            i -= 1
        else:
            k -= 1
    return placed


def combine(looks: Sequence[HocrCharacter | None], shape: Floats) -> Floats:
    """Return the posterior (37,) of one cell from what each look saw there and from the shape it shows.

    Parameters
    ----------
    looks
        One a rendering; None where it saw nothing.
    shape
        (37,) probabilities by shape; probable fillers were painted over before Tesseract looked.
    """
    seen = [_log_evidence(look) for look in looks if look is not None]
    evidence = np.log(shape) + _LOOK_WEIGHT * np.sum(seen, axis=0) if seen else np.log(shape)
    read = np.exp(evidence - evidence.max())
    return _tempered(read / read.sum())


def _log_evidence(look: HocrCharacter) -> Floats:
    """Log probabilities (37,) of one look: the symbol read as often as its figure says, the rest as it ranks them."""
    right = float(np.interp(look.confidence, _FIGURES, _RIGHT))
    rest = np.full(len(SYMBOLS), 0.02)
    for symbol, figure in look.choices:
        if symbol in _INDEX:
            rest[_INDEX[symbol]] += np.exp((figure - 100) / _CHOICE_SCALE)
    if look.symbol not in _INDEX:
        return np.asarray(np.log(rest / rest.sum()))
    for other in _CONFUSIONS.get(look.symbol, ""):
        rest[_INDEX[other]] += 0.3
    rest[_INDEX[look.symbol]] = 0.0
    stated = (1 - right) * rest / rest.sum()
    stated[_INDEX[look.symbol]] = right
    return np.asarray(np.log(np.maximum(stated, _LEAST)), dtype=np.float64)


def _tempered(posterior: Floats) -> Floats:
    tempered = (1 - _ANY_MISTAKE) * posterior @ _PRINTED_GIVEN_READ + _ANY_MISTAKE / len(SYMBOLS)
    return np.asarray(tempered / tempered.sum(), dtype=np.float64)


def _build_table() -> Floats:
    table = np.eye(len(SYMBOLS))
    for symbol, others in _CONFUSIONS.items():
        row = _INDEX[symbol]
        share = _CONFUSED.get(symbol, 0.003)
        table[row, row] = 1 - share
        for other in others:
            table[row, _INDEX[other]] += share / len(others)
    table.setflags(write=False)
    return table


_PRINTED_GIVEN_READ = _build_table()
"""(37, 37): row = symbol read, column = symbol printed."""


def posterior_of_symbol(symbol: str) -> Floats:
    """Return the posterior (37,) of a symbol read by an engine that gives no alternatives and no figures."""
    read = np.full(len(SYMBOLS), _UNSTATED / (len(SYMBOLS) - 1))
    read[_INDEX[symbol]] = 1 - _UNSTATED
    return _tempered(read)
