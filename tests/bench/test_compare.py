"""Two runs side by side."""

from typing import Any

import numpy as np
import pytest

from docforensics.bench.compare import compare, comparison_table
from docforensics.errors import UsageError


def result(name: str, shift: float, *, data: str = "d", documents: int = 40) -> dict[str, Any]:
    """Make a result of one system whose forged scores lie `shift` above the genuine ones, noise and all alike."""
    rng = np.random.default_rng(5)
    rows = []
    for k in range(documents):
        forged = k % 2 == 1
        score = float(rng.normal(0, 1) + shift * forged)
        rows.append(
            {
                "document": f"d{k}", "group": f"g{k // 2}", "label": "forged" if forged else "genuine",
                "score": score, "log10_lr": None, "flagged": score > 1.0,
            }
        )  # fmt: skip
    return {
        "provenance": {"data_sha256": data, "inspected_on": "2026-11-24"},
        "settings": {"normalisation": {"qualities": [75]}},
        "answers": {name: rows},
    }


def test_a_better_system_is_better_with_an_interval_clear_of_zero() -> None:
    """The noise is the same in both, so the pairing tells what two separate intervals would not."""
    found = compare(result("s", 0.5), result("s", 1.0), draws=200)
    change = found.systems["s"]["auc"].change
    assert found.documents == 40
    assert change.low is not None
    assert change.low > 0
    assert found.systems["s"]["auc"].second - found.systems["s"]["auc"].first == pytest.approx(change.value)
    assert "**" in comparison_table(found)


def test_the_same_run_twice_has_no_difference() -> None:
    """Zero, from zero to zero."""
    found = compare(result("s", 0.5), result("s", 0.5), draws=50)
    change = found.systems["s"]["apcer"].change
    assert (change.value, change.low, change.high) == (0.0, 0.0, 0.0)
    assert "**" not in comparison_table(found)


def test_what_makes_two_runs_less_than_comparable_is_told() -> None:
    """Other data, other documents, other normalisation."""
    other = result("s", 0.5, data="e", documents=30)
    other["settings"] = {"normalisation": {"qualities": []}}
    found = compare(result("s", 0.5), other, draws=20)
    assert (found.documents, found.only_first, found.only_second) == (30, 10, 0)
    assert len(found.notes) == 2


def test_one_system_may_be_set_against_another() -> None:
    """Where each run has only one; else names must meet."""
    assert list(compare(result("a", 0.5), result("b", 1.0), draws=20).systems) == ["a against b"]
    two = result("a", 0.5)
    two["answers"]["c"] = two["answers"]["a"]
    with pytest.raises(UsageError, match="no system"):
        compare(two, result("b", 0.5))


def test_runs_that_share_no_document_are_refused() -> None:
    """By name and label."""
    other = result("s", 0.5)
    for row in other["answers"]["s"]:
        row["document"] += "x"
    with pytest.raises(UsageError, match="no document"):
        compare(result("s", 0.5), other)
