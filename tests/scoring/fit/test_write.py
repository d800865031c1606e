"""What is written is read back as it was."""

from pathlib import Path

from docforensics.scoring.calibration import Calibration
from docforensics.scoring.calibration_file import read_calibration
from docforensics.scoring.fit import fit, to_toml
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.shift import Shift


def test_a_fit_survives_writing(table: tuple[Examined, ...], judged: Calibration, tmp_path: Path) -> None:
    """Rows, combination and shifts, to the digit."""
    fits = fit(table, judged, data_set='drawn, "seed" 3')
    shift = Shift(
        condition="photo/visible",
        like="scanner/visible",
        n_genuine=20,
        n_forged=0,
        checks={"a.b": 0.5},
        total=-0.1,
    )
    file = tmp_path / "rows.toml"
    file.write_text(to_toml(fits, [shift]), encoding="utf-8")
    found = read_calibration(file)
    assert found.rows == fits[0].rows
    assert found.combinations == (fits[0].combination,)
    assert found.shifts == (shift,)
