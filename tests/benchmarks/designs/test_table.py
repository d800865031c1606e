"""The table of designs: small, typed, and read back as it was to the steps that limits need."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.designs.table import (
    TablePart,
    counts_of,
    laid_out,
    origin,
    origins,
    read,
    rounded,
    step_of,
    with_counts_of,
    write,
)
from benchmarks.designs.work import DesignRecord
from docforensics.checks.outcome import Aborted, Abstained, Measured
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.outcomes import Examined, to_line
from docforensics.scoring.table import verdict_of

Table = tuple[Examined, ...]


@pytest.fixture(scope="module")
def shipped() -> Calibration:
    """The rows that steps follow."""
    return Calibration.load()


def test_documents_are_read_back(many: Table, shipped: Calibration, tmp_path: Path) -> None:
    """Words, states, counts and places; values to within the step of their check."""
    whole = (
        replace(many[0], outcomes={**many[0].outcomes, "mrz.length": Aborted(error="IndexError: 3")}),
        *many[1:],
    )
    write(laid_out(whole, shipped), tmp_path / "t.parquet")
    found = {one.document: one for one in read(tmp_path / "t.parquet")}
    assert len(found) == len(many)
    for one in whole:
        again = found[one.document]
        assert replace(again, outcomes={}) == replace(one, outcomes={})
        assert set(again.outcomes) == set(one.outcomes)
        for check, outcome in one.outcomes.items():
            if isinstance(outcome, Measured):
                assert again.value(check) == pytest.approx(
                    outcome.value, abs=(step_of(shipped.row(check)) or 1.0)
                )
            else:
                assert type(again.outcomes[check]) is type(outcome)
    bare = next(one for one in found.values() if not one.has_template)
    absent = bare.outcomes["portrait.portrait_ring"]
    assert isinstance(absent, Abstained)
    assert absent.why.value == "no_template"


def test_rounding_moves_no_ratio_by_judgement_and_no_verdict(
    many: Table, shipped: Calibration, tmp_path: Path
) -> None:
    """By more than half of what is allowed of a step."""
    write(laid_out(many, shipped), tmp_path / "t.parquet")
    before = {one.document: verdict_of(one, shipped.judged) for one in many}
    for one in read(tmp_path / "t.parquet"):
        told = before[one.document]
        assert verdict_of(one, shipped.judged).log10_lr == pytest.approx(told.log10_lr, abs=0.01)


def test_what_weighs_nothing_keeps_three_digits_and_what_is_infinite_stays(shipped: Calibration) -> None:
    """The days since a document expired are shown, not weighed."""
    row = next(row for row in shipped.rows.values() if row.method == "none")
    assert rounded([-2820.7, None, float("inf")], row) == [-2820.0, None, float("inf")]


def test_a_row_takes_little_room(
    draw_designs: Callable[..., Table], shipped: Calibration, tmp_path: Path
) -> None:
    """Far below what 120 designs on four channels may take, since words and states repeat."""
    table = draw_designs("calibration", 30, seed=4)
    assert write(laid_out(table, shipped), tmp_path / "t.parquet") / len(table) < 60


def test_counts_of_another_measurement_are_taken_by_design_and_condition(many: Table) -> None:
    """Counting takes most of a measurement: one of the checks alone may follow it."""
    counted, other = many[0], many[-1]
    assert counted.counts
    record = DesignRecord(
        design=counted.design,
        split=counted.split,
        code="",
        lines=(to_line(counted),),
        unreadable={},
        seconds={},
        documents=1,
    )
    counts = counts_of({"one": record, "broken": "no disk"})
    again = with_counts_of(replace(counted, counts={}), counts)
    assert again.counts == counted.counts
    bare = replace(other, counts={})
    assert with_counts_of(bare, counts) == bare


def test_one_channel_of_a_table_is_taken(many: Table, tmp_path: Path) -> None:
    """With a template and without; a design of another table may give the others."""
    scans = [
        replace(one, document=f"{one.document} scan", capture=one.capture.replace("photo", "flatbed"))
        for one in many
    ]
    file = tmp_path / "t.parquet"
    write(laid_out([*many, *scans], Calibration.load()), file)
    part = TablePart.named(f"{file}@flatbed")
    assert str(part) == "t.parquet@flatbed"
    assert {one.capture for one in part.documents()} == {"flatbed", "flatbed without template"}
    assert len(part.documents()) == len(scans)
    assert len(TablePart.named(str(file)).documents()) == 2 * len(scans)
    with pytest.raises(UsageError, match="no documents of messenger"):
        TablePart.named(f"{file}@messenger").documents()


def test_a_design_of_two_tables_keeps_the_code_of_each(many: Table, tmp_path: Path) -> None:
    """One channel was measured by one code, another by a later one."""
    for name in ("aaa", "bbb"):
        record = DesignRecord(
            design="d", split="test", code=name, lines=(), unreadable={}, seconds={}, documents=0
        )
        table = laid_out(many, Calibration.load()).replace_schema_metadata(origin([record]))
        write(table, tmp_path / f"{name}.parquet")
    found = origins([tmp_path / "aaa.parquet", tmp_path / "bbb.parquet"])["code"]
    assert found == {str(tmp_path / f"{name}.parquet/d"): name for name in ("aaa", "bbb")}
