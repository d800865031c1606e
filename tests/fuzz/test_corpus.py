"""The kept inputs of every harness, those that once ended badly among them, and the bombs: none raises anything but the package's own errors."""

import random
from pathlib import Path

import pytest

from fuzz.bombs import bombs
from fuzz.harnesses import HARNESSES, tried

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"
KEPT = sorted(file for file in CORPUS.rglob("*") if file.is_file())


def test_every_harness_has_seeds() -> None:
    """But for packs, whose smallest is too large to be kept."""
    assert {file.parent.name for file in KEPT} == set(HARNESSES) - {"pack"}


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_kept_inputs_raise_our_own_errors_alone(file: Path) -> None:
    """And so do some changes of each, the same at every run."""
    raw, chance = file.read_bytes(), random.Random(file.name)
    inputs = [raw, b"", raw[: len(raw) // 2]]
    for _ in range(20):
        changed = bytearray(raw)
        for place in (chance.randrange(len(raw)) for _ in range(3)):
            changed[place] = chance.randrange(256)
        inputs.append(bytes(changed))
    assert [tried(file.parent.name, one) for one in inputs] == [None] * len(inputs)


def test_there_are_as_many_bombs_as_are_stated() -> None:
    """SECURITY.md counts them; `python -m fuzz.tried` tries them, which takes minutes."""
    names = [name for name, _ in bombs(made=False)]
    assert len(set(names)) == len(names)
    assert f"{len(names)} small files" in (CORPUS.parents[1] / "SECURITY.md").read_text(encoding="utf-8")
