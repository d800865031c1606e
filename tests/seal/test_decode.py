"""One door for all kinds; whatever comes in, a seal or a typed error comes out."""

import random
from collections.abc import Mapping

import pytest

import docforensics as df
from docforensics.seal.decode import decode_seal, is_seal
from docforensics.seal.model import SealKind
from sample_docs.generator.seals.examples import one_of_each_kind


def test_each_kind_is_told_by_its_first_bytes() -> None:
    """And what is none of them is refused with a sentence."""
    kinds = [decode_seal(raw).kind for raw in one_of_each_kind()]
    assert kinds == [SealKind.VDS, SealKind.VDS, SealKind.IDB, SealKind.IDB, SealKind.VDS_NC]
    assert not is_seal(b"https://example.org")
    with pytest.raises(df.SealFormatError, match="not a seal"):
        df.decode_seal(b"https://example.org")


def test_mutated_seals_give_typed_errors_alone() -> None:
    """Bytes changed, cut out, doubled and put in, at random (benchmarks/seal/mutate.py runs a million)."""
    chance = random.Random(7)
    outcomes = set()
    for _ in range(1500):
        raw = bytearray(chance.choice(seals_once))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.choice((0, 1, 1, 2))] = chance.randbytes(chance.choice((0, 1, 1, 3)))
        try:
            decode_seal(bytes(raw))
            outcomes.add("read")
        except df.SealFormatError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


seals_once = one_of_each_kind()


@pytest.mark.shared_data
def test_the_published_seals_parse(published: Mapping[str, bytes]) -> None:
    """Four seals of public test data, one of them of a profile that no standard defines."""
    found = {name: decode_seal(raw) for name, raw in published.items() if not name.endswith(".crt")}
    assert found["utoVisa"].document == ""
    assert found["utoVisa"].unknown_features == ("02", "03")
    assert found["ankunftsnwPapier"].value("azr_number") is not None
    assert all(seal.signed_on for seal in found.values())
