"""Designs measured in parts: plans travel as text, what is measured is not measured again, what broke is named and tried again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.designs import measure as measuring, work
from benchmarks.designs.measure import (
    TABLES,
    arguments,
    entry_of,
    held,
    kept_in,
    measure,
    merged,
    planned,
    progress_line,
)
from benchmarks.designs.sets import UTOPIA, DesignPlan, known_sides
from benchmarks.designs.work import BARE, DesignRecord, DesignWork, LearnedDesign, key_of
from docforensics.batch.scan import Progress
from docforensics.batch.schema import scanned_table
from docforensics.batch.settings import ScanSettings, configuration, digest
from docforensics.batch.store import ResultStore
from docforensics.batch.work import ScanTask
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.errors import UsageError

PLAN = DesignPlan(design="random-0003", split="calibration", channels=("photo",), seed=7)
RECORD = DesignRecord(
    design="random-0003",
    split="calibration",
    code="abc",
    lines=("{}",),
    unreadable={},
    seconds={"draw": 2.0},
    documents=1,
)


@pytest.fixture(scope="module")
def worker() -> DesignWork:
    """A worker as a process makes it."""
    settings = ScanSettings(inspected_on=INSPECTED_ON, work="benchmarks.designs.work:DesignWork")
    return DesignWork(settings, digest(configuration(settings)), None)


def test_a_plan_travels_as_the_address_of_an_entry() -> None:
    """To workers of this machine and of others."""
    entry = entry_of(PLAN)
    assert entry.name == "random-0003"
    assert DesignPlan.unpacked(ScanTask(entry.packed()).entry.pictures[0].address) == PLAN


def test_designs_are_named_by_number_or_by_name() -> None:
    """Those at random by a first one and a count."""
    options = arguments().parse_args(
        ["out", "--first", "80", "--n", "2", "--designs", "td2", "--split", "test"]
    )
    assert [plan.design for plan in planned(options)] == ["random-0080", "random-0081", "td2"]
    assert {(plan.split, plan.count) for plan in planned(options)} == {("test", True)}
    assert not any(plan.count for plan in planned(arguments().parse_args(["out", "--n", "2"])))


def test_a_plan_with_the_template_alone_is_another_one() -> None:
    """Plans of before, which do not name it, are those of both."""
    alone = planned(arguments().parse_args(["out", "--n", "1", "--forged", "0", "--template-alone"]))[0]
    both = replace(alone, bare=True)
    assert (alone.forged, alone.bare) == (0, False)
    assert "bare" not in both.packed()
    assert [DesignPlan.unpacked(one.packed()) for one in (alone, both)] == [alone, both]
    assert key_of(alone) != key_of(both)


@pytest.mark.parametrize(("bare", "examined"), [(True, ["", BARE]), (False, [""])])
def test_documents_are_examined_without_a_template_where_that_is_asked(
    monkeypatch: pytest.MonkeyPatch, *, bare: bool, examined: list[str]
) -> None:
    """Once with the templates of the design, and once more without any."""
    seen: list[str] = []
    monkeypatch.setattr(work, "drawn", lambda *_: [])
    monkeypatch.setattr(work, "learned_of", lambda *_: LearnedDesign())
    monkeypatch.setattr(work, "_examined", lambda _examiner, _asked, ending, _left: seen.append(ending) or ())
    work.measured(replace(PLAN, bare=bare))
    assert seen == examined


def test_what_is_measured_is_handed_over_and_not_measured_again(
    worker: DesignWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A design that results hold under the same plan and code costs nothing."""
    monkeypatch.setattr(work, "measured", lambda plan: replace(RECORD, design=plan.design))
    row = worker.row(ScanTask(entry_of(PLAN).packed()))
    assert row is not None
    assert (row["name"], row["status"], row["document"]) == ("random-0003", "examined", key_of(PLAN))
    assert worker.row(ScanTask(entry_of(PLAN).packed(), (key_of(PLAN),))) is None
    assert key_of(replace(PLAN, seed=8)) != key_of(PLAN)


