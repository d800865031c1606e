"""Folds keep holders together."""

from dataclasses import replace

import numpy as np
import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.fit.folds import calibration_split, check_splits, folds
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]


def test_a_holder_is_in_one_fold(table: Table) -> None:
    """Genuine and forged alike."""
    chosen = folds(table)
    for holder in {one.holder for one in table}:
        assert len({int(fold) for fold, one in zip(chosen, table, strict=True) if one.holder == holder}) == 1


def test_folds_are_about_equal(table: Table) -> None:
    """And do not depend on the order of the table."""
    counts = np.bincount(folds(table))
    assert counts.max() - counts.min() <= 4
    assert folds(table[::-1]).tolist() == folds(table)[::-1].tolist()


def test_the_calibration_split_is_kept(table: Table) -> None:
    """And nothing else."""
    assert {one.split for one in calibration_split(table)} == {"calibration"}
    assert len(calibration_split(table)) == len(table) // 2


def test_overlapping_splits_are_refused(table: Table) -> None:
    """By name."""
    with pytest.raises(CalibrationError, match="holder calibration-0"):
        check_splits((*table, replace(table[0], split="test", document="another")))
