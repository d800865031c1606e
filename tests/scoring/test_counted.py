"""What a count of false alarms on real documents supports."""

from math import log10

import pytest
from hypothesis import given, strategies as st

from docforensics.errors import CalibrationError
from docforensics.scoring.counted import ModelCount, RealCount, least_of


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


@pytest.mark.parametrize(
    ("exceeded_by", "ratio"),
    [((), 7 / 3), ((0.0, 0.0), 7 / 3), ((0.0, 0.1), 7 / 3 * 10**0.1), ((0.0, 2.0), 7 / 2), ((2.0, 2.5), 7)],
)
def test_a_finding_that_exceeds_counted_ones_is_bounded_by_those_that_it_does_not(
    exceeded_by: tuple[float, ...], ratio: float
) -> None:
    """By as much more as the row weighs the difference, up to what silence supports."""
    count = ModelCount(documents=6, false_alarms=2, values=(5.0, 3.0))
    assert count.supports(exceeded_by) == pytest.approx(log10(ratio))
    whole = RealCount(documents=0, sources=0, false_alarms=0, model=count, exceeded_by=exceeded_by)
    assert whole.supports(0.0) == pytest.approx(log10(ratio))


def test_false_alarms_of_which_nothing_is_known_are_exceeded_by_nothing() -> None:
    """As of templates that were counted before their values were kept; and those on other models stay."""
    count = ModelCount(documents=6, false_alarms=2, values=(5.0,))
    assert count.supports((3.0,)) == pytest.approx(log10(7 / 2))
    others = RealCount(documents=5, sources=2, false_alarms=3, model=count, exceeded_by=(3.0,))
    assert others.supports(0.0) == pytest.approx(log10(12 / 5))


@pytest.mark.parametrize("values", [(1.0, 2.0), (3.0, 2.0, 1.0), (float("nan"),)])
def test_values_that_cannot_be_are_refused(values: tuple[float, ...]) -> None:
    """The largest first, finite, and one a false alarm."""
    with pytest.raises(CalibrationError, match="at most 2 finite values, the largest first"):
        ModelCount(documents=6, false_alarms=2, values=values)


@st.composite
def _counts(draw: st.DrawFn) -> ModelCount:
    documents = draw(st.integers(1, 12))
    alarms = draw(st.integers(0, documents))
    values = draw(st.lists(st.integers(1, 9), max_size=alarms))
    return ModelCount(documents=documents, false_alarms=alarms, values=tuple(sorted(values, reverse=True)))


@given(counts=st.lists(_counts(), min_size=1, max_size=3), value=st.floats(0, 12))
def test_of_several_counts_the_least_holds_at_every_value(counts: list[ModelCount], value: float) -> None:
    """Whatever the finding: a side with many documents and one extreme false alarm supports less of it than one with few that were silent."""

    def supported(one: ModelCount) -> float:
        return one.supports([max(value - known, 0.0) for known in one.values])

    found = least_of(counts)
    assert supported(found) <= min(map(supported, counts)) + 1e-9
    assert found.ratio == min(one.ratio for one in counts)
    assert least_of(counts[:1]) == counts[0]
