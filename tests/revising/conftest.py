"""People with keys, and a template's folder to revise."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from docforensics.capture.light import Light
from docforensics.parsing import encoded
from docforensics.resources import models_folder
from docforensics.revising.history import Entry, TemplateHistory
from docforensics.templates.learning.update import revision_of
from docforensics.templates.parts import JSON
from docforensics.templates.store import load_template, save_template, template_parts

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


@pytest.fixture(scope="module")
def white(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped template in white light alone, which is loaded in a third of the time."""
    whole = load_template(UTOPIA)
    seen = {Light.VISIBLE: whole.references[Light.VISIBLE]}
    return save_template(replace(whole, references=seen), tmp_path_factory.mktemp("white") / "template")


@pytest.fixture
def folder(white: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(white, tmp_path / "template"))


@pytest.fixture
def whole_folder(tmp_path: Path) -> Path:
    """A copy of the shipped template in three lights."""
    return Path(shutil.copytree(UTOPIA, tmp_path / "whole"))


@pytest.fixture
def advanced() -> Callable[..., TemplateHistory]:
    """Put the same template in force as its next revision, as an update does that changes no picture."""

    def advance(folder: Path, *, history: TemplateHistory | None = None, **more: Any) -> TemplateHistory:
        former = load_template(folder)
        parts, number = template_parts(folder), revision_of(former) + 1
        parts = {name: data for name, data in parts.items() if not name.startswith("counterfeit")}
        record = json.loads(parts[JSON])
        record["provenance"]["revision"] = str(number)
        entry = Entry(revision=number, made_on=date(2026, 11, 27), kind="update", of=former.digest, **more)
        history = history or TemplateHistory(folder)
        history.advance({**parts, JSON: encoded(record)}, entry)
        return history

    return advance
