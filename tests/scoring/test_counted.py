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


def test_documents_of_the_same_model_need_no_second_source() -> None:
    """What ten genuine documents of a model showed holds for that model, and false alarms on them or on others for all."""
    ten = ModelCount(documents=10, false_alarms=0)
    assert ten.alone.supports(0.5) == pytest.approx(log10(11))
    others = RealCount(documents=20, sources=5, false_alarms=2)
    assert others.with_model(ten).supports(0.5) == pytest.approx(log10(31 / 3))
    accused = ModelCount(documents=10, false_alarms=4)
    assert accused.alone.supports(0.5) == pytest.approx(log10(11 / 5))
    assert ModelCount(documents=2, false_alarms=0).alone.supports(0.5) == 0.5
