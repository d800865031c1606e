"""What a document number may read."""

from collections.abc import Callable, Mapping
from itertools import product

import numpy as np
import pytest

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.number_readings import LIKELY, number_readings, numbers_of
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
    found = dict(number_readings(_rows({"A": 1.0}, {"0": 0.7, "O": 0.295, "Q": 0.005}, {"<": 1.0})))
    assert found == {"A0": pytest.approx(0.7), "AO": pytest.approx(0.295)}


def test_of_too_many_readings_the_likeliest_are_left() -> None:
    """Else one unreadable number would be looked up a thousand times; which they are does not depend on where the doubts are."""
    doubtful = {"0": 0.4, "O": 0.35, "Q": 0.25}
    found = number_readings(_rows(*[{"A": 1.0}, *[doubtful] * 4]))
    chances = list(found.values())
    assert next(iter(found)) == "A0000"
    assert len(found) == 64
    assert chances == sorted(chances, reverse=True)
    every = sorted((0.4**a * 0.35**b * 0.25**c for a, b, c in _counts(4)), reverse=True)
    assert chances == pytest.approx(every[:64])


def _counts(n: int) -> list[tuple[int, int, int]]:
    """How often each of three symbols stands in n places, once for each text."""
    return [(text.count(0), text.count(1), text.count(2)) for text in product(range(3), repeat=n)]


def test_nine_doubtful_characters_have_readings() -> None:
    """A number of which no reading is likely has less of them looked up than together would count."""
    found = number_readings(_rows(*[{"8": 0.6, "B": 0.39}] * 9))
    assert found["888888888"] == pytest.approx(0.6**9)
    assert len(found) == 64
    assert sum(found.values()) < LIKELY


def test_the_end_of_a_long_number_is_read_with_its_doubts(
    make_document: Make, td1_long: tuple[str, ...]
) -> None:
    """It stands in the optional data."""
    found = numbers_of(make_document(td1_long, doubts={(0, 17): {"Z": 0.6, "2": 0.39}}))
    assert not isinstance(found, Abstained)
    number = next(iter(found))
    assert number == "D23145890XYZ"
    assert found == {number: pytest.approx(0.6, rel=0.01), "D23145890XY2": pytest.approx(0.39, rel=0.01)}


def test_without_a_zone_there_is_none(make_document: Make) -> None:
    """With the reason."""
    found = numbers_of(make_document(None))
    assert isinstance(found, Abstained)
    assert found.why is Why.NO_MRZ
