"""File facts must not tell genuine from forged: the small version of ``sample_docs.measure.leak``."""

import numpy as np
import pytest

from sample_docs.generator.jobs import Job, make
from sample_docs.measure.facts import NAMES, file_facts

PAIRS = 15
SPECIES = ("viz-text-digital", "photo-digital", "photo-physical", "stolen-blank", "ovd-flat")


def _facts(copy: int, species: str) -> np.ndarray:
    made = make(
        Job(design="mrv-b", copy=copy, holder=copy, channel="messenger", species=species, ppi=200, seed=12)
    )
    return file_facts(made[0].image)


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    """(2, PAIRS, facts): genuine and forged documents of the same records, standardised."""
    rows = [
        [_facts(k, "") for k in range(PAIRS)],
        [_facts(k, SPECIES[k % len(SPECIES)]) for k in range(PAIRS)],
    ]
    facts = np.array(rows)
    return (facts - facts.mean(axis=(0, 1))) / np.maximum(facts.std(axis=(0, 1)), 1e-9)


def _separation(table: np.ndarray, flip: np.ndarray) -> float:
    """Largest absolute mean difference of any fact, some pairs' labels exchanged."""
    signed = (table[1] - table[0]) * np.where(flip, -1, 1)[:, None]
    return float(np.abs(signed.mean(axis=0)).max())


def test_no_fact_separates_the_classes_better_than_chance(table: np.ndarray) -> None:
    """Exchanging labels within pairs gives as large a difference in more than one case of a hundred."""
    rng = np.random.default_rng(0)
    true = _separation(table, np.zeros(PAIRS, bool))
    chance = [_separation(table, rng.random(PAIRS) < 0.5) for _ in range(500)]
    assert np.mean(np.array(chance) >= true) > 0.01


def test_the_permutation_test_would_find_a_leak(table: np.ndarray) -> None:
    """Forgeries saved one table lower are found at once."""
    spoiled = table.copy()
    spoiled[1, :, NAMES.index("luminance table")] += 3.0
    rng = np.random.default_rng(0)
    chance = [_separation(spoiled, rng.random(PAIRS) < 0.5) for _ in range(500)]
    assert np.mean(np.array(chance) >= _separation(spoiled, np.zeros(PAIRS, bool))) < 0.01


def test_the_facts_see_the_codec() -> None:
    """Quantisation and size are among them."""
    facts = dict(zip(NAMES, _facts(0, ""), strict=True))
    assert facts["is jpeg"] == 1
    assert facts["luminance table"] > 64
    assert max(facts["width"], facts["height"]) <= 1600
