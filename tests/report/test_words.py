"""Numbers are worded so that nobody reads more into them than they say."""

import pytest
from hypothesis import given, strategies as st

from docforensics.capture.light import Light
from docforensics.report import words


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.05, "0.05"), (1, "1"), (1.26, "1.3"), (9.96, "10"), (126, "130"), (2534, "2,500"), (0.0123, "0.012")],
)
def test_two_significant_digits_are_written_without_exponent(number: float, text: str) -> None:
    """A likelihood ratio of 126 is no more exact than 130."""
    assert words.two_digits(number) == text


@given(st.floats(-9, 9))
def test_any_likelihood_ratio_can_be_written(log10_lr: float) -> None:
    """The words never show an exponent."""
    assert "e" not in words.ratio(log10_lr)
    assert words.ratio(log10_lr).startswith("LR ")


def test_likelihoods_speak_of_the_document_in_both_directions() -> None:
    """Evidence for and against is worded alike, and none is said to be none."""
    assert str(words.likelihood(1)) == "10 times more probable if the document is not genuine"
    assert str(words.likelihood(-1)) == "10 times more probable if the document is genuine"
    assert str(words.likelihood(0)) == "as probable if the document is genuine as if it is not"


def test_a_score_is_never_rounded_to_certainty() -> None:
    """0.9999 is not shown as 1.00."""
    assert words.score(0.9999) == "above 0.99"
    assert words.score(0.0001) == "below 0.01"
    assert words.score(0.5) == "0.50"


def test_names_read_like_prose() -> None:
    """Slugs and lights become words."""
    assert words.field_name("document_number") == "document number"
    assert words.family_name("mrz") == "machine readable zone"
    assert words.family_name("paper_feel") == "paper feel"
    assert words.light_name(Light.UV) == "UV"
    assert words.light_name(Light.COAXIAL) == "coaxial"
    assert words.percent(0.714) == "71 %"
