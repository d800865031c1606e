"""Signatures of template packs, and the keys that a user trusts."""

from pathlib import Path

import pytest

from docforensics.errors import TemplateError
from docforensics.templates.signing import TemplateKeys, key_id, sign

serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
MANIFEST = b'{"parts": {}}'


def _pair(folder: Path, name: str) -> tuple[Path, Path]:
    """Private and public key as files."""
    folder.mkdir(exist_ok=True)
    key = ed25519.Ed25519PrivateKey.generate()
    private, public = folder.parent / f"{name}.key", folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    private.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public.write_bytes(key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    return private, public


def test_a_signature_of_a_trusted_maker_is_valid_for_its_manifest_alone(tmp_path: Path) -> None:
    """A manifest that was changed afterwards is an error, not merely untrusted."""
    private, public = _pair(tmp_path / "trusted", "maker")
    signature, signer = sign(MANIFEST, private)
    keys = TemplateKeys.load(public)
    assert keys.ids == (signer,)
    assert keys.verify(MANIFEST, signature, signer)
    with pytest.raises(TemplateError, match="what it covers was changed"):
        keys.verify(MANIFEST + b" ", signature, signer)


def test_a_signer_who_is_not_trusted_is_no_error(tmp_path: Path) -> None:
    """The signature is not looked at; the pack counts as unsigned."""
    _pair(tmp_path / "trusted", "maker")
    private, _ = _pair(tmp_path / "others", "other")
    signature, signer = sign(MANIFEST, private)
    assert not TemplateKeys.load(tmp_path / "trusted").verify(MANIFEST, signature, signer)


def test_a_folder_gives_all_its_keys_by_id(tmp_path: Path) -> None:
    """The id is made of the key and not of the file's name."""
    for name in ("a", "b"):
        _pair(tmp_path / "trusted", name)
    ids = TemplateKeys.load(tmp_path / "trusted").ids
    assert len(set(ids)) == 2
    assert key_id(b"0" * 32) not in ids
    assert len(key_id(b"0" * 32)) == 16


@pytest.mark.parametrize(
    "content", [b"", b"not a key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]
)
def test_what_is_no_key_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    """As a trusted key and as a private key; and so is a folder without any."""
    file = tmp_path / "broken.pem"
    file.write_bytes(content)
    with pytest.raises(TemplateError, match=r"broken\.pem: expected an Ed25519 public key"):
        TemplateKeys.load(file)
    with pytest.raises(TemplateError, match=r"broken\.pem: expected an Ed25519 private key"):
        sign(MANIFEST, file)
    (tmp_path / "empty").mkdir()
    with pytest.raises(TemplateError, match="found none"):
        TemplateKeys.load(tmp_path / "empty")
