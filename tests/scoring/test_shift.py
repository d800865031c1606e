"""Shifts: only scales move, and only documents enough count."""

from collections.abc import Callable

import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.shift import Shift

Row = Callable[..., CalibrationRow]


def shift(**changes: object) -> Shift:
    """Make a shift."""
    told = {
        "condition": "photo/visible",
        "n_genuine": 20,
        "n_forged": 0,
        "checks": {"a.b": 0.5},
        "total": -0.2,
    }
    return Shift(**{**told, **changes})  # type: ignore[arg-type]


def test_a_scale_moves_with_its_source(row: Row) -> None:
    """What was 2 for the fit is 2.5 for this source."""
    logistic = row("a.b", method="logistic", centre=2.0, slope=1.0)
    assert shift().row(logistic).log10_lr(2.5) == logistic.log10_lr(2.0)


def test_exact_ratios_and_other_checks_stay(row: Row) -> None:
    """A log10 LR has no scale to move."""
    identity, other = row("a.b"), row("a.c", method="logistic", centre=2.0, slope=1.0)
    assert shift().row(identity) is identity
    assert shift().row(other) is other


def test_the_condition_whose_weights_are_taken_is_part_of_the_digest() -> None:
    """Two calibrations that weigh otherwise have two digests."""
    own, other = shift(), shift(like="scanner/ir+uv+visible")
    assert own.canonical != other.canonical
    assert Calibration.of([], shifts=[own]).digest != Calibration.of([], shifts=[other]).digest


@pytest.mark.parametrize("changes", [{"n_genuine": 4}, {"total": 0.1}, {"total": float("nan")}])
def test_a_shift_that_nothing_supports_is_refused(changes: dict[str, object]) -> None:
    """Genuine documents alone never speak against others."""
    with pytest.raises(CalibrationError):
        shift(**changes)
