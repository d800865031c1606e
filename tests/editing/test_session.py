"""What the page sends is validated, answered in words, and saved."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from docforensics.editing.session import EditSession
from docforensics.errors import UsageError
from docforensics.parsing import plain
from docforensics.templates.pack import write_pack
from docforensics.templates.store import load_template


def sent(session: EditSession, number: int = 0, **changes: Any) -> Mapping[str, Any]:
    """A request with one place changed."""
    places = plain(session.places)
    places[number].update(changes)
    return {"places": places, "revision": session.revision}


def test_a_check_writes_nothing(session: EditSession, folder: Path) -> None:
    """And says what saving would mean."""
    before = (folder / "template.json").read_bytes()
    answer = session.check(sent(session, 0, box_mm=[6, 12, 30, 42]))
    assert (answer.saved, answer.problems) == (False, ())
    assert "Saving removes the 1 counts of false alarms" in answer.consequences[1]
    assert [number for number, _ in answer.notes] == [0, 1]
    assert (folder / "template.json").read_bytes() == before


def test_a_save_is_what_is_loaded(session: EditSession, folder: Path) -> None:
    """Under its name, at its place, and a reloaded page begins there."""
    answer = session.save(sent(session, 2, name="family-name", box_mm=[36, 21, 70, 26]))
    assert answer.saved
    assert answer.revision == session.revision == 1
    feature = load_template(folder).feature("family-name")
    assert feature is not None
    assert (feature.box.top, feature.box.right) == (21, 70)
    assert session.places[2].name == "family-name"
    assert "its counts of false alarms were removed" in answer.message


def test_what_does_not_fit_is_not_saved(session: EditSession, folder: Path) -> None:
    """The problem stands with its place; what was there stays."""
    before = (folder / "template.json").read_bytes()
    answer = session.save(sent(session, 2, box_mm=[36, 20, 99, 25]))
    assert not answer.saved
    assert [(one.place, one.field) for one in answer.problems] == [(2, "box_mm")]
    assert answer.message == "Not saved: 1 place does not fit, see the list."
    assert (folder / "template.json").read_bytes() == before


def test_the_houses_own_reader_has_the_last_word(
    session: EditSession, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the words above to miss something, a template that cannot be loaded is not written all the same."""
    before = (folder / "template.json").read_bytes()
    monkeypatch.setattr("docforensics.editing.session.problems", lambda *_: ())
    answer = session.save(sent(session, 2, box_mm=[36, 20, 99, 25]))
    assert not answer.saved
    assert "reaches beyond the page" in answer.message
    assert (folder / "template.json").read_bytes() == before


def test_counts_come_back_with_what_was_taken_back(session: EditSession, folder: Path) -> None:
    """Saving compares with what was opened, and not with what was saved between."""
    first = sent(session)
    session.save(sent(session, 0, box_mm=[6, 12, 30, 42]))
    assert load_template(folder).counts == ()
    assert session.save({**first, "revision": 1}).saved
    template = load_template(folder)
    assert len(template.counts) == 1
    assert template.features[0].edges
    assert not session.counts_removed


def test_a_page_that_is_not_the_last_one_does_not_overwrite(session: EditSession) -> None:
    """Two pages of one edit: the second to save is to load again."""
    assert session.save(sent(session, 2, name="family-name")).saved
    answer = session.save({**sent(session), "revision": 0})
    assert not answer.saved
    assert "Another page" in answer.message


def test_a_packed_file_is_saved_as_a_folder_that_is_not_signed(folder: Path) -> None:
    """What it states of its signature is said before anything is saved."""
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = folder.parent / "key.pem"
    private = Ed25519PrivateKey.generate()
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    packed = write_pack(load_template(folder), folder.parent / "card.dftemplate", private_key=key)
    with pytest.raises(UsageError, match="name a folder to write with --output"):
        EditSession.open(packed)
    out = folder.parent / "out"
    session = EditSession.open(packed, out)
    assert f"key {session.opened.signer} signed it" in session.consequences[0]
    assert "does not hold" in session.consequences[0]
    assert session.save(sent(session, 2, note="two lines")).saved
    assert load_template(out).features[2].note == "two lines"
    assert len(load_template(out).counts) == 1


def test_each_save_is_reported(folder: Path) -> None:
    """For the terminal."""
    said: list[str] = []
    session = EditSession.open(folder, on_save=said.append)
    session.save(sent(session, 2, name=""))
    assert said == []
    session.save(sent(session, 2, note="two lines"))
    assert said == [f"5 places saved to {folder}."]
