"""Manifests: a row a side, a column a light."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from docforensics.batch import manifest, parquet
from docforensics.batch.listing import find_entries
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, SideKind
from docforensics.errors import UsageError
from docforensics.reach import Reach

Write = Callable[[Mapping[str, str]], Path]
TEXT = """id,visible,uv,side,channel,colour
007,a.jpg,a-uv.jpg,front,scanner,red
007,b.jpg|b2.jpg,,back,scanner,
008,/elsewhere/c.jpg,,,,
"""


def test_rows_of_one_id_are_sides_of_one_document(write: Write) -> None:
    """Addresses are beside the manifest, frames of a light stand between bars, an id stays as it is written."""
    folder = write({"m.csv": TEXT})
    first, second = find_entries(folder / "m.csv").walk()
    assert (first.name, second.name) == ("007", "008")
    assert [side.side for side in first.sides] == [SideKind.FRONT, SideKind.BACK]
    assert [picture.light for picture in first.sides[0].pictures] == [Light.VISIBLE, Light.UV]
    assert [picture.address for picture in first.sides[1].pictures] == [f"{folder}/b.jpg", f"{folder}/b2.jpg"]
    assert first.sides[0].channel is Channel.SCANNER
    assert second.pictures[0].address == "/elsewhere/c.jpg"


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    """With nulls where nothing is said; without ids the first file is the name."""
    pq.write_table(
        pa.table({"visible": ["a.jpg", "b.jpg"], "ir": [None, "b-ir.jpg"]}), tmp_path / "m.parquet"
    )
    first, second = find_entries(tmp_path / "m.parquet").walk()
    assert (first.name, len(first.pictures)) == ("a.jpg", 1)
    assert (second.name, second.pictures[1].light) == ("b.jpg", Light.IR)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,file\n1,a.jpg\n", "expected a column visible"),
        ("id,visible\n1,\n", "row 1: no file"),
        ("id,visible,side\n1,a.jpg,top\n", "row 1: side: expected one of"),
        ("id,visible\n1,a.jpg\n2,b.jpg\n1,c.jpg\n", "row 3: '1' stands there before"),
        ("id,visible\n1\n", "no csv file"),
        ("visible,size_mm\na.jpg,9x9\n", "row 1: size_mm: expected sides"),
    ],
)
def test_a_mistake_is_told_with_its_row(write: Write, text: str, told: str) -> None:
    """Before anything is examined."""
    with pytest.raises(UsageError, match=told):
        find_entries(write({"m.csv": text}) / "m.csv")


def test_damaged_parquet_is_told(tmp_path: Path) -> None:
    """Whatever byte it is damaged at, what is raised is this package's own."""
    file = tmp_path / "m.parquet"
    pq.write_table(pa.table({"visible": ["a.jpg", "b.jpg"]}), file)
    raw, told = file.read_bytes(), set()
    for place in range(0, len(raw), 5):
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :])
        try:
            told.add(find_entries(file).count)
        except UsageError as error:
            told.add(str(error).partition(":")[0])
    assert f"{file} is no parquet file" in told


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(UsageError, match="no such manifest"):
        find_entries(tmp_path / "m.csv")


def test_a_column_states_the_size_of_pages(write: Write) -> None:
    """Of documents that have none of Doc 9303's; empty takes the scan's."""
    folder = write({"m.csv": "visible,size_mm\na.jpg,150x66\nb.jpg,\n"})
    first, second = find_entries(folder / "m.csv").walk()
    assert (first.sides[0].size_mm, second.sides[0].size_mm) == ((150.0, 66.0), None)


def test_a_pipe_is_no_manifest(tmp_path: Path) -> None:
    """Nobody writes to it: to read it would wait for ever."""
    os.mkfifo(tmp_path / "m.csv")
    with pytest.raises(UsageError, match="not a regular file"):
        find_entries(tmp_path / "m.csv")


def test_a_zero_byte_is_in_the_name_of_no_file(write: Write) -> None:
    """The document fails by it; with or without leave to read elsewhere."""
    folder = write({"m.csv": "visible\na\0b\n"})
    for reach in (Reach(), Reach(outside=True)):
        (entry,) = find_entries(folder / "m.csv", reach=reach).walk()
        assert "is the name of no file" in entry.pictures[0].refused


def test_only_known_columns_are_read_and_none_twice(write: Write) -> None:
    """Of fifty thousand columns one; of two of one name none can be meant."""
    columns = ",".join(f"c{number}" for number in range(2000))
    folder = write(
        {"m.csv": f"visible,{columns}\na.jpg{',' * 2000}\n", "twice.csv": "visible,visible\na,b\n"}
    )
    assert [entry.name for entry in find_entries(folder / "m.csv").walk()] == ["a.jpg"]
    with pytest.raises(UsageError, match="stands there twice"):
        find_entries(folder / "twice.csv")


@pytest.mark.parametrize(
    "column",
    [
        pa.ListArray.from_arrays(pa.array([0, 1 << 20], pa.int32()), pa.nulls(1 << 20)),
        pa.array([b"a.jpg"]),
        pa.array([1]),
    ],
)
def test_columns_of_other_types_are_refused_by_the_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: pa.Array
) -> None:
    """Before anything is decoded: half a kilobyte can be a list of thirty million nulls. Ids may be whole numbers."""
    pq.write_table(pa.table({"id": [7], "visible": ["a.jpg"]}), tmp_path / "number.parquet")
    assert next(find_entries(tmp_path / "number.parquet").walk()).name == "7"
    pq.write_table(pa.table({"visible": column}), tmp_path / "m.parquet")
    monkeypatch.setattr(parquet, "run", None)
    with pytest.raises(UsageError, match="expected texts in the column visible"):
        find_entries(tmp_path / "m.parquet")


def test_parquet_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes can state a million rows, or one long text for each."""
    many = pa.table(
        {"visible": pa.DictionaryArray.from_arrays(pa.array([0] * 3000, pa.int8()), pa.array(["a.jpg"]))}
    )
    pq.write_table(many, tmp_path / "many.parquet")
    monkeypatch.setattr(manifest, "_MOST_ROWS", 2999)
    with pytest.raises(UsageError, match="at most 2999 rows, it has 3000"):
        find_entries(tmp_path / "many.parquet")
    pq.write_table(pa.table({"visible": ["x" * 70_000]}), tmp_path / "long.parquet")
    with pytest.raises(UsageError, match="a cell of more than 65536 bytes"):
        find_entries(tmp_path / "long.parquet")
