"""Check digits over text and over posteriors."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from docforensics.errors import UsageError
from docforensics.formats.alphabet import DIGITS, SYMBOLS, VALUES
from docforensics.mrz.check_digit import (
    check_digit,
    digit_distribution,
    joint_distribution,
)

TEXTS = st.text(alphabet=SYMBOLS, max_size=40)


def _sure(text: str) -> NDArray[np.float64]:
    return np.eye(len(SYMBOLS))[[SYMBOLS.index(symbol) for symbol in text]]


def _vague(rows: int, seed: int = 0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).dirichlet(np.full(len(SYMBOLS), 0.2), size=rows)


@pytest.mark.parametrize(("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("", "0"), ("<<<<<<", "0")])
def test_examples_of_doc_9303(text: str, digit: str) -> None:
    """Part 3 section 4.9, examples 1 and 2; nothing and fillers give 0."""
    assert check_digit(text) == digit


@given(TEXTS)
def test_weights_run_7_3_1_from_the_left(text: str) -> None:
    """Against the rule written out another way."""
    thirds = [sum(VALUES[symbol] for symbol in text[start::3]) for start in range(3)]
    assert int(check_digit(text)) == (7 * thirds[0] + 3 * thirds[1] + thirds[2]) % 10


@pytest.mark.parametrize("text", ["a", "12-3", "É", "٣", " "])
def test_characters_without_a_value_are_refused(text: str) -> None:
    """Lower case, punctuation, other alphabets and blanks have none."""
    with pytest.raises(UsageError) as refusal:
        check_digit(text)
    assert "A-Z" in str(refusal.value)


@pytest.mark.parametrize("place", range(3))
def test_104_of_1332_replacements_go_unseen_at_any_weight(place: int) -> None:
    """7.81 %: no check digit sees G for 6, K for `<`, L for 1, U for 0 or 0 for `<`."""
    unseen = {
        a + b
        for a, b in permutations(SYMBOLS, 2)
        if check_digit("0" * place + a) == check_digit("0" * place + b)
    }
    assert len(unseen) == 104
    assert round(100 * len(unseen) / (37 * 36), 2) == 7.81
    assert {"G6", "K<", "0<", "L1", "U0"} <= unseen


@pytest.mark.parametrize("place", range(3))
def test_no_replacement_of_a_digit_by_a_digit_goes_unseen(place: int) -> None:
    """0 %: 7, 3 and 1 share no factor with 10."""
    assert not [
        pair
        for pair in permutations(DIGITS, 2)
        if len({check_digit("0" * place + symbol) for symbol in pair}) == 1
    ]


@pytest.mark.parametrize("place", range(3))
def test_10_of_90_swaps_of_adjacent_digits_go_unseen(place: int) -> None:
    """11.1 %: those of digits that differ by 5."""
    unseen = [
        (a, b)
        for a, b in permutations(DIGITS, 2)
        if check_digit("0" * place + a + b) == check_digit("0" * place + b + a)
    ]
    assert len(unseen) == 10
    assert all(abs(int(a) - int(b)) == 5 for a, b in unseen)


@given(TEXTS)
def test_certain_characters_give_a_certain_digit(text: str) -> None:
    """The distribution is then the check digit itself."""
    distribution = digit_distribution(_sure(text) if text else np.zeros((0, len(SYMBOLS))))
    assert distribution[int(check_digit(text))] == 1.0
    assert distribution.sum() == 1.0


def test_the_distribution_is_that_of_every_possible_text() -> None:
    """Against the sum over all 4^4 texts of four characters with four candidates each."""
    candidates, rng = "G60<", np.random.default_rng(3)
    chances = rng.dirichlet(np.ones(4), size=4)
    posteriors = np.zeros((4, len(SYMBOLS)))
    posteriors[:, [SYMBOLS.index(symbol) for symbol in candidates]] = chances
    wanted = np.zeros(10)
    for choice in product(range(4), repeat=4):
        text = "".join(candidates[index] for index in choice)
        wanted[int(check_digit(text))] += np.prod(chances[range(4), choice])
    assert np.allclose(digit_distribution(posteriors), wanted, atol=1e-15)


@given(st.integers(0, 44), st.integers(0, 2**32 - 1))
def test_the_distribution_is_one(rows: int, seed: int) -> None:
    """Non-negative and summing to 1, however many characters."""
    distribution = digit_distribution(_vague(rows, seed))
    assert distribution.shape == (10,)
    assert distribution.min() >= 0
    assert distribution.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("cut", [1, 2, 3, 7])
def test_the_offset_continues_the_weights(cut: int) -> None:
    """Two parts, the second with the first's length as offset, convolve to the whole."""
    rows = _vague(9)
    first, second = digit_distribution(rows[:cut]), digit_distribution(rows[cut:], offset=cut)
    joined = [sum(first[a] * second[(total - a) % 10] for a in range(10)) for total in range(10)]
    assert np.allclose(digit_distribution(rows), joined, atol=1e-15)


def test_the_posteriors_are_left_alone() -> None:
    """Read-only arrays will do."""
    rows = _vague(5)
    rows.setflags(write=False)
    before = rows.copy()
    digit_distribution(rows)
    assert np.array_equal(rows, before)


@pytest.mark.parametrize("shape", [(37,), (3, 36), (2, 3, 37)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    """The message says what was expected and what came."""
    with pytest.raises(UsageError) as refusal:
        digit_distribution(np.zeros(shape))
    assert str(shape) in str(refusal.value)


def test_two_sums_over_the_same_characters_have_the_joint_distribution_of_all_texts() -> None:
    """Against every text of three characters, each with its two likeliest symbols."""
    rng = np.random.default_rng(3)
    choices = rng.choice(len(SYMBOLS), (3, 2))
    shares = np.array([[0.7, 0.3], [0.9, 0.1], [0.4, 0.6]])
    weights = np.array([[7, 1], [3, 0], [9, 3]])
    posteriors = np.zeros((3, len(SYMBOLS)))
    expected = np.zeros((10, 10))
    for place in range(3):
        np.add.at(posteriors[place], choices[place], shares[place])
    for picks in np.ndindex(2, 2, 2):
        values = [VALUES[SYMBOLS[choices[place][pick]]] for place, pick in enumerate(picks)]
        first, second = np.array(values) @ weights % 10
        expected[first, second] += np.prod([shares[place][pick] for place, pick in enumerate(picks)])
    assert np.allclose(joint_distribution(posteriors, weights), expected, atol=1e-12)
