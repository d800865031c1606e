"""A store is judged before anything is written: what it is, where its links lead, and the day that its pile was begun on."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from docforensics.batch.discover import entry
from docforensics.batch.discover.entry import discover_templates
from docforensics.batch.discover.gather import LearnedPile
from docforensics.batch.discover.run import Discovery
from docforensics.errors import UsageError


@pytest.mark.parametrize(
    ("file", "says"), [("template.json", "is itself a template"), ("UTO.dftemplate", "of another origin")]
)
def test_a_template_and_a_store_of_packed_ones_are_refused(tmp_path: Path, file: str, says: str) -> None:
    """As a store of folders is; nothing is written there."""
    (tmp_path / file).touch()
    with pytest.raises(UsageError, match=says):
        discover_templates(tmp_path, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [file]


def test_a_pack_in_a_store_in_which_a_pile_was_begun_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    """Whoever packs a discovered template may leave it there."""
    (tmp_path / ".pile").mkdir()
    (tmp_path / "UTO.dftemplate").touch()
    assert entry._root(tmp_path) == tmp_path


@pytest.mark.parametrize("name", [".pile", "group-01"])
def test_a_link_in_the_place_of_a_folder_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    """What it leads to keeps its content and its permissions."""
    victim, store = tmp_path / "victim", tmp_path / "store"
    victim.mkdir(mode=0o755)
    store.mkdir()
    (store / name).symlink_to(victim)
    before = victim.stat().st_mode
    with pytest.raises(UsageError, match=rf"{name}: cannot be written: .* is a link"):
        discover_templates(tmp_path, store)
    assert (victim.stat().st_mode, list(victim.iterdir())) == (before, [])
    assert [one.name for one in store.iterdir()] == [name]


def test_templates_to_compare_with_are_not_written_through_a_link(
    tmp_path: Path, learned: Callable[..., LearnedPile]
) -> None:
    """In the pile's folder, which others may write to."""
    (tmp_path / "victim").mkdir()
    (tmp_path / ".pile").mkdir()
    (tmp_path / ".pile" / "templates-1").symlink_to(tmp_path / "victim")
    steps = SimpleNamespace(root=tmp_path, run=lambda *_, **__: iter(()))
    discovery = Discovery(steps=steps, listing=None, least=4)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"templates-1: cannot be written: .* is a link"):
        discovery._compared(learned("group-01"), "templates-1", None)  # type: ignore[arg-type]
    assert not list((tmp_path / "victim").iterdir())
    (tmp_path / ".pile" / "templates-1").unlink()
    assert discovery._compared(learned("group-01"), "templates-1", None) == {}  # type: ignore[arg-type]
    assert (tmp_path / ".pile" / "templates-1" / "group-01" / "template.json").exists()


def _begun(tmp_path: Path) -> Path:
    (tmp_path / ".pile").mkdir()
    return tmp_path / ".pile" / "begun"


def test_the_day_that_a_pile_was_begun_on_is_kept(tmp_path: Path) -> None:
    """One that was cut off while it was written states none, and is written anew."""
    file = _begun(tmp_path)
    file.write_text("2026-11-25", encoding="ascii")
    assert entry._day(tmp_path) == date(2026, 11, 25)
    file.write_bytes(b"2026-\xff" * 10_000)
    assert file.stat().st_size > 10
    assert entry._day(tmp_path).isoformat() == file.read_text(encoding="ascii")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_in_its_place_is_named(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe without a writer is not waited for."""
    make(_begun(tmp_path))
    with pytest.raises(UsageError, match=r"\.pile/begun: cannot be "):
        entry._day(tmp_path)


def test_a_full_disk_is_told_where_the_day_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As everywhere else."""
    _begun(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(entry, "write_whole", full)
    with pytest.raises(UsageError, match=r"\.pile/begun: cannot be written: No space left on device"):
        entry._day(tmp_path)
