"""The verbal scale: words for a ratio, the same on both sides."""

import pytest
from hypothesis import given, strategies as st

from docforensics.scoring.verbal import SCALE, verbal_equivalent


@pytest.mark.parametrize(
    ("log10_lr", "words"),
    [
        (0.0, "no support either way"),
        (0.3, "no support either way"),
        (-0.3, "no support either way"),
        (0.302, 'weak support for "not genuine"'),
        (-0.5, 'weak support for "genuine"'),
        (1.0, 'moderate support for "not genuine"'),
        (2.5, 'moderately strong support for "not genuine"'),
        (3.0, 'strong support for "not genuine"'),
        (-4.0, 'very strong support for "genuine"'),
        (7.0, 'extremely strong support for "not genuine"'),
    ],
)
def test_a_ratio_has_its_words(log10_lr: float, words: str) -> None:
    """The ENFSI table of standards.md 2.9."""
    assert verbal_equivalent(log10_lr) == words


@given(st.floats(-20, 20))
def test_both_sides_use_the_same_words(log10_lr: float) -> None:
    """LR and 1 / LR differ only in what they support."""
    there, back = verbal_equivalent(log10_lr), verbal_equivalent(-log10_lr)
    assert there.partition(" for ")[0] == back.partition(" for ")[0]


def test_the_scale_ascends_from_nothing() -> None:
    """Its first row starts at a ratio of 1."""
    steps = [step.log10_lr for step in SCALE]
    assert steps == sorted(set(steps))
    assert steps[0] == 0
