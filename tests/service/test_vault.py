"""Encryption of what is kept."""

import base64
from pathlib import Path

import pytest

from docforensics.errors import UsageError
from docforensics.service.blobs import Blobs, KeptError
from docforensics.service.vault import KEY_VARIABLE, SealedError, Vault, load_key, make_key

KEY = bytes(range(32))


def test_what_was_encrypted_is_read_under_its_key_and_name_alone() -> None:
    """Changed, renamed or with another key it is not."""
    vault = Vault(KEY)
    sealed = vault.encrypted(b"ERIKSSON", "a.json")
    assert b"ERIKSSON" not in sealed
    assert vault.decrypted(sealed, "a.json") == b"ERIKSSON"
    for other, data, name in (
        (vault, sealed, "b.json"),
        (vault, sealed[:-1] + b"x", "a.json"),
        (vault, b"", "a.json"),
        (Vault.passing(), sealed, "a.json"),
    ):
        with pytest.raises(SealedError, match=r"\.json was changed"):
            other.decrypted(data, name)


def test_a_key_comes_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new one is for the eyes of its user, and takes the place of none."""
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert load_key(None) is None
    monkeypatch.setenv(KEY_VARIABLE, base64.b64encode(KEY).decode())
    assert load_key(None) == KEY
    file = tmp_path / "key"
    make_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(load_key(file) or b"") == 32
    with pytest.raises(UsageError, match="cannot be made"):
        make_key(file)
    for text in ("", "short", "é" * 44):
        file.write_text(text)
        with pytest.raises(UsageError, match="32 bytes in base64"):
            load_key(file)
    with pytest.raises(UsageError, match="cannot be read"):
        load_key(tmp_path / "none")
    with pytest.raises(UsageError, match="expected 32"):
        Vault(b"x")


def test_parts_are_kept_replaced_and_dropped(tmp_path: Path) -> None:
    """Each encrypted, in its own file."""
    blobs = Blobs(str(tmp_path), Vault(KEY))
    blobs.put("ab12", "json", b"one")
    blobs.put("ab12", "json", b"two")
    assert blobs.get("ab12", "json") == b"two"
    assert blobs.get("ab12", "html") is None
    (file,) = (one for one in tmp_path.rglob("*") if one.is_file())
    assert b"two" not in file.read_bytes()
    blobs.drop("ab12", ["json", "html"])
    assert blobs.get("ab12", "json") is None


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A full disk, or here a file where a folder has to be."""
    (tmp_path / "ab").write_text("in the way")
    with pytest.raises(KeptError, match="cannot be written"):
        Blobs(str(tmp_path), Vault(KEY)).put("ab12", "json", b"one")
