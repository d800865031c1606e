"""Whole examinations of what is no document: how they are drawn, resumed and counted."""

import json
from pathlib import Path

import numpy as np

from docforensics.examiner import Examiner
from fuzz.examined import examined, read, slope_mb, summary
from fuzz.nothings import NoDocument, no_document


def test_a_number_gives_the_same_picture_again() -> None:
    """And another number another one."""
    first, again = no_document(3, 26), no_document(3, 26)
    assert first.kind == again.kind
    assert all(np.array_equal(first.images[light], again.images[light]) for light in again.images)
    assert len({no_document(number, 26).kind for number in range(14)}) == 14


def test_one_is_examined_and_one_cannot_be() -> None:
    """Neither is CLEAR, and an error of our own is named."""
    examiner = Examiner()
    blank = np.full((40, 60, 3), 255, np.uint8)
    assert examined(examiner, NoDocument(kind="plain", images={"visible": blank}))["outcome"] != "CLEAR"
    assert examined(examiner, NoDocument(kind="plain", images={"visible": b"no file"}))["raised"].endswith(
        "Error"
    )


def test_what_was_begun_and_never_ended_is_a_death(tmp_path: Path) -> None:
    """Of those that ended, what is counted."""
    rows = tmp_path / "rows.jsonl"
    told = [
        {"begun": 0, "process": 1},
        {
            "number": 0,
            "process": 1,
            "kind": "noise",
            "outcome": "CLEAR",
            "cpu_seconds": 0.1,
            "rss": 5_000_000,
        },
        {"begun": 1, "process": 1},
        {"begun": 2, "process": 2},
        {
            "number": 2,
            "process": 1,
            "kind": "noise",
            "uncaught": "KeyError()",
            "cpu_seconds": 0.1,
            "rss": 5_000_000,
        },
    ]
    rows.write_text("".join(json.dumps(one) + "\n" for one in told), encoding="utf-8")
    found = summary(read(rows))
    assert found["died"] == [1]
    assert len(found["clear"]) == len(found["uncaught"]) == 1
    assert found["examinations"] == 3


def test_the_slope_is_of_all_examinations() -> None:
    """A kilobyte each is two megabytes over two thousand; what the first tenth took does not count."""
    assert slope_mb([0] * 200 + [1000 * number for number in range(1800)]) == 2.0
