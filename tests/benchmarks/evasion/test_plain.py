"""Documents as they are, and what became of the frozen list."""

from typing import Any

from benchmarks.evasion.plain import table


def row(document: str, outcome: str, species: str = "", **more: Any) -> dict[str, Any]:
    """Make a row of one document."""
    told = {"manipulation": "none", "channel": "photo", "open": ["portrait:glare x"], "adverse": {"a.b": 1.0}}
    return {"document": document, "outcome": outcome, "species": species, **told, **more}


def test_the_list_is_told_apart_from_other_forgeries() -> None:
    """Manipulated documents are counted elsewhere."""
    found = table(
        [
            row("g1", "CLEAR"),
            row("g2", "REFER"),
            row("f1", "REFER", "x"),
            row("f2", "INCONCLUSIVE", "x"),
            row("f3", "CLEAR", "y"),
            row("f1", "CLEAR", "x", manipulation="blur"),
        ],
        frozen={"f1", "f2"},
    )
    assert found["genuine"] == {"photo": {"CLEAR": 1, "REFER": 1}}
    assert found["genuine_flagged"] == {"g2": {"a.b": 1.0}}
    assert found["genuine_not_clear"] == {"photo: portrait:glare": 1}
    assert (found["frozen"], found["frozen_flagged"]) == (2, 1)
    assert found["frozen_not_flagged"] == {"f2": "INCONCLUSIVE"}
    assert found["forged_clear"] == ["f3"]
    assert found["forged_by_species"]["x"] == {"INCONCLUSIVE": 1, "REFER": 1}
