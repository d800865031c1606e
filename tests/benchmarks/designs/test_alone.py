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


def lone(many: Table) -> list[Examined]:
    """Documents of which three genuine ones, of two designs, and one forged one have a ring alone; ten forged ones have it with an adverse typeface, and one without a template alone."""
    table = [quiet(one) for one in many]
    genuine = [n for n, one in enumerate(table) if one.has_template and not one.is_forged]
    forged = [n for n, one in enumerate(table) if one.has_template and one.is_forged]
    bare = next(n for n, one in enumerate(table) if not one.has_template)
    for number, high in (
        (genuine[0], 30.0),
        (genuine[1], 40.0),
        (genuine[12], 25.0),
        (forged[0], 50.0),
        (bare, 50.0),
    ):
        found = {**table[number].outcomes, RING: Measured(value=high, regions=())}
        table[number] = replace(table[number], outcomes=found)
    for number in forged[1:11]:
        both = {"mrz.typeface": Measured(value=0.6, regions=()), RING: HIGH}
        table[number] = replace(table[number], outcomes=both)
    return table


def test_lone_findings_are_counted_by_condition_and_class(many: Table) -> None:
    """With what is usual of a design: the middle of 40 and 25."""
    (found,) = counted(lone(many), Calibration.load().judged, "drawn")
    assert (found.check, found.condition, found.data_set) == (RING, "photo/visible", "drawn")
    assert (found.genuine_alone, found.forged_alone, found.usual) == (3, 1, 32.5)
    assert (found.genuine, found.forged, found.others) == (120, 120, 1)


@pytest.mark.parametrize("kept", ["one design", "few forged", "more forged alone"])
def test_what_says_too_little_is_not_named(many: Table, kept: str) -> None:
    """Lone findings of one design; a check that hardly any forged capture is adverse by; and one that stands alone on more forged captures."""
    table = []
    for one in lone(many):
        ring = one.value(RING) or 0.0
        is_lone = ring > 0 and (one.value("mrz.typeface") or 0.0) < 0
        is_silent = {
            "one design": ring == 25.0,
            "few forged": one.is_forged and not is_lone,
            "more forged alone": False,
        }[kept]
        alone = one.is_forged and not is_lone and kept == "more forged alone"
        quiet_typeface = {"mrz.typeface": Measured(value=-0.3, regions=())}
        outcomes = {
            **one.outcomes,
            **(quiet_typeface if alone else {}),
            **({RING: QUIET} if is_silent else {}),
        }
        table.append(replace(one, outcomes=outcomes))
    assert counted(table, Calibration.load().judged, "drawn") == ()


def test_it_writes_a_calibration_file(
    many: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its command, for the conditions that are asked for."""
    write(laid_out(lone(many), Calibration.load()), tmp_path / "t.parquet")
    out = tmp_path / "alone.toml"
    for condition, expected in (("photo/visible", [RING]), ("scanner/visible", [])):
        named = [str(tmp_path / "t.parquet"), "--conditions", condition, "-o", str(out)]
        monkeypatch.setattr(sys, "argv", ["alone", *named])
        main()
        assert [count.check for count in read_calibration(out).alone] == expected
    assert "alone on 3 of 120 genuine captures" in capsys.readouterr().out
    assert out.read_text().startswith("# Written by `python -m benchmarks.designs.alone ")
