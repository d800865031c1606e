"""A save is whole or is not made, and what was there stays until it is."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from docforensics.editing.saving import TemplateFolder
from docforensics.errors import UsageError
from docforensics.parsing import encoded
from docforensics.resources import models_folder
from docforensics.templates.store import load_template, template_parts


def record_of(folder: Path) -> dict[str, Any]:
    """What its template.json holds, with another licence."""
    return {**json.loads((folder / "template.json").read_text(encoding="utf-8")), "licence": "edited"}


def content(folder: Path) -> dict[str, bytes]:
    """All files by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_over_the_opened_folder_one_file_is_written(folder: Path) -> None:
    """The pictures stay as they are, and nothing is left beside them."""
    before = content(folder)
    (folder / "template.json").chmod(0o640)
    writer = TemplateFolder.over(folder, template_parts(folder))
    writer.save(record_of(folder), template_parts(folder))
    after = content(folder)
    assert load_template(folder).licence == "edited"
    assert {name for name in after if after[name] != before.get(name)} == {"template.json"}
    assert set(after) == set(before)
    assert (folder / "template.json").stat().st_mode & 0o777 == 0o640


def test_a_save_that_breaks_off_leaves_what_was_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the disk is full, or the program ends."""
    before = content(folder)
    writer = TemplateFolder.over(folder, template_parts(folder))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="cannot be written: No space left"):
        writer.save(record_of(folder), template_parts(folder))
    assert content(folder) == before
    other = TemplateFolder.new(folder.parent / "other")
    with pytest.raises(UsageError, match="No space left"):
        other.save(record_of(folder), template_parts(folder))
    assert [path.name for path in folder.parent.iterdir()] == ["card"]
    monkeypatch.undo()
    writer.save(record_of(folder), template_parts(folder))
    assert load_template(folder).licence == "edited"


def test_what_another_program_wrote_since_is_not_overwritten(folder: Path) -> None:
    """Such as counts of false alarms."""
    writer = TemplateFolder.over(folder, template_parts(folder))
    record = record_of(folder)
    theirs = encoded({**record, "licence": "theirs"})
    (folder / "template.json").write_bytes(theirs)
    with pytest.raises(UsageError, match="changed by another program"):
        writer.save(record, template_parts(folder))
    assert (folder / "template.json").read_bytes() == theirs


def test_a_new_folder_has_every_file(folder: Path) -> None:
    """Made with those above it, at the first save; later ones change it."""
    out = folder.parent / "new" / "place"
    before = content(folder)
    writer = TemplateFolder.new(out)
    assert not out.parent.exists()
    writer.save(record_of(folder), template_parts(folder))
    assert load_template(out).licence == "edited"
    assert set(content(out)) == set(before)
    writer.save({**record_of(folder), "licence": "again"}, template_parts(folder))
    assert load_template(out).licence == "again"
    assert content(folder) == before
    assert [path.name for path in out.parent.iterdir()] == ["place"]


def test_an_empty_folder_is_taken(folder: Path) -> None:
    """As a person makes one before."""
    out = folder.parent / "empty"
    out.mkdir()
    TemplateFolder.new(out).save(record_of(folder), template_parts(folder))
    assert load_template(out).licence == "edited"


def test_folders_that_cannot_be_written_are_refused_before_anything_is_edited(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A packed file, what comes with this package, what is there already, and what nobody may write in."""
    packed, parts = folder.parent / "a.dftemplate", template_parts(folder)
    packed.write_bytes(b"")
    with pytest.raises(UsageError, match="packed file; name a folder to write with --output"):
        TemplateFolder.over(packed, parts)
    with pytest.raises(UsageError, match="comes with this package"):
        TemplateFolder.over(models_folder() / "templates" / "UTO-P-2-2023", parts)
    for there in (packed, folder):
        with pytest.raises(UsageError, match=r"--output: .* is there already"):
            TemplateFolder.new(there)
    with pytest.raises(UsageError, match=r"--output: .* no folder that you may write in"):
        TemplateFolder.new(packed / "below")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="card: cannot be written"):
        TemplateFolder.over(folder, parts)


def test_the_folder_worked_in_can_be_the_other_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given as a dot, which has no name of its own."""
    empty = folder.parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    TemplateFolder.new(Path()).save(record_of(folder), template_parts(folder))
    assert load_template(empty).licence == "edited"
