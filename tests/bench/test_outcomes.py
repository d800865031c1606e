"""The table grows: what did not change is kept, a new check costs its own values, a cut line is measured again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from docforensics.bench.data_set import DataSet, Item, ItemFile, Label
from docforensics.bench.outcomes import collect, source_digest
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.outcome import Measured
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.errors import CalibrationError

Save = Callable[..., Path]
seen: list[str] = []


def measure(document: Document) -> Measured:
    """Say how wide the picture is, and remember that it was asked."""
    seen.append("asked")
    return Measured(
        value=float(document.sides[0].capture.primary.pixels.shape[1]), facts={"name": "SPECIMEN"}
    )


def check(slug: str) -> Check:
    """Make a check."""
    return Check(
        family="made",
        slug=slug,
        spec=CheckSpec(title=slug, unit="px"),
        measure=measure,
        explanation="Made up.",
    )


@pytest.fixture
def data(tmp_path: Path, make: Save) -> DataSet:
    """Two documents of two holders."""
    items = tuple(
        Item(
            id=f"d{number}",
            label=Label.GENUINE,
            pictures=(ItemFile(file=make("picture", tmp_path / f"{number}.jpg")),),
            group=f"h{number}",
            channel=Channel.SCANNER,
            split="calibration",
            document_type="TD3",
            series="2",
        )
        for number in range(2)
    )
    return DataSet(name="made", root=tmp_path, items=items)


@pytest.fixture(autouse=True)
def forget() -> None:
    """Count from nothing."""
    seen.clear()


def test_what_was_measured_is_kept(data: DataSet, tmp_path: Path) -> None:
    """A second run measures nothing and says the same."""
    table = tmp_path / "out" / "outcomes.jsonl"
    first = collect(data, table, templates=(), checks=[check("a")])
    assert (first.added, len(seen)) == (2, 2)
    assert first.examined[0].value("made.a") == 64.0
    assert (first.examined[0].model, first.examined[0].split) == ("TD3-2", "calibration")
    again = collect(data, table, templates=(), checks=[check("a")])
    assert (again.added, len(seen)) == (0, 2)
    assert again.examined == first.examined


def test_a_new_check_costs_its_own_values(data: DataSet, tmp_path: Path) -> None:
    """The others stay as they are."""
    table = tmp_path / "outcomes.jsonl"
    collect(data, table, templates=(), checks=[check("a")])
    grown = collect(data, table, templates=(), checks=[check("a"), check("b")])
    assert (grown.added, len(seen)) == (2, 4)
    assert set(grown.examined[0].outcomes) == {"made.a", "made.b"}


def test_a_line_that_was_cut_short_is_measured_again(data: DataSet, tmp_path: Path) -> None:
    """A kill leaves a part of a line."""
    table = tmp_path / "outcomes.jsonl"
    collect(data, table, templates=(), checks=[check("a")])
    text = table.read_text(encoding="utf-8")
    table.write_text(text[: len(text) - 40], encoding="utf-8")
    again = collect(data, table, templates=(), checks=[check("a")])
    assert again.added == 1
    assert collect(data, table, templates=(), checks=[check("a")]).added == 0


def test_lines_of_another_shape_are_passed_over_or_named(data: DataSet, tmp_path: Path) -> None:
    """Those that hold no document are measured again; of one that does, the table is named."""
    table = tmp_path / "outcomes.jsonl"
    collect(data, table, templates=(), checks=[check("a")])
    (line, *_) = lines = table.read_text(encoding="utf-8").splitlines()
    odd = '{"document": [1], "key": "", "sources": {}, "outcomes": {}}'
    table.write_text("\n".join([*lines, "[" * 5000, odd, "1"]) + "\n", encoding="utf-8")
    assert collect(data, table, templates=(), checks=[check("a")]).added == 0
    damaged = json.loads(line) | {"channel": "none"}
    table.write_text(json.dumps(damaged) + "\n", encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"outcomes\.jsonl: not a line of outcomes"):
        collect(data, table, templates=(), checks=[check("a")])


def test_a_changed_picture_is_measured_again(data: DataSet, tmp_path: Path, make: Save) -> None:
    """A table is of pictures, not of names."""
    table = tmp_path / "outcomes.jsonl"
    collect(data, table, templates=(), checks=[check("a")])
    make("picture", data.items[0].pictures[0].file, seed=99)
    assert collect(data, table, templates=(), checks=[check("a")]).added == 1


def test_the_table_holds_no_facts(data: DataSet, tmp_path: Path) -> None:
    """They may be the holder's."""
    table = tmp_path / "outcomes.jsonl"
    collect(data, table, templates=(), checks=[check("a")])
    assert "SPECIMEN" not in table.read_text(encoding="utf-8")


def test_what_cannot_be_read_is_named(data: DataSet, tmp_path: Path) -> None:
    """And the rest goes on."""
    data.items[0].pictures[0].file.write_bytes(b"no picture")
    found = collect(data, tmp_path / "outcomes.jsonl", templates=(), checks=[check("a")])
    assert set(found.unreadable) == {"d0"}
    assert [one.document for one in found.examined] == ["d1"]


def test_two_checks_of_one_file_have_digests_of_their_own() -> None:
    """A row of the table is of a check, not of a file."""
    assert source_digest(check("a")) != source_digest(check("b"))
