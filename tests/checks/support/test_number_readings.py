"""What a document number may read."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.number_readings import _readings, numbers_of
from docforensics.document import Document
from docforensics.formats.alphabet import SYMBOLS

Make = Callable[..., Document]


def _rows(*characters: Mapping[str, float]) -> np.ndarray:
    rows = np.zeros((len(characters), len(SYMBOLS)))
    for row, one in zip(rows, characters, strict=True):
        for symbol, chance in one.items():
            row[SYMBOLS.index(symbol)] = chance
    return rows


def test_the_number_of_a_clear_zone_is_its_only_likely_reading(make_document: Make) -> None:
    """With nearly all of the probability."""
    found = numbers_of(make_document())
    assert not isinstance(found, Abstained)
    assert max(found, key=found.__getitem__) == "L898902C3"
    assert found["L898902C3"] > 0.9


def test_a_doubtful_character_gives_two_readings() -> None:
    """Fillers at the end are no part of the number; what is hardly possible is left out."""
    found = dict(_readings(_rows({"A": 1.0}, {"0": 0.7, "O": 0.295, "Q": 0.005}, {"<": 1.0})))
    assert found == {"A0": pytest.approx(0.7), "AO": pytest.approx(0.295)}


def test_of_too_many_readings_the_likeliest_is_left() -> None:
    """Else one unreadable number would be looked up a thousand times."""
    doubtful = {"0": 0.4, "O": 0.35, "Q": 0.25}
    assert list(dict(_readings(_rows(*[{"A": 1.0}, *[doubtful] * 4])))) == ["A0000"]


def test_without_a_zone_there_is_none(make_document: Make) -> None:
    """With the reason."""
    found = numbers_of(make_document(None))
    assert isinstance(found, Abstained)
    assert found.why is Why.NO_MRZ
