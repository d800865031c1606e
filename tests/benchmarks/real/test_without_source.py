"""What is reported of a source never saw it."""

from typing import Any

import pytest

from benchmarks.real.without_source import without_sources
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.outcome import Measured
from docforensics.scoring.outcomes import Examined, as_table

CHECK = "mrz.check_digits"


def line(number: int, source: str, *, adverse: bool) -> dict[str, Any]:
    """Make a row of one genuine document on which one check measured."""
    examined = Examined(
        document=str(number),
        holder=str(number),
        split="",
        is_forged=False,
        species="",
        severity="",
        model="",
        capture="",
        channel=Channel.UPLOAD,
        lights=frozenset({Light.VISIBLE}),
        has_template=False,
        outcomes={CHECK: Measured(value=1e6 if adverse else -1e6)},
    )
    return {
        "label": "genuine",
        "file": f"mrz/{number}.png",
        "document": str(number),
        "source": source,
        "outcome": "REFER" if adverse else "INCONCLUSIVE",
        "measured": {CHECK: 1.0},
        "adverse": [{"check": CHECK, "log10_lr": 1.0}] if adverse else [],
        "examined": as_table(examined),
    }


@pytest.mark.parametrize(("others", "outcome"), [(9, "REFER"), (1, "INCONCLUSIVE")])
def test_a_document_is_judged_by_counts_of_the_other_sources(others: int, outcome: str) -> None:
    """Nine silent documents support that the tenth is referred; one, and four of its own source, do not."""
    rows = [
        *(line(number, f"source {number}", adverse=False) for number in range(others)),
        *(line(100 + number, "own", adverse=False) for number in range(4)),
        line(200, "own", adverse=True),
    ]
    found = without_sources(rows, rows)
    assert found[-1]["outcome"] == outcome
    assert found[-1]["outcome_as_shipped"] == "REFER"
    assert [one["outcome"] for one in found[:-1]] == ["INCONCLUSIVE"] * (others + 4)


def test_a_picture_that_was_not_examined_stays_as_it_is() -> None:
    """Nothing of it can be judged again."""
    refused = {"source": "x", "outcome": "NOT EXAMINED", "label": "genuine", "document": "d", "file": "f"}
    assert without_sources([refused], [refused]) == [refused]
