"""What the checks of codes share: how likely each code of a table is, compared with the one that was read."""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.support.mrz_print import Posteriors
from docforensics.formats.alphabet import FILLER, LETTERS, SYMBOLS
from docforensics.mrz.icao import is_issuer, is_known_defect, is_nationality

Codes = NDArray[np.intp]
"""(n, 3) indices into `SYMBOLS`."""


@cache
def issuer_codes() -> Codes:
    """List what may stand for an issuer: ICAO's table, and the known defects that are no proof of anything."""
    return _codes(lambda code: is_issuer(code) or is_known_defect(code))


@cache
def nationality_codes() -> Codes:
    """List what may stand for a nationality: ICAO's table, and the known defects."""
    return _codes(lambda code: is_nationality(code) or is_known_defect(code))


def _codes(belongs: Callable[[str], bool]) -> Codes:
    shapes = [*("".join(letters) for letters in product(LETTERS, repeat=3)), *(f"{one}<<" for one in LETTERS)]
    table = np.array(
        [[SYMBOLS.index(symbol) for symbol in code] for code in shapes if belongs(code)], dtype=np.intp
    )
    table.setflags(write=False)
    return table


def likelihoods(posteriors: Posteriors, codes: Codes) -> NDArray[np.float64]:
    """Compute the probability (n,) of every code of a table, given the posteriors (3, 37)."""
    return np.asarray(
        np.prod([posteriors[place, codes[:, place]] for place in range(3)], axis=0), dtype=np.float64
    )


def likeliest(posteriors: Posteriors, codes: Codes) -> tuple[str, float]:
    """Give the likeliest code of a table, and its probability against that of what was read."""
    chances = likelihoods(posteriors, codes)
    best = int(chances.argmax())
    code = "".join(SYMBOLS[index] for index in codes[best]).rstrip(FILLER)
    return code, float(chances[best] / np.prod(posteriors.max(axis=1)))


def chance_of(codes: Codes) -> float:
    """Give the share of all three-symbol texts that a table holds."""
    return len(codes) / len(SYMBOLS) ** 3
