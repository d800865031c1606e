"""What is kept of the portrait benchmark: one line for each row, and a table for people that says the same."""

import json
from typing import Any

from benchmarks.portrait.measure import CHECKS
from benchmarks.portrait.summary import markdown, summary, written

FIRST = CHECKS[0].slug


def whole() -> dict[str, Any]:
    """A table of one channel with ten forgeries, of which the family finds nine and the first check eight."""
    share = {"attack": [0.9, 0.8, 1.0], "control": [0.5, 0.4, 0.6], "difference": [0.4, 0.2, 0.6]}
    found = {check.slug: {"hits": 0, "interval": (0.0, 0.3)} for check in CHECKS}
    found |= {name: {"hits": 9, "interval": (0.55, 1.0)} for name in ("family", "adverse_as_shipped")}
    found[FIRST] = {"hits": 8, "interval": (0.44, 0.97)}
    aucs = {"n": 10, FIRST: {"measured": 10, "page": share}}
    group = {"calibration": aucs, "test": {**aucs, "detected": found}}
    channel = {
        "genuine": {"calibration": 20, "test": 30},
        "without_template": 0,
        "cpu_ms": {FIRST: 12.5},
        "false_alarms": {"n": 30, "family": 1, "interval": (0.0, 0.17)},
        "weight_earned_on": {FIRST: ["all"]},
    }
    return {"flatbed": {**channel, "all": group, "photo-digital ordinary": group}}


def test_every_row_is_a_line_and_nothing_is_lost_in_writing() -> None:
    """Two halves of the pooled group have AUCs; both groups are detected."""
    result = {"git_sha": "0", **summary(whole())}
    assert len(result["auc"]["rows"]) == 2
    assert [row[:2] for row in result["detection"]["rows"]] == [
        ["flatbed", "all"],
        ["flatbed", "photo-digital ordinary"],
    ]
    text = written(result)
    assert json.loads(text) == json.loads(json.dumps(result))
    assert sum(line.strip().startswith('["flatbed"') for line in text.splitlines()) == 4


def test_the_table_for_people_names_hits_with_their_interval() -> None:
    """Nine of ten, and which check found how many."""
    text = markdown(summary(whole()))
    assert f"| flatbed | all | 10 | 9 (55% to 100%) | 9 (55% to 100%) | {FIRST} 8 |" in text
    assert f"| flatbed | all | test | 10 | {FIRST} | 10 | 0.90 (0.80 to 1.00) |" in text
    assert "adverse genuine of the test half 1 of 30 (0% to 17%)" in text
