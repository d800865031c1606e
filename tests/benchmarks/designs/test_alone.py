"""Counting how often a check stood alone over designs."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.designs.alone import counted, main
from benchmarks.designs.table import laid_out, write
from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.calibration_file import read_calibration
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]
RING = "portrait.portrait_ring"
QUIET, HIGH = Measured(value=0.0, regions=()), Measured(value=30.0, regions=())


def quiet(one: Examined) -> Examined:
    """The same document with nothing adverse."""
    return replace(one, outcomes={"mrz.typeface": Measured(value=-0.3, regions=()), RING: QUIET})


def test_lone_findings_are_counted_by_condition_and_class(many: Table) -> None:
    """Two genuine documents and one forged one have a ring alone; with an adverse typeface beside it, or without a template, it is not counted."""
    shipped = Calibration.load().judged
    table = [quiet(one) for one in many]
    genuine = [n for n, one in enumerate(table) if one.has_template and not one.is_forged][:3]
    forged = [n for n, one in enumerate(table) if one.has_template and one.is_forged][:2]
    bare = next(n for n, one in enumerate(table) if not one.has_template)
    for number in (*genuine[:2], forged[0], bare):
        table[number] = replace(table[number], outcomes={**table[number].outcomes, RING: HIGH})
    for number in (genuine[2], forged[1]):
        both = {"mrz.typeface": Measured(value=0.6, regions=()), RING: HIGH}
        table[number] = replace(table[number], outcomes=both)
    (found,) = counted(table, shipped, "drawn")
    assert (found.check, found.condition, found.data_set) == (RING, "photo/visible", "drawn")
    assert (found.genuine_alone, found.forged_alone, found.genuine_most) == (2, 1, 30.0)
    assert (found.genuine, found.forged, found.others) == (120, 120, 1)


def test_it_writes_a_calibration_file(
    many: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its command and the code of the tables."""
    table = [quiet(one) for one in many]
    first = next(n for n, one in enumerate(table) if one.has_template and not one.is_forged)
    table[first] = replace(table[first], outcomes={**table[first].outcomes, RING: HIGH})
    write(laid_out(tuple(table), Calibration.load()), tmp_path / "t.parquet")
    out = tmp_path / "alone.toml"
    monkeypatch.setattr(sys, "argv", ["alone", str(tmp_path / "t.parquet"), "-o", str(out)])
    main()
    (count,) = read_calibration(out).alone
    assert (count.check, count.genuine_alone, count.data_set) == (RING, 1, "20 random designs")
    assert "refers nothing alone" in capsys.readouterr().out
    assert out.read_text().startswith("# Written by `python -m benchmarks.designs.alone ")
