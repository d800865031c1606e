"""Which documents are made."""

import pytest

from sample_docs.generator.plans import pairs, possible


def test_every_other_document_is_forged_from_the_record_before() -> None:
    """Pairs share copy, holder and channel."""
    jobs = pairs(60, seed=3)
    for genuine, forged in zip(jobs[::2], jobs[1::2], strict=True):
        assert not genuine.species
        assert forged.species
        assert forged.twin == genuine.document_id


def test_the_plan_depends_on_the_seed_alone() -> None:
    """Same seed, same plan; a longer plan starts alike."""
    assert pairs(40, seed=3) == pairs(80, seed=3)[:40]
    assert pairs(40, seed=3) != pairs(40, seed=4)


def test_choices_are_kept() -> None:
    """Species and channel as asked."""
    jobs = pairs(30, seed=1, species=["photo-digital"], channels=["photo"])
    assert {j.channel for j in jobs} == {"photo"}
    assert {j.species for j in jobs} == {"", "photo-digital"}


def test_an_impossible_choice_is_refused() -> None:
    """UV print cannot be missed by a phone."""
    assert not possible("td3-2", "uv-missing", "photo")
    with pytest.raises(ValueError, match="no chosen document"):
        pairs(10, seed=1, species=["uv-missing"], channels=["photo"])
