"""A template's folder holds one template whole, whatever happens while another one is written over it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from docforensics.errors import UsageError
from docforensics.templates import whole_parts
from docforensics.templates.model import Template
from docforensics.templates.store import load_template, save_template
from docforensics.templates.whole_parts import write_parts

FORMER = {"template.json": b"{}", "visible.mean.png": b"white", "uv.mean.png": b"dull"}
NEXT = {"template.json": b"{ }", "visible.mean.png": b"whiter", "ir.mean.png": b"dark"}
OTHERS = {"notes.txt": b"mine", "history/revision-1.dftemplate": b"former", "scans/a.png": b"scan"}


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Path:
    """A template, with what its author keeps with it."""
    for name, data in {**FORMER, **OTHERS}.items():
        file = tmp_path / "card" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "card"


def _held(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _full(work: Callable[..., object], after: int) -> Callable[..., object]:
    """Do the work so often, then fail as on a full disk."""
    done: list[None] = []

    def limited(*told: object, **named: object) -> object:
        if len(done) == after:
            raise OSError(28, "No space left on device")
        done.append(None)
        return work(*told, **named)

    return limited


def test_parts_are_replaced_and_all_else_stays(folder: Path) -> None:
    """A part that the next template has not is gone, and nothing hidden is left."""
    write_parts(folder, NEXT)
    assert _held(folder) == {**NEXT, **OTHERS}
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("after", range(3))
def test_a_full_disk_leaves_the_former_template(
    folder: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """At whichever part it comes."""
    monkeypatch.setattr(whole_parts, "write_whole", _full(whole_parts.write_whole, after))
    with pytest.raises(OSError, match="No space left"):
        write_parts(folder, NEXT)
    assert _held(folder) == {**FORMER, **OTHERS}
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("after", range(6))
def test_what_was_moved_is_put_back(folder: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """And at no moment does the folder hold a `template.json` with parts of another template."""
    moves = _full(whole_parts._move, after)

    def watched(source: Path, target: Path, moved: object) -> None:
        parts = {name: data for name, data in _held(folder).items() if name in {**FORMER, **NEXT}}
        assert "template.json" not in parts or parts == FORMER
        moves(source, target, moved)

    monkeypatch.setattr(whole_parts, "_move", watched)
    with pytest.raises(OSError, match="No space left"):
        write_parts(folder, NEXT)
    assert _held(folder) == {**FORMER, **OTHERS}
    assert not list(folder.glob(".*"))


def test_a_folder_that_could_not_be_filled_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the next attempt is not told that it is there."""
    monkeypatch.setattr(whole_parts, "write_whole", _full(whole_parts.write_whole, 1))
    with pytest.raises(OSError, match="No space left"):
        write_parts(tmp_path / "card", NEXT)
    assert not (tmp_path / "card").exists()


def test_a_folder_in_the_place_of_a_part_is_refused(folder: Path) -> None:
    """What it holds is nobody's to take away."""
    (folder / "ir.mean.png").mkdir()
    (folder / "ir.mean.png" / "mine").touch()
    with pytest.raises(OSError, match="Is a directory"):
        write_parts(folder, NEXT)
    assert _held(folder) == {**FORMER, **OTHERS, "ir.mean.png/mine": b""}


def test_a_template_that_cannot_be_saved_leaves_the_former_one(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`save_template` names the folder and what the system says."""
    former = load_template(save_template(template, tmp_path / "card")).digest
    monkeypatch.setattr(whole_parts, "write_whole", _full(whole_parts.write_whole, 2))
    with pytest.raises(UsageError, match="card: cannot be written: No space left"):
        save_template(template, tmp_path / "card")
    assert load_template(tmp_path / "card").digest == former
