"""Two states of the code on the same documents."""

from typing import Any

import pytest

from benchmarks.evasion.before_after import markdown, pairs_of, table


def row(
    document: str, *, forged: bool, outcome: str, log10_lr: float, adverse: tuple[str, ...] = ()
) -> dict[str, Any]:
    """One document as it is."""
    return {
        "document": document,
        "holder": document[:2],
        "design": "td2",
        "channel": "flatbed",
        "species": "mrz-font" if forged else "",
        "manipulation": "none",
        "outcome": outcome,
        "log10_lr": log10_lr,
        "adverse": dict.fromkeys(adverse, 1.0),
        "measured": {"mrz.typeface": log10_lr, **dict.fromkeys(adverse, 1.0)},
        "code": "abc",
    }


BEFORE = [
    row("h1", forged=False, outcome="REFER", log10_lr=1.0),
    row("h1-f", forged=True, outcome="REFER", log10_lr=1.0, adverse=("security.background_print",)),
    row("h2", forged=False, outcome="CLEAR", log10_lr=-1.0),
    row("h2-f", forged=True, outcome="CLEAR", log10_lr=0.0),
    row("alone", forged=True, outcome="REFER", log10_lr=2.0),
]
AFTER = [
    row("h1", forged=False, outcome="CLEAR", log10_lr=-1.0),
    row("h1-f", forged=True, outcome="REFER", log10_lr=1.0, adverse=("security.background_print",)),
    row("h2", forged=False, outcome="CLEAR", log10_lr=-1.0),
    row("h2-f", forged=True, outcome="REFER", log10_lr=1.0, adverse=("portrait.portrait_ring",)),
]


def test_only_documents_of_both_are_compared() -> None:
    """A document that one state did not examine says nothing of a difference."""
    found = table(pairs_of(BEFORE, AFTER), draws=20, seed=1)
    assert found["documents"] == 4
    figures = found["figures"]["flatbed"]
    assert (figures["bpcer"]["before"], figures["bpcer"]["after"]) == (0.5, 0.0)
    assert (figures["apcer"]["before"], figures["apcer"]["after"]) == (0.5, 0.0)
    assert figures["cllr"]["change"]["value"] == pytest.approx(
        figures["cllr"]["after"] - figures["cllr"]["before"], abs=2e-4
    )
    assert figures["cllr"]["after"] < figures["cllr"]["before"]


def test_families_and_checks_are_counted_by_document() -> None:
    """By species: forgeries that are missed, and those on which a check of the family was adverse."""
    found = table(pairs_of(BEFORE, AFTER), draws=20, seed=1)
    assert found["missed_by_species"] == {"mrz-font": {"n": 2, "before": 1, "after": 0}}
    assert found["found_by_family"]["portrait"]["mrz-font"] == {"n": 2, "before": 0, "after": 1}
    assert found["found_by_family"]["security"]["mrz-font"] == {"n": 2, "before": 1, "after": 1}
    assert found["measured"]["mrz.typeface"] == {"before": 4, "after": 4, "weighed_before": True}
    assert found["measured"]["portrait.portrait_ring"]["weighed_before"] is False
    assert "| mrz-font | 2 | 1 / 0 | 0 / 0 | 0 / 1 | 1 / 1 |" in markdown(found)
