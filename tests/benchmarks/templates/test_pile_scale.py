"""What a run goes on with."""

from pathlib import Path

import pytest

from benchmarks.templates import pile_scale


class _Table:
    def __init__(self, *rows: tuple[str, bytes | None]) -> None:
        self._rows = rows

    def to_pylist(self) -> list[dict[str, object]]:
        return [{"name": name, "described": described} for name, described in self._rows]


def test_of_several_rows_of_a_name_the_last_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that failed later does not hide what was found."""
    (tmp_path / pile_scale.FOLDER / "pages-0").mkdir(parents=True)
    tables = [_Table(("a", b"1"), ("b", b"1")), _Table(("a", b"2"), ("b", None))]
    monkeypatch.setattr(pile_scale, "read_parts", lambda *_: tables)
    assert dict(pile_scale._rows(tmp_path, "pages")) == {"a": b"2", "b": b"1"}
