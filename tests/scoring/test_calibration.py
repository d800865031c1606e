"""Calibration files: validated, hashed by content, lenient only about what nobody has calibrated."""

from collections.abc import Callable
from pathlib import Path

import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration, load_calibration
from docforensics.scoring.model import Basis, CalibrationRow

Row = Callable[..., CalibrationRow]

TEXT = """
[[row]]
check = "a.b"
method = "logistic"
parameters = { centre = 1, slope = 0.5 }
log10_lr_min = -0.1
log10_lr_max = 0.5
n_genuine = 0
n_forged = 0
data_set = "made up"
basis = "expert"
"""


def written(folder: Path, text: str) -> Path:
    """Write a calibration file."""
    path = folder / "rows.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_rows_are_all_expert_and_say_so() -> None:
    """Nothing is fitted yet, so nothing claims to be."""
    rows = load_calibration().rows.values()
    assert len(rows) >= 12
    assert {row.basis for row in rows} == {Basis.EXPERT}
    assert all(row.n_genuine == row.n_forged == 0 for row in rows)


def test_a_file_is_read(tmp_path: Path) -> None:
    """One row a table."""
    calibration = load_calibration([written(tmp_path, TEXT)])
    assert calibration.row("a.b").log10_lr(2.0) == 0.5
    assert calibration.row("a.b").log10_lr(0.0) == -0.1


def test_a_check_without_a_row_weighs_nothing() -> None:
    """A plug-in that nobody has calibrated is shown, never weighed."""
    assert load_calibration().row("stranger.check").log10_lr(1e6) == 0.0


def test_the_hash_is_of_the_content(row: Row) -> None:
    """Order does not matter, a parameter does."""
    one, two = row("a.b"), row("a.c")
    assert Calibration.of([one, two]).digest == Calibration.of([two, one]).digest
    assert Calibration.of([one, two]).digest != Calibration.of([one, row("a.c", high=0.9)]).digest


def test_two_rows_of_one_check_are_refused(row: Row) -> None:
    """One check, one row."""
    with pytest.raises(CalibrationError, match="two calibration rows"):
        Calibration.of([row("a.b"), row("a.b")])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("check =", "chek ="), "chek"),
        (TEXT.replace('"expert"', '"guess"'), "guess"),
        (TEXT.replace("log10_lr_max = 0.5", "log10_lr_max = 5"), "expert"),
        (TEXT + TEXT, "two calibration rows"),
        ("[row", "not readable"),
        ("[other]\na = 1", "other"),
        ("row = 3", "row"),
        (TEXT.replace("centre = 1", 'centre = "x"'), "a.b"),
    ],
)
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    """The error says what is wrong."""
    with pytest.raises(CalibrationError, match=words):
        load_calibration([written(tmp_path, text)])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A named file must be there."""
    with pytest.raises(CalibrationError, match="nowhere"):
        load_calibration([tmp_path / "nowhere.toml"])
