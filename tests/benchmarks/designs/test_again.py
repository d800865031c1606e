"""Checks measured anew on the designs of a kept table: their columns change, and nothing else."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.designs import again
from benchmarks.designs.again import check_known, put_together, wanted_of
from benchmarks.designs.sets import DesignPlan
from benchmarks.designs.table import AGAIN, columns_of, laid_out, read, write
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Measured, undetermined
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.outcomes import Examined, to_line

RING, TYPEFACE = "portrait.portrait_ring", "mrz.typeface"
Table = tuple[Examined, ...]


@pytest.fixture
def kept(many: Table, tmp_path: Path) -> Callable[..., Path]:
    """A table of designs with their plans."""

    def made(documents: Table = many, *, planned: bool = True) -> Path:
        designs = sorted({one.design for one in documents})
        plans = {design: DesignPlan(design=design, split="calibration").packed() for design in designs}
        told = {"plan": json.dumps(plans if planned else {}), "code": json.dumps(dict.fromkeys(designs, "a"))}
        write(laid_out(documents, Calibration.load()).replace_schema_metadata(told), tmp_path / "t.parquet")
        return tmp_path / "t.parquet"

    return made


def test_designs_are_measured_anew_by_their_own_plans(kept: Callable[..., Path], many: Table) -> None:
    """Documents with a template alone, and no false alarms are counted."""
    wanted = wanted_of(kept(), [RING], everything=False)
    assert [one.plan.design for one in wanted] == sorted({one.design for one in many})
    assert not any(one.plan.count for one in wanted)
    names = {name for one in wanted for name in one.documents}
    assert names == {one.document for one in many if one.has_template}


def test_designs_that_a_check_was_never_asked_on_are_left_out(kept: Callable[..., Path], many: Table) -> None:
    """But for where all are wanted."""
    nothing = undetermined("nothing of the kind", why=Why.NO_REFERENCE_HERE, expected=False)
    first = min(one.design for one in many)
    documents = tuple(
        replace(one, outcomes={**one.outcomes, RING: nothing}) if one.design == first else one for one in many
    )
    file = kept(documents)
    assert first not in {one.plan.design for one in wanted_of(file, [RING], everything=False)}
    assert first in {one.plan.design for one in wanted_of(file, [RING], everything=True)}


def test_a_table_without_plans_is_refused(kept: Callable[..., Path]) -> None:
    """It is not known how its documents are drawn."""
    with pytest.raises(UsageError, match="states no plan"):
        wanted_of(kept(planned=False), [RING], everything=False)


def test_columns_of_the_check_change_and_no_others(kept: Callable[..., Path], many: Table) -> None:
    """And the metadata state which code measured them."""
    file = kept()
    whose = next(one for one in many if one.has_template)
    anew = {whose.document: replace(whose, outcomes={RING: Measured(value=77.0, regions=())})}
    wanted = [one for one in wanted_of(file, [RING], everything=False) if one.plan.design == whose.design]
    table, before = put_together(file, anew, wanted), pq.read_table(file)
    others = [name for name in before.column_names if name not in columns_of(RING)]
    assert table.select(others).equals(before.select(others))
    write(table, file)
    found = {one.document: one.outcomes for one in read(file)}
    assert found[whose.document][RING] == Measured(value=77.0, regions=())
    for name in columns_of(RING):
        for document, cell, former in zip(
            *(table[column].to_pylist() for column in ("document", name)),
            before[name].to_pylist(),
            strict=True,
        ):
            assert document == whose.document or cell == former
    told = json.loads(pq.read_schema(file).metadata[AGAIN.encode()])
    assert list(told) == [whose.design]
    assert list(told[whose.design]) == [RING]
    assert "code" in {name.decode() for name in pq.read_schema(file).metadata}


def test_a_check_that_there_is_none_of_is_refused(kept: Callable[..., Path]) -> None:
    """Before hours of measuring."""
    file = kept()
    check_known([RING], file)
    with pytest.raises(UsageError, match=r"no check portrait\.rings"):
        check_known([RING, "portrait.rings"], file)


def test_designs_that_fail_are_named_and_the_others_kept(
    kept: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is kept is not measured again, unless something else is asked."""
    wanted = wanted_of(kept(), [RING], everything=False)
    asked: list[str] = []

    def measured(one: again.Wanted) -> list[str]:
        asked.append(one.plan.design)
        if one is wanted[0]:
            raise UsageError("no template")
        return [to_line(found) for found in read(tmp_path / "t.parquet") if found.document in one.documents]

    monkeypatch.setattr(again, "measured_again", measured)
    monkeypatch.setattr(again, "ProcessPoolExecutor", ThreadPoolExecutor)
    documents, failed = again._run(wanted, tmp_path / "kept", 1)
    assert failed == {wanted[0].plan.design: "no template"}
    assert {one.document for one in documents} == {name for one in wanted[1:] for name in one.documents}
    asked.clear()
    again._run(wanted, tmp_path / "kept", 1)
    assert asked == [wanted[0].plan.design]
    asked.clear()
    again._run([replace(one, checks=(TYPEFACE,)) for one in wanted], tmp_path / "kept", 1)
    assert asked == [one.plan.design for one in wanted]
