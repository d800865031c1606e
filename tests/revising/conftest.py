"""People with keys, and a template's folder to revise."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from docforensics.resources import models_folder

UTOPIA = models_folder() / "templates" / "UTO-P-2-2023"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Folder of trusted public keys."""
    folder = tmp_path / "keys"
    folder.mkdir()
    return folder


@pytest.fixture
def person(tmp_path: Path, keys: Path) -> Callable[[str], Path]:
    """Make the private key of a person whose public key is trusted."""

    def make(name: str) -> Path:
        key = Ed25519PrivateKey.generate()
        (keys / f"{name}.pem").write_bytes(
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        file = tmp_path / f"{name}.pem"
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return file

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped template."""
    copy = tmp_path / "template"
    shutil.copytree(UTOPIA, copy)
    return copy
