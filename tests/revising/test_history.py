"""The history of a template's folder: what stays as it is when a revision is put in force, and what is refused."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docforensics.batch.lock import locked
from docforensics.capture.model import Channel
from docforensics.cli.program import main
from docforensics.errors import TemplateError, UsageError
from docforensics.parsing import encoded
from docforensics.revising.history import CaughtFile, Entry, TemplateHistory, UsedFile
from docforensics.templates.learning.update import RESTORES, revision_of
from docforensics.templates.pack import pack_of_parts, pack_parts
from docforensics.templates.parts import JSON
from docforensics.templates.store import load_template, save_template, template_parts

Advance = Callable[..., TemplateHistory]


def test_a_linked_folder_stays_a_link(folder: Path, advanced: Advance, tmp_path: Path) -> None:
    """What it leads to is what changes."""
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    advanced(link)
    assert link.is_symlink()
    assert revision_of(load_template(folder)) == 2
    TemplateHistory(link).roll_back()
    assert link.is_symlink()
    assert revision_of(load_template(folder)) == 3


def test_what_else_the_folder_holds_stays(
    folder: Path, advanced: Advance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes, a signed pack and folders of an author's; what is no longer a part goes. The folder may be the one worked in."""
    (folder / "NOTES.txt").write_text("mine")
    (folder / "scans").mkdir()
    (folder / "scans" / "one.txt").write_text("one")
    (folder / "counterfeit-9.png").write_bytes(b"a mark of none")
    monkeypatch.chdir(folder)
    advanced(Path())
    assert (folder / "NOTES.txt").read_text() == "mine"
    assert (folder / "scans" / "one.txt").read_text() == "one"
    assert not (folder / "counterfeit-9.png").exists()
    assert TemplateHistory(folder).revisions == (1,)


def test_access_rights_stay(folder: Path, advanced: Advance) -> None:
    """What only its owner may read is not opened to others by an update or a roll-back."""
    for file in folder.iterdir():
        file.chmod(0o600)
    folder.chmod(0o700)
    advanced(folder).roll_back()
    modes = {file: file.stat().st_mode & 0o777 for file in (folder, *folder.rglob("*"))}
    assert {mode for file, mode in modes.items() if file.is_dir()} == {0o700}
    assert {mode for file, mode in modes.items() if file.is_file()} == {0o600}


def test_going_back_twice_goes_further_back(folder: Path, advanced: Advance) -> None:
    """The revision that was withdrawn is not put in force again; the one before it is, until there is none."""
    for _ in range(2):
        advanced(folder)
    history = TemplateHistory(folder)
    found = [history.roll_back() for _ in range(2)]
    assert [(revision_of(one), one.provenance[RESTORES]) for one in found] == [(4, "2"), (5, "1")]
    with pytest.raises(UsageError, match="has no revision before revision 1"):
        history.roll_back()
    with pytest.raises(UsageError, match="has no revision 0 to go back to; kept are 1, 2, 3, 4"):
        history.roll_back(0)
    history.roll_back(3)
    advanced(folder)  # upon what revision 3 was
    assert TemplateHistory(folder).roll_back().provenance[RESTORES] == "3"
    assert TemplateHistory(folder).roll_back().provenance[RESTORES] == "2"


@pytest.mark.parametrize("number", ["0", "-1"])
def test_the_command_goes_back_to_a_named_revision_alone(
    folder: Path, advanced: Advance, number: str
) -> None:
    """0 is no other word for the last one."""
    advanced(folder)
    assert main(["template", "check", str(folder), "--roll-back", number]) == 2
    assert revision_of(load_template(folder)) == 2
    assert main(["template", "check", str(folder), "--roll-back"]) == 0
    assert revision_of(load_template(folder)) == 3


@pytest.mark.parametrize("content", [None, "[]"])
def test_a_history_without_its_entries_is_refused(
    folder: Path, advanced: Advance, content: str | None
) -> None:
    """It does not pass as that of a template that was never updated: used files and caught forgeries would be forgotten."""
    advanced(folder)
    entries = folder / "history" / "history.json"
    entries.unlink()
    if content is not None:
        entries.write_text(content)
    with pytest.raises(
        TemplateError, match=r"kept are 1, and history\.json names none; put back .* from a copy"
    ):
        TemplateHistory(folder)
    assert main(["template", "check", str(folder), "--roll-back"]) == 4


def test_a_history_that_lacks_a_revision_is_refused(folder: Path, advanced: Advance) -> None:
    """Every entry has the revision that it followed."""
    for _ in range(2):
        advanced(folder)
    (folder / "history" / "revision-1.dftemplate").unlink()
    with pytest.raises(TemplateError, match=r"kept are 2, and history\.json names 1, 2"):
        TemplateHistory(folder)
    entries = folder / "history" / "history.json"
    entries.write_text(json.dumps(json.loads(entries.read_text())[::-1]))
    with pytest.raises(
        TemplateError, match="does not fit: expected entries of one revision after another, got 3, 2"
    ):
        TemplateHistory(folder)


