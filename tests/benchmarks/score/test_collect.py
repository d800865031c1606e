"""In which order documents of a set are measured."""

from pathlib import Path

from benchmarks.score.collect import ordered
from docforensics.bench.data_set import Item, ItemFile, Label


def items() -> list[Item]:
    """Forty holders of each split, each with a genuine and a forged document."""
    return [
        Item(
            id=f"{split}-{holder}-{label}",
            label=label,
            pictures=(ItemFile(file=Path("none")),),
            group=f"{split}-{holder}",
            split=split,
        )
        for split in ("calibration", "test")
        for holder in range(40)
        for label in (Label.GENUINE, Label.FORGED)
    ]


def test_any_beginning_holds_the_shares_of_the_whole() -> None:
    """A run that is stopped half way leaves half of every kind, within one document."""
    found = ordered(items(), apart=frozenset(), wanted=(40, 20, 30, 10))
    assert len(found) == 100
    half = [(item.split, item.is_forged) for item in found[:50]]
    counts = [half.count(kind) for kind in (("calibration", False), ("calibration", True), ("test", False))]
    assert all(abs(count - expected) <= 1 for count, expected in zip(counts, (20, 10, 15), strict=True))


def test_holders_of_the_template_are_left_out_and_the_order_is_the_same_every_time() -> None:
    """Their documents were learned from: they would look better than any other."""
    apart = frozenset({"calibration-3", "test-5"})
    found = ordered(items(), apart=apart, wanted=(40, 40, 40, 40))
    assert len(found) == 156
    assert not apart & {item.group for item in found}
    assert found == ordered(items()[::-1], apart=apart, wanted=(40, 40, 40, 40))
