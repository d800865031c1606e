"""Limits of other types, and pictures that show the same."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.real.notes_uv import Answer, answer_of, distinct, limit_of, summary
from docforensics.checks.security._glowing_paper import PRINTED_SHARE
from docforensics.examiner import Examiner


def answer(kind: str, label: str, printed: float, *, other: float = 0.0) -> Answer:
    """An answer about a picture that is never opened."""
    return Answer(
        file=f"{kind}{label}{printed}",
        label=label,
        kind=kind,
        printed=printed,
        other_hues=other,
        is_adverse=printed > PRINTED_SHARE,
    )


def test_the_limit_lies_between_genuine_and_forged() -> None:
    """Luminescent print in other hues takes a picture out; without one of the labels the shipped limit stands."""
    pair = [answer("a", "genuine", 0.001), answer("a", "forged", 0.005)]
    assert limit_of([*pair, answer("a", "genuine", 0.9, other=0.2)]) == pytest.approx(0.003)
    assert limit_of(pair[:1]) == PRINTED_SHARE


def test_a_type_is_asked_by_the_limit_of_the_others() -> None:
    """The forged note of type b lies below what type a sets, and above the shipped limit."""
    found = summary(
        [
            answer("a", "genuine", 0.0),
            answer("a", "forged", 0.02),
            answer("b", "genuine", 0.0),
            answer("b", "forged", 0.004),
        ]
    )
    assert found["limits_by_type_left_out"] == {"a": 0.002, "b": 0.01}
    assert found["forged"]["by_limits_of_other_types"]["adverse"] == 1
    assert found["forged"]["by_the_check"]["adverse"] == 2
    assert found["genuine"]["by_the_check"]["adverse"] == 0


def test_a_picture_is_examined_by_itself_and_counted_once(tmp_path: Path) -> None:
    """A UV picture alone suffices; the same saved again is no second one."""
    lit = np.full((440, 690, 3), (120, 90, 20), np.uint8)
    for row in range(4):
        cv2.putText(lit, "UTOPIA 47110815", (100, 100 + 80 * row), 0, 1.6, (60, 10, 0), 5)
    rows = []
    for name, pixels in (("one.png", lit), ("again.png", lit + 1), ("dull.png", lit // 12)):
        cv2.imwrite(str(tmp_path / name), pixels)
        rows.append({"path": name, "label": "forged", "document_type": "UTO-1"})
    kept = distinct(rows, tmp_path)
    assert [row["path"] for row in kept] == ["one.png", "dull.png"]
    found = answer_of(kept[0], tmp_path, Examiner(templates=()), 0)
    assert found.printed > 0.01
    assert found.is_adverse
