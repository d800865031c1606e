"""Few documents of one's own: thresholds move, weights stay, the report says so."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import few_shot, fit
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.table import verdict_of

Table = tuple[Examined, ...]
Draw = Callable[..., Table]
LIKE = "scanner/visible"


@pytest.fixture(scope="module")
def fitted(table: Table, judged: Calibration) -> Calibration:
    """Rows fitted on the table."""
    (one,) = fit(table, judged, data_set="drawn")
    counted = [replace(row, real=judged.rows[row.check].real) for row in one.rows]
    return Calibration.of((*judged.rows.values(), *counted), [one.combination])


def elsewhere(table: Table) -> Table:
    """The same documents by another channel."""
    return tuple(replace(one, channel=Channel.PHOTO) for one in table)


def flagged(documents: Table, calibration: Calibration) -> float:
    """Share that the policy refers or worse."""
    outcomes = [verdict_of(one, calibration).outcome.value for one in documents]
    return float(np.mean([outcome in ("REFER", "ALERT") for outcome in outcomes]))


def test_twenty_genuine_documents_mend_another_source(draw: Draw, fitted: Calibration) -> None:
    """A camera whose genuine pages measure higher: flagged before, not after; forged ones are still found."""
    before, after, missed = [], [], []
    for seed in (9, 10, 11):
        source = elsewhere(draw(n=150, seed=seed, shift=1.5))
        genuine = tuple(one for one in source if not one.is_forged)
        shift = few_shot(genuine[:20], fitted, like=LIKE)
        moved = fitted.with_shift(shift)
        before.append(flagged(genuine[20:], fitted.with_shift(shift.changed(checks={}, total=0.0))))
        after.append(flagged(genuine[20:], moved))
        missed.append(1 - flagged(tuple(one for one in source if one.is_forged), moved))
    assert min(before) > 0.15
    assert np.mean(after) <= 0.03
    plain = tuple(one for one in draw(n=150, seed=9) if one.is_forged)
    assert np.mean(missed) < 1 - flagged(plain, fitted) + 0.15


def test_a_limit_beyond_the_bounds_moves_totals_without_bounds(draw: Draw, fitted: Calibration) -> None:
    """A source whose genuine documents measure as forged ones do: a fit that may claim little is mended as one that may claim much."""
    (combination,) = fitted.combinations.values()
    genuine = [replace(one, is_forged=False) for one in elsewhere(draw(n=150, seed=9)) if one.is_forged][:20]
    moves = []
    for most in (0.2, 9.0):
        bounds = {"log10_lr_min": -9.0, "log10_lr_max": most}
        families = {name: replace(one, **bounds) for name, one in combination.families.items()}
        held = replace(combination, families=families, false_alarms=((0.02, 0.6),), **bounds)
        rows = [*fitted.rows.values(), *fitted.fitted.values()]
        moves.append(few_shot(genuine, Calibration.of(rows, [held]), like=LIKE).total)
    assert moves[0] == moves[1]
    assert moves[0] < -0.1


def test_the_same_source_is_hardly_moved(draw: Draw, fitted: Calibration) -> None:
    """Where nothing differs there is little to mend."""
    own = [one for one in draw(n=60, seed=11) if not one.is_forged][:40]
    shift = few_shot(own, fitted)
    assert abs(shift.checks["security.good"]) < 0.4


def test_the_report_says_so(draw: Draw, fitted: Calibration) -> None:
    """Among the notes of every verdict under that condition."""
    own = [one for one in draw(n=20, seed=9, shift=1.0) if not one.is_forged][:20]
    moved = fitted.with_shift(few_shot(own, fitted))
    assert any("20 genuine documents" in note for note in verdict_of(own[0], moved).notes)
    assert moved.digest != fitted.digest


def test_too_few_or_mixed_documents_are_refused(draw: Draw, fitted: Calibration) -> None:
    """Four say nothing; two channels are two sources."""
    genuine = [one for one in draw(n=10) if not one.is_forged]
    with pytest.raises(CalibrationError, match="at least 5"):
        few_shot(genuine[:4], fitted)
    with pytest.raises(CalibrationError, match="one channel"):
        few_shot([*genuine[:5], replace(genuine[6], channel=Channel.PHOTO)], fitted)


def test_known_forgeries_hold_the_move_back(draw: Draw, fitted: Calibration) -> None:
    """The total does not move so far that half of them pass."""
    own = elsewhere(draw(n=30, seed=9, shift=3.0))
    genuine, forged = [o for o in own if not o.is_forged][:20], [o for o in own if o.is_forged][:20]
    alone, both = few_shot(genuine, fitted, like=LIKE), few_shot([*genuine, *forged], fitted, like=LIKE)
    assert alone.total <= both.total <= 0
    assert both.n_forged == 20
