"""How often a changed claim is verified all the same, by claim, channel and quality."""

from typing import Any

from benchmarks.evasion.power import CHANGES, table
from sample_docs.generator.forge import SPECIES


def row(manipulation: str = "none", group: str = "none", **told: Any) -> dict[str, Any]:
    """Make a row of a swapped photo."""
    common = {"species": "photo-physical", "channel": "flatbed", "mandatory": ["portrait"], "open": []}
    return {**common, "manipulation": manipulation, "group": group, **told}


def test_a_changed_claim_that_does_not_stand_open_was_verified() -> None:
    """Of two swapped photos one was found."""
    rows = [row(), row(open=["portrait:contradicted portrait.portrait_ring"])]
    assert table(rows) == {("portrait", "flatbed", "none"): (1, 2)}


def test_only_whole_rows_under_a_change_of_quality_count() -> None:
    """A case that was left early, a patch, and a claim that is not mandatory say nothing of power."""
    local = row("blur:field", "blur-patch")
    rows = [row(in_full=False), local, row(mandatory=[]), row("blur:1.2px", "blur")]
    assert table(rows) == {("portrait", "flatbed", "blur:1.2px"): (1, 1)}


def test_every_species_named_is_one_of_the_generator() -> None:
    """A renamed species would count nothing."""
    assert set(CHANGES) <= set(SPECIES)
