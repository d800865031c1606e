"""How heavy a place is expected to be."""

import pytest

from docforensics.templates.comparison.expected import LEAST_MASS_MM2, heaviest_expected, rare


def test_captures_that_show_no_place_ask_for_no_more_than_a_place_worth_marking() -> None:
    """Nor do those of whom there are too few."""
    assert heaviest_expected([0.0] * 10) == pytest.approx(LEAST_MASS_MM2)
    assert heaviest_expected([]) == heaviest_expected([40.0]) == 0.0


def test_more_is_expected_than_any_of_few_captures_showed() -> None:
    """The tenth lies beyond nine in one case of ten."""
    own = [1.0, 2.0, 4.0, 0.5, 1.5, 3.0, 2.5, 0.7, 1.2]
    assert heaviest_expected(own) > max(own)
    assert heaviest_expected([2 * mass for mass in own]) == pytest.approx(2 * heaviest_expected(own))


def test_one_capture_that_shows_more_than_the_others_does_not_spread_what_is_expected() -> None:
    """Logarithms alone expect 411 mm2 of these six; of four captures too few are known to bound them."""
    own = [7.7, 0.0, 0.0, 0.0, 0.0, 4.1]
    assert heaviest_expected(own) == pytest.approx(2 * 7.7)
    assert heaviest_expected(own[:4]) > 100


@pytest.mark.parametrize(("seen", "student"), [(5, 3.747), (10, 2.821), (20, 2.539)])
def test_few_captures_tell_a_spread_poorly(seen: int, student: float) -> None:
    """Student's quantile at 99 %, to 4 %, with the mean's own error."""
    assert rare(seen) == pytest.approx(student * (1 + 1 / seen) ** 0.5, rel=0.04)
