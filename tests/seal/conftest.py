"""The trust of an officer in Utopia, and the public test data where they are there."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from docforensics.seal.trust import TrustStore
from sample_docs.generator.seals import pki

SHARED = Path(__file__).parents[2].parent / "shared/data/seals"


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> TrustStore:
    """Load the trust of an officer in Utopia."""
    folder = tmp_path_factory.mktemp("trust")
    pki.write_trust(folder)
    return TrustStore.load(folder)


@pytest.fixture(scope="session")
def published() -> Mapping[str, bytes]:
    """Load the published seals and certificates by name; skips where the folder is not there."""
    if not (SHARED / "vectors.json").is_file():
        pytest.skip("../shared/data/seals is not there")
    table = json.loads((SHARED / "vectors.json").read_text(encoding="utf-8"))["seals"]
    seals = {name: bytes.fromhex(text) for name, text in table.items()}
    return seals | {path.name: path.read_bytes() for path in SHARED.glob("*.crt")}
