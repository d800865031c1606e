"""What keeps genuine documents of new designs from CLEAR."""

from typing import Any

from benchmarks.designs.clear import summary


def row(design: str, outcome: str, *, forged: bool = False, held: tuple[str, ...] = ()) -> dict[str, Any]:
    """A document as it was examined."""
    return {
        "design": design,
        "channel": "flatbed",
        "forged": forged,
        "species": "ovd-flat" if forged else "",
        "outcome": outcome,
        "open": list(held),
    }


def test_outcomes_are_counted_by_channel_and_label_with_what_keeps_genuine_ones_open() -> None:
    """The first claim that does not hold; a document whose claims all hold was kept open by the evidence."""
    rows = [
        *[row("a", "CLEAR")] * 3,
        row("b", "INCONCLUSIVE", held=("names: unreadable", "portrait: glare")),
        row("b", "INCONCLUSIVE"),
        row("b", "REFER"),
        row("a", "CLEAR", forged=True),
        row("b", "ALERT", forged=True),
        {"design": "c", "not_learned": "front: too few"},
    ]
    told = summary(rows)
    flatbed = told["channels"]["flatbed"]
    assert told["designs"] == 3
    assert told["not_learned"] == {"c": "front: too few"}
    assert (flatbed["genuine"]["documents"], flatbed["forged"]["documents"]) == (6, 2)
    assert flatbed["genuine"]["clear"]["share"] == 0.5
    assert flatbed["genuine"]["flagged"]["count"] == 1
    assert flatbed["clear_forged"] == [("ovd-flat", 1)]
    assert flatbed["keeps_from_clear"] == [("names: unreadable", 1), ("evidence", 1)]


def test_intervals_are_over_designs() -> None:
    """A design that differs from all others is drawn whole: documents of one design are no further evidence."""
    alike = [row(name, outcome) for name in "abcd" for outcome in ("CLEAR", "REFER")]
    apart = [row(name, "CLEAR" if name in "ab" else "REFER") for name in "abcd" for _ in range(2)]
    narrow, wide = (
        summary(rows)["channels"]["flatbed"]["genuine"]["clear"]["interval"] for rows in (alike, apart)
    )
    assert narrow == [0.5, 0.5]
    assert wide[0] < 0.2
    assert wide[1] > 0.8
