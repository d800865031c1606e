"""What is counted from rows."""

from typing import Any

import pytest

from benchmarks.evasion.table import lower, markdown, summary, upper


def row(
    document: str, manipulation: str, outcome: str, *, species: str = "", effect: str = "harms"
) -> dict[str, Any]:
    """State one case."""
    return {
        "case": f"{document}+{manipulation}",
        "document": document,
        "design": "td3-2",
        "channel": "photo",
        "species": species,
        "manipulation": manipulation,
        "group": manipulation.partition(":")[0],
        "effect": effect,
        "detail": "",
        "outcome": outcome,
        "adverse": {"security.background_print": 1.2} if outcome in ("REFER", "ALERT") else {},
    }


def test_bounds_of_shares_are_those_of_clopper_and_pearson() -> None:
    """None of 1,500 is at most 0.25 %."""
    assert upper(0, 1500) == pytest.approx(0.00246, abs=1e-5)
    assert lower(0, 1500) == 0
    assert upper(3, 3) == 1
    assert lower(3, 3) == pytest.approx(0.2924, abs=1e-4)


def test_forged_and_clear_is_counted_and_listed() -> None:
    """Case by case."""
    rows = [
        row("a", "grey", "CLEAR", species="grey-copy"),
        row("a", "jpeg:20", "REFER", species="grey-copy"),
        row("b", "png", "REFER", effect="harmless"),
    ]
    found = summary(rows, [])
    assert (found["forged"]["n"], found["forged"]["clear"]) == (2, 1)
    assert [case["case"] for case in found["forged"]["clear_cases"]] == ["a+grey"]
    assert found["genuine"]["refer"] == 1
    assert "`a+grey`" in markdown(found)


def test_intervals_are_of_documents_and_not_of_their_manipulations() -> None:
    """Fifty manipulations of each of three documents are three chances, not 150."""
    forged = [
        row(d, f"blur:{n}", "CLEAR" if (d, n) == ("a", 0) else "REFER", species="grey-copy")
        for d in "abc"
        for n in range(50)
    ]
    genuine = [row(d, f"blur:{n}", "REFER" if n < 2 else "CLEAR") for d in "de" for n in range(50)]
    found = summary([*forged, *genuine], [])
    assert (found["forged"]["clear_documents"], found["forged"]["clear_upper_95"]) == (
        1,
        pytest.approx(upper(1, 3), abs=1e-5),
    )
    assert found["genuine"]["alert_upper_95"] == pytest.approx(upper(0, 2), abs=1e-5)
    assert "CLEAR 1 cases, of documents 1 of 3, 33.3 % (0.8 to 90.6)" in markdown(found)


def test_harmless_manipulations_are_asked_of_what_was_clear() -> None:
    """A page that is INCONCLUSIVE as it is cannot lose its CLEAR."""
    plain = [row("b", "none", "CLEAR", effect="none"), row("c", "none", "INCONCLUSIVE", effect="none")]
    rows = [
        row("b", "png", "CLEAR", effect="harmless"),
        row("b", "jpeg:85", "INCONCLUSIVE", effect="harmless"),
        row("c", "png", "INCONCLUSIVE", effect="harmless"),
    ]
    genuine = summary(rows, plain)["genuine"]
    assert (genuine["harmless_of_clear"], genuine["harmless_kept_clear"]) == (2, 1)
    assert (genuine["harmless_documents"], genuine["harmless_documents_kept"]) == (1, 0)
    assert [case["case"] for case in genuine["harmless_not_kept"]] == ["b+jpeg:85"]
