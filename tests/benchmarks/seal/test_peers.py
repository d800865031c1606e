"""Seals of others' tests are read as those tests state."""

from pathlib import Path

from benchmarks.seal.peers import compared, run
from sample_docs.generator.seals.examples import visa

VECTORS = Path(__file__).parents[3] / "benchmarks" / "seal" / "vectors" / "vdstools"


def test_every_payload_is_as_its_author_states() -> None:
    """The one that its author refuses as well among them."""
    found = run(VECTORS)
    assert [name for name, row in found["rows"].items() if not row["as_expected"]] == []
    assert found["payloads"] == found["decoded"] + 1


def test_what_differs_is_named() -> None:
    """A value, a payload that is no seal, and one that should be none."""
    assert set(
        compared(visa(), {"issuer": "XXX", "features": {"passport_number": "L8988901C"}})["differs"]
    ) == {"issuer"}
    assert not compared(b"\xdc", {"issuer": "UTO"})["as_expected"]
    assert not compared(visa(), {"refused": True})["as_expected"]
