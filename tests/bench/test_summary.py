"""From answers to figures: an interval rests on the documents that its figure counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docforensics.bench.data_set import Item, ItemFile, Label
from docforensics.bench.summary import BenchRow, Maybe, Settings, summarise
from docforensics.bench.systems.model import Answer


def rows_of(genuine: int, forged: int, unread: int = 0) -> Iterator[BenchRow]:
    """Documents that a system tells apart without a mistake; it cannot answer for `unread` of the forged ones."""
    for number in range(genuine + forged):
        is_forged = number >= genuine
        item = Item(
            id=str(number),
            label=Label.FORGED if is_forged else Label.GENUINE,
            species="a" if is_forged else "",
            pictures=(ItemFile(file=Path("x")),),
            group=str(number),
        )
        known = number < genuine + forged - unread
        answer = Answer(score=float(is_forged) if known else None, flagged=is_forged)
        yield BenchRow(item=item, answer=answer, key="", quality=None, size=None)


@pytest.fixture(name="figures")
def fixture_figures() -> Maybe:
    """Figures of a hundred genuine and five forged documents, one of them without an answer."""
    return summarise("s", "", list(rows_of(100, 5, unread=1)), [], Settings(draws=50)).figures


@pytest.mark.parametrize(
    ("name", "value", "documents"),
    [
        ("apcer", 0.0, 5),
        ("dfar", 0.0, 4),
        ("bpcer", 0.0, 100),
        ("dfrr", 0.0, 100),
        ("inconclusive_genuine", 0.0, 100),
        ("inconclusive_forged", 0.0, 5),
        ("inconclusive", 0.0, 105),
        ("eer", 0.0, 4),
        ("bpcer20", 0.0, 100),
        ("detection_at_far", 1.0, 4),
    ],
)
def test_a_share_of_none_or_all_rests_on_the_documents_that_it_counts(
    figures: Maybe, name: str, value: float, documents: int
) -> None:
    """That none of five forgeries is missed says little, however many genuine documents stand beside them."""
    found = figures[name]
    assert found is not None
    assert (found.value, found.groups) == (value, documents)
    three = min(1.0, 3 / documents)
    assert (found.low, found.high) == pytest.approx((1 - three, 1.0) if value else (0.0, three))
