"""Alerts made by hand: random print, a ring on it, and keys."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.alerts.model import Alert, AlertPlace, FraudSpecies, Tlp
from docforensics.alerts.numbers import make_list
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import TemplateModel

DAY = date(2026, 11, 28)
MODEL = TemplateModel(country="UTO", type="P", number=2, year=2023)
ID = "2ec9c2d0-5735-4d2f-b497-ed4f12a3a7f8"
NUMBER_KEY = bytes(range(32))


def make_keys(root: Path, first: int = 0) -> tuple[Path, Path]:
    """Write a key pair: the private key's file, and a folder with the public one."""
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(first, first + 32)))
    private, public = root / f"{first}.key.pem", root / f"public-{first}"
    public.mkdir(parents=True)
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (public / "key.pem").write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return private, public


def make_place(name: str = "place-1", **changes: Any) -> AlertPlace:
    """A place of 6 x 5 mm with a ring on random print."""
    genuine = np.random.default_rng(5).integers(150, 220, (72, 80, 3), dtype=np.uint8)
    seen = genuine.copy()
    cv2.circle(seen, (40, 36), 14, (90, 40, 120), 3, cv2.LINE_AA)
    told: dict[str, Any] = {
        "name": name,
        "box": BoxMm(left=20.0, top=30.0, right=26.0, bottom=35.0),
        "look_for": "A purple ring.",
        "genuine": genuine,
        "seen": seen,
        "equipment": ("loupe",),
    }
    return AlertPlace(**told | changes)


def make_alert(**changes: Any) -> Alert:
    """An alert with one place and one list."""
    told: dict[str, Any] = {
        "id": ID,
        "title": "Ring series",
        "issuer": "Post A of Utopia",
        "issued_on": DAY,
        "valid_from": DAY,
        "valid_to": date(2027, 11, 28),
        "model": MODEL,
        "species": FraudSpecies.COUNTERFEIT,
        "tlp": Tlp.GREEN,
        "places": (make_place(),),
        "numbers": (make_list(["UV3144810", "UV 314-4811"], NUMBER_KEY, salt=bytes(16), issuer="UTO"),),
    }
    return Alert(**told | changes)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The private key, and the folder of trusted keys."""
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Another pair, whom nobody trusts."""
    return make_keys(tmp_path_factory.mktemp("stranger"), 7)


@pytest.fixture
def alerts_made() -> Callable[..., Alert]:
    """Make alerts."""
    return make_alert
