"""Calibration rows: bounded, and honest about what they rest on."""

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan

import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.model import Basis, CalibrationRow

Row = Callable[..., CalibrationRow]


def test_a_logistic_row_is_a_line_within_bounds(row: Row) -> None:
    """Slope times distance from the centre, clipped."""
    made = row("a.b", method="logistic", centre=4.0, slope=0.25)
    assert made.log10_lr(6.0) == 0.5
    assert made.log10_lr(4.0) == 0.0
    assert made.log10_lr(1e9) == 1.0
    assert made.log10_lr(-1e9) == -0.2


def test_an_identity_row_passes_the_value_within_bounds(row: Row) -> None:
    """The check's own model is exact; the bounds still hold."""
    made = row("a.b")
    assert made.log10_lr(0.4) == 0.4
    assert made.log10_lr(inf) == 1.0
    assert made.log10_lr(-inf) == -0.2


def test_a_row_of_method_none_weighs_nothing(row: Row) -> None:
    """For what is only said."""
    assert row("a.b", method="none").log10_lr(1e9) == 0.0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "magic"}, "expected method"),
        ({"method": "logistic", "centre": 1.0}, "expected parameters"),
        ({"slope": 1.0}, "expected parameters"),
        ({"low": 0.1}, "log10_lr_min <= 0"),
        ({"high": -0.1}, "log10_lr_min <= 0"),
        ({"high": nan, "basis": Basis.FITTED, "n": 5}, "finite"),
        ({"high": 1.1}, "expert"),
        ({"low": -1.1}, "expert"),
        ({"basis": Basis.FITTED}, "fitted"),
    ],
)
def test_a_row_that_claims_too_much_is_refused(row: Row, options: dict[str, object], words: str) -> None:
    """An expert row stays small, a fitted one says on how many documents."""
    with pytest.raises(CalibrationError, match=words):
        row("a.b", **options)


def test_a_fitted_row_may_be_larger(row: Row) -> None:
    """As far as its data support it."""
    assert row("a.b", basis=Basis.FITTED, n=150, high=2.0).log10_lr(5) == 2.0


def test_an_isotonic_row_reads_straight_lines_between_its_points(row: Row) -> None:
    """Flat outside them, and bounded."""
    steps = replace(row("a.b"), method="isotonic", points=((0.0, -0.1), (1.0, 0.5), (2.0, 3.0)))
    assert [steps.log10_lr(value) for value in (-5, 0, 0.5, 1, 9)] == pytest.approx(
        [-0.1, -0.1, 0.2, 0.5, 1.0]
    )


@pytest.mark.parametrize(
    "points", [((1.0, 0.0), (1.0, 0.5)), ((0.0, 0.5), (1.0, 0.0)), ((0.0, float("nan")),), ()]
)
def test_points_that_do_not_rise_are_refused(row: Row, points: tuple[tuple[float, float], ...]) -> None:
    """Larger is more forged-looking."""
    with pytest.raises(CalibrationError):
        replace(row("a.b"), method="isotonic", points=points)
