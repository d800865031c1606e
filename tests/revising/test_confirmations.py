"""Signed statements of two people: what counts as confirmed."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from docforensics.errors import TemplateError, UsageError
from docforensics.revising.confirmations import Confirmed, confirm_captures, sha256_of
from docforensics.templates.model import UNNAMED
from docforensics.templates.signing import TemplateKeys

People = Callable[[str], Path]
MODEL = "UTO-P-2-2023"


def statement(folder: Path, key: Path, *files: Path, template: str = MODEL) -> Path:
    """One person's statement, as a file."""
    out = folder / f"{key.stem}.json"
    out.write_bytes(
        confirm_captures(files, template=template, private_key=key, confirmed_on=date(2026, 11, 27))
    )
    return out


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A file that is confirmed."""
    file = tmp_path / "Mueller, Anna.png"
    file.write_bytes(b"pixels")
    return file


def test_who_confirmed_a_file(tmp_path: Path, picture: Path, person: People, keys: Path) -> None:
    """Two people are two keys; the same person twice is one."""
    anna, ben = person("anna"), person("ben")
    trusted = TemplateKeys.load(keys)
    both = [statement(tmp_path, anna, picture), statement(tmp_path, ben, picture)]
    digest = sha256_of(picture)
    assert len(Confirmed.load(both, trusted, template=MODEL).who(digest)) == 2
    assert len(Confirmed.load([both[0], both[0]], trusted, template=MODEL).who(digest)) == 1
    assert Confirmed.load(both, trusted, template=MODEL).who("0" * 64) == frozenset()


def test_a_statement_names_no_file(tmp_path: Path, picture: Path, person: People) -> None:
    """File names may be names of people."""
    assert "Mueller" not in statement(tmp_path, person("anna"), picture).read_text()


def test_a_changed_statement_is_refused(tmp_path: Path, picture: Path, person: People, keys: Path) -> None:
    """Another file in it is not what was signed."""
    file = statement(tmp_path, person("anna"), picture)
    record = json.loads(file.read_text())
    record["statement"]["files"] = ["f" * 64]
    file.write_text(json.dumps(record))
    with pytest.raises(TemplateError, match="was changed"):
        Confirmed.load([file], TemplateKeys.load(keys), template=MODEL)


def test_a_pipe_is_no_statement(tmp_path: Path, person: People, keys: Path) -> None:
    """Nobody writes to it: to read it would wait for ever."""
    person("anna")
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(TemplateError, match="not a regular file"):
        Confirmed.load([tmp_path / "a.json"], TemplateKeys.load(keys), template=MODEL)


def test_an_unknown_key_is_refused(tmp_path: Path, picture: Path, person: People, keys: Path) -> None:
    """Who is not among the trusted keys confirms nothing."""
    person("anna")
    eve = person("eve")
    (keys / "eve.pem").unlink()
    with pytest.raises(TemplateError, match="none of the trusted keys"):
        Confirmed.load([statement(tmp_path, eve, picture)], TemplateKeys.load(keys), template=MODEL)


def test_a_statement_for_another_template_is_refused(
    tmp_path: Path, picture: Path, person: People, keys: Path
) -> None:
    """A page of one model is genuine as that model."""
    file = statement(tmp_path, person("anna"), picture, template="UTO-I-1-2023")
    with pytest.raises(TemplateError, match="UTO-I-1-2023"):
        Confirmed.load([file], TemplateKeys.load(keys), template=MODEL)


def test_a_signature_on_a_pack_confirms_nothing(
    tmp_path: Path, picture: Path, person: People, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a signature is for is signed with it."""
    from docforensics.revising import confirmations
    from docforensics.templates.signing import PACK

    with monkeypatch.context() as patch:
        patch.setattr(confirmations, "_PURPOSE", PACK)
        file = statement(tmp_path, person("anna"), picture)
    with pytest.raises(TemplateError, match="was changed"):
        Confirmed.load([file], TemplateKeys.load(keys), template=MODEL)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "is no confirmation"),
        ("{}", "is no confirmation"),
        ("[" * 100_000, "is no confirmation"),
    ],
)
def test_no_statement_at_all(tmp_path: Path, person: People, keys: Path, content: str, said: str) -> None:
    """A file of something else is named."""
    person("anna")
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(TemplateError, match=said):
        Confirmed.load([file], TemplateKeys.load(keys), template=MODEL)


def test_nothing_to_confirm(person: People, tmp_path: Path) -> None:
    """No file, and one that is not there."""
    with pytest.raises(UsageError, match="at least one file"):
        confirm_captures([], template=MODEL, private_key=person("anna"))
    with pytest.raises(UsageError, match="cannot be read"):
        confirm_captures([tmp_path / "none.png"], template=MODEL, private_key=person("anna"))


def test_a_template_without_a_model_is_not_confirmed(
    tmp_path: Path, picture: Path, person: People, keys: Path
) -> None:
    """All of them have one id: what two people signed of one would hold for every other."""
    key = person("anna")
    with pytest.raises(UsageError, match=r"has no model, .* give it one first"):
        statement(tmp_path, key, picture, template=UNNAMED)
    with pytest.raises(UsageError, match="has no model"):
        Confirmed.load([], TemplateKeys.load(keys), template=UNNAMED)
