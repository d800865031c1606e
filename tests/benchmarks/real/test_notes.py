"""How notes are dealt out, so that no template ever saw what it is asked about."""

from pathlib import Path

from benchmarks.real.against import summary
from benchmarks.real.notes import others_of, questions


def _row(name: str, label: str = "genuine", note: str = "", mask: str = "") -> dict[str, str]:
    return {"path": f"inr/{name}.jpg", "label": label, "note": note, "mask": mask}


ROWS = [
    *(_row(f"s{number}") for number in range(1, 6)),
    _row("f1", "forged", "made from genuine/s1.jpg: never put that one in the template", "inr/m.png"),
    _row("f2", "forged", "made from genuine/s2.jpg: never put that one in the template", "inr/m.png"),
]


def test_no_template_saw_the_note_or_what_it_was_made_from() -> None:
    """And each is learned from all the other genuine ones, and from no edited one."""
    others = others_of(ROWS)
    asked = questions(Path(), ROWS)
    assert {one.path.stem for one in asked} == {Path(row["path"]).stem for row in ROWS}
    assert {one.path.stem: one.twin for one in asked if one.label == "forged"} == {"f1": "s1", "f2": "s2"}
    for one in asked:
        assert one.template == f"without-{one.twin}"
        assert set(others[one.twin]) == {f"s{number}" for number in range(1, 6)} - {one.twin}


def test_counts_are_made_by_quality() -> None:
    """Flagged by outcome, above by the value of a check, which is 0 where it abstained."""
    common = {"quality": 85, "fitted": True, "adverse": [], "contradicted": {}, "first_why": None}
    lines = [
        {**common, "file": "a", "label": "genuine", "twin": "a", "outcome": "CLEAR", "values": {}},
        {**common, "file": "b", "label": "genuine", "twin": "b", "outcome": "REFER", "values": {"x": 2.0}},
        {**common, "file": "f", "label": "forged", "twin": "a", "outcome": "ALERT", "values": {"x": 1.0}}
        | {"in_mask": True, "area": 1.5},
    ]
    counts = summary(lines, "x")["85"]
    assert (counts["genuine"], list(counts["genuine_flagged"])) == (2, ["b"])
    assert (counts["forged_flagged"], counts["forged_above_all_genuine"]) == (1, 0)
    assert counts["forged_above_own_twin"] == [1, 1]
    assert (counts["centre_in_mask"], counts["area_at_most_three_masks"]) == (1, 1)