def test_a_design_that_breaks_costs_itself_alone(worker: DesignWork, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reason is kept."""

    def broken(plan: DesignPlan) -> DesignRecord:
        raise ValueError(f"{plan.design} has no room")

    monkeypatch.setattr(work, "measured", broken)
    row = worker.row(ScanTask(entry_of(PLAN).packed()))
    assert row is not None
    assert row["status"] == "failed"
    assert "random-0003 has no room" in row["reason"]


def test_a_design_that_failed_is_tried_again(
    worker: DesignWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A full disk is no property of a design: the next run measures it."""

    def full(_plan: DesignPlan) -> DesignRecord:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(work, "measured", full)
    failed = worker.row(ScanTask(entry_of(PLAN).packed()))
    assert failed is not None
    _keep(tmp_path / "part-0-of-1", [failed])
    known = ResultStore(str(tmp_path / "part-0-of-1"), {"one": 1}, tables=TABLES).resume()
    monkeypatch.setattr(work, "measured", lambda _: RECORD)
    again = worker.row(ScanTask(entry_of(PLAN).packed(), known[PLAN.design]))
    assert again is not None
    assert again["status"] == "examined"


def _keep(folder: Path, rows: list[dict[str, object]]) -> None:
    store = ResultStore(str(folder), {"one": 1}, tables=TABLES)
    store.resume()
    store.add(scanned_table(rows))
    store.flush()


def test_of_several_results_a_record_goes_before_a_failure(
    worker: DesignWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In whatever order they are given."""
    monkeypatch.setattr(work, "measured", lambda _: RECORD)
    whole = worker.row(ScanTask(entry_of(PLAN).packed()))
    assert whole is not None
    broken = {**worker_row(worker, PLAN.design), "status": "failed", "reason": "broke"}
    outs = [tmp_path / "whole", tmp_path / "broken"]
    for out, row in zip(outs, (whole, broken), strict=True):
        _keep(out / "part-0-of-1", [row])
    assert merged(outs) == merged(reversed(outs)) == {PLAN.design: RECORD}


def test_results_of_another_plan_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They would be fitted on together with what is measured now; those that state no plan are taken."""
    other = replace(PLAN, seed=8)
    told = replace(RECORD, plan=PLAN.packed())
    monkeypatch.setattr(measuring, "held", lambda _: [(PLAN.design, told)])
    with pytest.raises(UsageError, match="random-0003 was measured as"):
        measure([other], tmp_path)
    assert measure([PLAN], tmp_path) == 0
    monkeypatch.setattr(measuring, "held", lambda _: [(PLAN.design, RECORD)])
    assert measure([other], tmp_path) == 0


def test_parts_are_held_together_and_a_measured_design_goes_before_one_that_broke(
    worker: DesignWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of whichever part."""
    told: Mapping[str, object] = {"one": 1}
    monkeypatch.setattr(work, "measured", lambda _: RECORD)
    whole = worker.row(ScanTask(entry_of(PLAN).packed()))
    broken = {**worker_row(worker, "random-0003"), "status": "failed", "reason": "broke"}
    for part, rows in (
        ("part-0-of-2", [whole]),
        ("part-1-of-2", [broken, {**broken, "name": "random-0004"}]),
    ):
        store = ResultStore(str(tmp_path / part), told, tables=TABLES)
        store.resume()
        store.add(scanned_table(rows))
        store.flush()
    assert dict(held(tmp_path)) == {"random-0003": RECORD, "random-0004": "broke"}


def worker_row(worker: DesignWork, name: str) -> dict[str, object]:
    """Make a row of a design, without what was found."""
    row = worker.row(ScanTask(entry_of(replace(PLAN, design=name)).packed()))
    assert row is not None
    return {key: value for key, value in row.items() if key != "described"}


def test_the_time_left_is_that_of_what_is_missing() -> None:
    """Designs that results held already took no time now."""
    progress = Progress(total=10, skipped=4, outcomes={"failed": 2})
    assert progress_line(progress, 240.0) == "6 of 10 designs, 120 s each, 8 min left"


@pytest.mark.parametrize("design", [*UTOPIA, "random-0000", "random-0005", "random-0011"])
def test_an_authority_knows_model_devices_and_perforation_of_its_sides(design: str) -> None:
    """Without a picture drawn."""
    sides = known_sides(design)
    assert sides
    for side in sides.values():
        assert side.model[0] == "UTO"
        assert all(box.width > 0 and box.height > 0 for box in side.devices)


def test_the_size_of_a_page_that_no_standard_has_is_known_too() -> None:
    """Of the first designs at random one is such."""
    sizes = {
        name: {side.size_mm for side in known_sides(name).values()}
        for name in (f"random-{n:04d}" for n in range(8))
    }
    assert any(sizes[name] != {None} for name in sizes)
    assert any(sizes[name] == {None} for name in sizes)


def test_designs_of_kept_tables_are_named(tmp_path: Path) -> None:
    """Each once, of all tables."""
    for number, names in enumerate((["random-0001", "random-0001"], ["random-0002"])):
        pq.write_table(
            pa.table({"design": pa.array(names).dictionary_encode()}), tmp_path / f"{number}.parquet"
        )
    assert kept_in(tmp_path.glob("*.parquet")) == {"random-0001", "random-0002"}
    assert kept_in(()) == set()
