"""The model of a signed text: a misread stays small, a sure difference is large, agreement speaks a little."""

from itertools import combinations
from math import prod

import pytest

from docforensics.checks.seal._signed import _alternatives, altered_ratio


def test_agreement_speaks_for_the_signed_text() -> None:
    """Certain characters that agree leave nothing for an alteration."""
    assert altered_ratio([1e-5] * 9) < 1e-4


def test_one_sure_difference_outweighs_all_agreement() -> None:
    """One place in nine, whichever it is, and two of them more."""
    once = altered_ratio([1e-5] * 4 + [5000.0] + [1e-5] * 4)
    assert once > 100
    assert once == pytest.approx(altered_ratio([5000.0] + [1e-5] * 8))
    assert altered_ratio([5000.0] * 2 + [1e-5] * 7) > 100 * once


def test_a_doubtful_difference_does_not() -> None:
    """A character that may nearly as well be the signed one."""
    assert altered_ratio([1e-5] * 5 + [0.2]) < 0.05


def test_it_is_the_average_over_all_alterations() -> None:
    """Summed by hand over every set of places that may have been changed."""
    odds = [0.2, 3.0, 0.01, 1.5]
    few = [0.5**k for k in (1, 2, 3, 4)]
    expected = 0.0
    for k in (1, 2, 3, 4):
        weight = 0.7 * few[k - 1] / sum(few) + 0.3 / 4
        sets = list(combinations(odds, k))
        expected += weight * sum(prod(chosen) for chosen in sets) / len(sets)
    assert altered_ratio(odds) == pytest.approx(expected)


def test_altered_characters_stay_of_their_kind() -> None:
    """A digit mostly becomes another digit; no symbol becomes itself; a filler becomes anything."""
    table = _alternatives()
    assert table.sum(axis=1) == pytest.approx(1.0)
    assert table.diagonal() == pytest.approx(0.0)
    assert table[3, :10].sum() == pytest.approx(0.9)
    assert table[36, :36] == pytest.approx(1 / 36)
