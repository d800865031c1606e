"""What a count of false alarms on real documents supports."""

from math import log10

import pytest

from docforensics.errors import CalibrationError
from docforensics.scoring.counted import ModelCount, RealCount


def test_a_check_that_stayed_silent_is_supported_by_the_documents() -> None:
    """One more than were counted may be a false alarm."""
    assert RealCount(documents=9, sources=3, false_alarms=0).supports(0.5) == pytest.approx(1.0)
    assert RealCount(documents=99, sources=30, false_alarms=4).supports(0.5) == pytest.approx(log10(20))


def test_documents_of_one_source_support_no_more_than_none() -> None:
    """They share a press, a scanner and a codec."""
    assert RealCount(documents=500, sources=1, false_alarms=0).supports(0.5) == 0.5
    assert RealCount(documents=2, sources=2, false_alarms=0).supports(0.5) == 0.5


def test_a_check_that_accuses_genuine_documents_weighs_less_than_an_uncounted_one() -> None:
    """Half of four, whether of one source or of two."""
    for sources in (1, 2):
        assert RealCount(documents=3, sources=sources, false_alarms=1).supports(0.5) == pytest.approx(
            log10(2)
        )


@pytest.mark.parametrize("told", [(3, 4, 0), (3, 1, 4), (3, 1, -1), (-1, 0, 0)])
def test_counts_that_cannot_be_are_refused(told: tuple[int, int, int]) -> None:
    """More sources or false alarms than documents."""
    documents, sources, alarms = told
    with pytest.raises(CalibrationError, match="sources"):
        RealCount(documents=documents, sources=sources, false_alarms=alarms)


@pytest.mark.parametrize(
    ("others", "model", "ratio"),
    [
        ((0, 0), (10, 0), 11),
        ((50, 0), (3, 0), 54),
        ((6, 2), (14, 0), 15),
        ((50, 0), (10, 4), 11 / 5),
        ((6, 2), (10, 4), 17 / 7),
    ],
)
def test_documents_of_the_same_model_go_before_others(
    others: tuple[int, int], model: tuple[int, int], ratio: float
) -> None:
    """They need no second source; false alarms on others do not lower what their silence supports, nor does silence on others raise it."""
    count = RealCount(
        documents=others[0],
        sources=min(others[0], 5),
        false_alarms=others[1],
        model=ModelCount(documents=model[0], false_alarms=model[1]),
    )
    least = min(ratio, (model[0] + 1) / (model[1] + 1)) if model[1] else ratio
    assert count.supports(0.0) == pytest.approx(log10(least))


def test_few_documents_of_the_model_support_no_more_than_a_held_finding() -> None:
    """Two silent ones, and none known of others."""
    count = RealCount(documents=0, sources=0, false_alarms=0, model=ModelCount(documents=2, false_alarms=0))
    assert count.supports(0.5) == 0.5
