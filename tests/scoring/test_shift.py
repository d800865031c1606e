"""Shifts: only scales move, and only documents enough count."""

from collections.abc import Callable
from math import log10

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.scoring.counted import ModelCount
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


def test_how_far_documents_of_another_device_went_frees_no_finding(row: Row) -> None:
    """The template's author captured them; the user's device measures higher."""
    count = ModelCount(documents=6, false_alarms=1, values=(2.0,))
    where = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE}))
    plain = row("a.b", method="logistic", centre=0.0, slope=1.0)
    moved = shift(condition=where.source, like="")
    bounds = [
        Calibration.of([plain], shifts=shifts).counted_row("a.b", where, count, 4.0).most(0.0, hold=True)
        for shifts in ([], [moved])
    ]
    assert bounds == pytest.approx([log10(7), log10(3.5)])
