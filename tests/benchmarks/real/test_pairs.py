"""Pairs of published documents of one model."""

from typing import Any

from benchmarks.real.pairs import _flagged, pairs, size_of_type
from docforensics.formats.table import PageSize


def row(path: str, kind: str, side: str = "front") -> dict[str, str]:
    """State a line of the manifest."""
    return {"path": path, "document_type": kind, "side": side}


def test_pairs_are_of_one_model_and_side_and_of_two_documents() -> None:
    """Both ways round; neither two pictures of one document, nor pictures in UV."""
    rows = [
        row("a", "X-id"),
        row("b", "X-id"),
        row("c", "X-id", "back"),
        row("d", "Y-id"),
        row("e", "Y-id"),
        row("f", "X-id", "front-UV"),
        row("g", ""),
        row("h", ""),
    ]
    documents = {name: name for name in "abcfgh"} | {"d": "one", "e": "one"}
    assert pairs(rows, documents) == [("a", "b"), ("b", "a")]


def test_the_type_tells_the_size() -> None:
    """A passport card is a card."""
    assert size_of_type("AUS-passport-2022") is PageSize.ID3
    assert size_of_type("IRL-passport-card-2015") is PageSize.ID1
    assert size_of_type("USA-CA-driving-licence") is PageSize.ID1


def test_findings_that_are_true_of_the_print_are_told_apart() -> None:
    """A document counts as true only where all of its findings are."""

    def line(key: str, outcome: str, *checks: str) -> dict[str, Any]:
        adverse = [{"check": check} for check in checks]
        return {"key": key, "outcome": outcome, "adverse": adverse, "true_checks": ["a.true"]}

    lines = [
        line("one", "REFER", "a.true"),
        line("two", "REFER", "a.true", "a.false"),
        line("three", "INCONCLUSIVE", "a.false"),
    ]
    assert _flagged(lines, is_true=True) == {"one": ["a.true"]}
    assert _flagged(lines, is_true=False) == {"two": ["a.true", "a.false"]}
