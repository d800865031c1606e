"""What is drawn as one counts as one, and stands in one fold."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.fit.folds import check_designs
from docforensics.scoring.fit.ratios import cllr_error, supported
from docforensics.scoring.fit.units import Units
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]
Draw = Callable[..., Table]


def folds_of(table: Table, units: Units, kind: str) -> dict[str, set[int]]:
    """Give the folds in which each name stands."""
    found: dict[str, set[int]] = {}
    for one, fold in zip(table, units.fold.tolist(), strict=True):
        found.setdefault(getattr(one, kind), set()).add(fold)
    return found


def test_designs_stand_in_one_fold_with_what_shares_their_press(draw_designs: Draw) -> None:
    """Two designs of one press are never fitted and tested apart."""
    table = tuple(
        replace(one, press=f"press-{int(one.design.rpartition('-')[2]) // 2}") for one in draw_designs(20)
    )
    units = Units.of_designs(table)
    assert units.apart == ("design", "press", "device")
    assert all(len(folds) == 1 for folds in folds_of(table, units, "press").values())
    assert set(np.bincount(units.fold)) == {64}


def test_designs_with_genuine_documents_alone_make_no_groups_of_forged_ones(draw_designs: Draw) -> None:
    """One device links all designs that have forged documents: kept apart by device they would stand in one fold, and nothing could be fitted."""
    linked = draw_designs(12, devices=1)
    alone = tuple(one for one in draw_designs(10, seed=3) if not one.is_forged)
    units = Units.of_designs((*linked, *alone))
    assert "device" not in units.apart
    assert (
        len({int(fold) for fold, one in zip(units.fold, (*linked, *alone), strict=True) if one.is_forged}) > 1
    )


def test_devices_that_link_all_designs_are_counted_and_not_kept_apart(draw_designs: Draw) -> None:
    """Three devices leave three groups: folds keep designs apart, and the bound is that of three devices."""
    table = draw_designs(20, devices=3)
    units = Units.of_designs(table)
    assert units.apart == ("design", "press")
    assert all(len(folds) == 1 for folds in folds_of(table, units, "design").values())
    forged = np.array([one.is_forged for one in table])
    _, high = units.supported(np.where(forged, 9.0, -9.0), ~forged, forged)
    assert high == pytest.approx(np.log10(3), abs=0.02)


def test_folds_do_not_depend_on_the_order_of_the_table(draw_designs: Draw) -> None:
    """Designs are dealt by their names."""
    table = draw_designs(20)
    assert Units.of_designs(table[::-1]).fold.tolist() == Units.of_designs(table).fold.tolist()[::-1]


@pytest.mark.parametrize("per", [2, 8, 50])
def test_more_documents_of_the_same_designs_support_no_more(draw_designs: Draw, per: int) -> None:
    """Twenty designs support a ratio of about twenty, however many documents there are of each."""
    table = draw_designs(20, per=per)
    forged = np.array([one.is_forged for one in table])
    low, high = Units.of_designs(table).supported(np.where(forged, 9.0, -9.0), ~forged, forged)
    assert high == pytest.approx(np.log10(20), abs=0.02)
    assert low == pytest.approx(-high)


def test_documents_that_are_units_each_count_as_before() -> None:
    """Shares of one are documents."""
    rng = np.random.default_rng(1)
    genuine, forged = rng.normal(-1, 1, 60), rng.normal(1, 1, 40)
    assert supported(genuine, forged, (np.ones(60), np.ones(40))) == supported(genuine, forged)


def test_the_error_of_a_cost_is_that_of_its_designs() -> None:
    """Eight documents that always agree tell no more than one of them."""
    rng = np.random.default_rng(2)
    genuine, forged = rng.normal(-1, 1, 30), rng.normal(1, 1, 30)
    units = np.arange(30)
    once = cllr_error(genuine, forged, (units, units))
    again = cllr_error(
        np.repeat(genuine, 8), np.repeat(forged, 8), (np.repeat(units, 8), np.repeat(units, 8))
    )
    assert again == pytest.approx(once)
    assert cllr_error(np.repeat(genuine, 8), np.repeat(forged, 8)) < once / 2


def test_documents_without_a_design_are_refused(draw_designs: Draw) -> None:
    """By name."""
    table = draw_designs(12)
    with pytest.raises(CalibrationError, match=rf"{table[0].document}: .* needs the design"):
        check_designs((replace(table[0], design=""), *table[1:]))


def test_too_few_designs_for_folds_are_refused(draw_designs: Draw) -> None:
    """Four cannot be dealt into five."""
    with pytest.raises(CalibrationError, match="at least 5 designs"):
        Units.of_designs(draw_designs(4))