def test_a_template_that_was_written_over_another_is_refused(folder: Path, advanced: Advance) -> None:
    """Its revision begins anew: to go on would write over a kept one."""
    first = load_template(folder)
    advanced(folder)
    kept = (folder / "history" / "revision-1.dftemplate").read_bytes()
    save_template(first, folder)
    history = TemplateHistory(folder)
    for step in (history.in_force, history.roll_back, lambda: advanced(folder)):
        with pytest.raises(TemplateError, match="states revision 1, and its history ends with revision 2: "):
            step()
    assert (folder / "history" / "revision-1.dftemplate").read_bytes() == kept


def test_a_template_may_begin_its_history_with_any_revision(
    folder: Path, advanced: Advance, tmp_path: Path
) -> None:
    """A pack carries the revision in force alone."""
    advanced(folder)
    other = save_template(load_template(folder), tmp_path / "other")
    advanced(other)
    assert TemplateHistory(other).revisions == (2,)
    assert TemplateHistory(other).roll_back().provenance[RESTORES] == "2"


def test_what_cannot_be_loaded_is_not_put_in_force(folder: Path, advanced: Advance) -> None:
    """A kept revision that is damaged: the one in force stays."""
    history = advanced(folder)
    kept, before = folder / "history" / "revision-1.dftemplate", template_parts(folder)
    parts = {name: data for name, data in pack_parts(kept).items() if name != "visible.mean.png"}
    pack_of_parts(parts, "UTO-P-2-2023", kept)
    with pytest.raises(TemplateError, match=r"revision 1: visible\.mean\.png: expected .* not there"):
        history.roll_back()
    assert template_parts(folder) == before
    assert TemplateHistory(folder).revisions == (1,)


def test_a_revision_that_does_not_follow_is_refused(folder: Path) -> None:
    """Its number is that of its entry, and one more than that of the former one."""
    parts = template_parts(folder)
    entry = Entry(revision=2, made_on=date(2026, 11, 27), kind="update", of=load_template(folder).digest)
    for one in (entry, replace(entry, revision=1)):
        with pytest.raises(UsageError, match="advance: expected parts and entry of revision 2, got 1 and "):
            TemplateHistory(folder).advance(parts, one)
    assert not (folder / "history").exists()


def test_of_two_at_once_one_is_refused(folder: Path, advanced: Advance) -> None:
    """Both began from the same revision: the later one would forget the captures and forgeries of the other."""
    first, second = TemplateHistory(folder), TemplateHistory(folder)
    used = UsedFile(sha256="a" * 64)
    advanced(folder, history=first, files=(used,))
    with pytest.raises(UsageError, match="was updated or set back meanwhile; start anew"):
        advanced(folder, history=second)
    with pytest.raises(UsageError, match="was updated or set back meanwhile; start anew"):
        second.roll_back(1)
    assert TemplateHistory(folder).used == {used.sha256}


def test_what_was_edited_meanwhile_is_not_written_over(folder: Path) -> None:
    """A revision is made of what was loaded, which takes minutes."""
    entry = Entry(revision=2, made_on=date(2026, 11, 27), kind="update", of=load_template(folder).digest)
    record = json.loads((folder / JSON).read_text())
    (folder / JSON).write_bytes(encoded({**record, "licence": "edited"}))
    with pytest.raises(UsageError, match="was changed since it was loaded"):
        TemplateHistory(folder).advance(template_parts(folder), entry)
    assert load_template(folder).licence == "edited"


def test_one_writes_at_a_time(folder: Path, advanced: Advance) -> None:
    """Comparison and writing are one step: another update waits for its end."""
    with ThreadPoolExecutor(1) as pool:
        with locked(folder.parent, name=f".{folder.name}.lock"):
            waiting = pool.submit(advanced, folder)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
            assert not (folder / "history").exists()
        assert waiting.result(timeout=30).revisions == (1,)


def test_entries_of_earlier_versions_name_forgeries_alone(folder: Path, advanced: Advance) -> None:
    """Neither channel nor checks are known of them: they are asked for, and examined in the update's channel."""
    sums = ["a" * 64, "b" * 64]
    advanced(folder, caught=tuple(CaughtFile(sha256=one) for one in sums))
    entries = folder / "history" / "history.json"
    record = json.loads(entries.read_text())
    record[0]["caught"] = [{"sha256": one, "confirmed_by": []} for one in sums]
    entries.write_text(json.dumps(record))
    history = TemplateHistory(folder)
    assert history.caught == set(sums)
    assert history.found_in(sums) == {}


def test_what_found_a_forgery_is_kept_by_channel(folder: Path, advanced: Advance) -> None:
    """All checks of all revisions; where none was adverse, nothing is known of that channel."""
    one = CaughtFile(sha256="a" * 64, channel=Channel.SCANNER, checks=("a.b",))
    advanced(folder, caught=(one, replace(one, channel=Channel.UPLOAD, checks=())))
    advanced(folder, caught=(replace(one, checks=("c.d",)), replace(one, channel=Channel.PHOTO)))
    found = TemplateHistory(folder).found_in([one.sha256, "b" * 64])
    assert found == {Channel.SCANNER: ("a.b", "c.d"), Channel.PHOTO: ("a.b",)}
    assert TemplateHistory(folder).found_in(["b" * 64]) == {}
