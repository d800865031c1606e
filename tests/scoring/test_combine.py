"""Combining: near-copies count once, families are bounded, the order does not matter."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforensics.checks.outcome import Measured, Region
from docforensics.errors import CalibrationError
from docforensics.page.geometry import BoxMm
from docforensics.scoring.combine import (
    EXPERT,
    FAMILY_BOUND,
    TOTAL_BOUND,
    Combination,
    FamilyWeights,
    combine,
)
from docforensics.scoring.model import Basis, Evidence, Result
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

Make = Callable[..., Evidence]
Place = Callable[..., Region]


def test_nothing_weighs_nothing() -> None:
    """No evidence, no support."""
    assert combine([]).total == 0.0


def test_families_are_added(evidence: Make) -> None:
    """They look at different things."""
    combined = combine([evidence("a.x", 0.5), evidence("b.x", -0.2)])
    assert combined.total == pytest.approx(0.3)
    assert dict(combined.families) == {"a": 0.5, "b": -0.2}


@pytest.mark.parametrize("weight", [0.6, -0.2])
def test_a_duplicate_of_a_check_does_not_raise_the_total(
    evidence: Make, region: Place, weight: float
) -> None:
    """The same cue under another name adds nothing, for or against, with places or without."""
    for places in ((), (region(0),), (region(0), region(30))):
        once = combine([evidence("a.x", weight, *places)]).total
        thrice = combine([evidence(f"a.x{copy}", weight, *places) for copy in range(3)]).total
        assert thrice == pytest.approx(once)


def test_a_weaker_near_copy_adds_nothing_either(evidence: Make, region: Place) -> None:
    """Three looks at one place are one look."""
    near = [evidence("a.x", 0.6, region(0)), evidence("a.y", 0.4, region(0.0, width=9)), evidence("a.z", 0.3)]
    assert combine(near).total == pytest.approx(0.6)


def test_a_finding_at_another_place_counts_half(evidence: Make, region: Place) -> None:
    """Another place of the same family is another cue, though not an independent one."""
    assert combine(
        [evidence("a.x", 0.6, region(0)), evidence("a.y", 0.4, region(50))]
    ).total == pytest.approx(0.8)


def test_half_an_overlap_counts_a_quarter(evidence: Make, region: Place) -> None:
    """What has been spoken of is taken off."""
    assert combine([evidence("a.x", 0.6, region(0)), evidence("a.y", 0.4, region(5))]).total == pytest.approx(
        0.7
    )


def test_the_other_side_is_another_place(evidence: Make, region: Place) -> None:
    """Equal millimetres on two sides are two places."""
    assert combine(
        [evidence("a.x", 0.6, region(0)), evidence("a.y", 0.4, region(0, side=1))]
    ).total == pytest.approx(0.8)


def test_a_family_and_the_total_are_bounded(evidence: Make, region: Place) -> None:
    """No number of expert rows supports more."""
    many = [evidence(f"a.x{place}", 1.0, region(place * 20)) for place in range(10)]
    assert combine(many).total == FAMILY_BOUND
    families = [evidence(f"{name}.x", 1.0) for name in "abcdef"]
    assert combine(families).total == TOTAL_BOUND


def item(weight: float, left: float, name: int) -> Evidence:
    """Make evidence for a property."""
    box = BoxMm(left=left, top=0, right=left + 10, bottom=10)
    return Evidence(
        check=f"a.{name}",
        family="a",
        outcome=Measured(value=weight, regions=(Region(side=0, box=box, label="here"),)),
        log10_lr=weight,
        result=Result.SUCCESSFUL,
        margin=0.0,
        basis=Basis.EXPERT,
    )


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 100)), max_size=6), st.randoms())
def test_the_order_of_evidence_does_not_matter(pieces: list[tuple[float, float]], random: object) -> None:
    """And more adverse evidence never lowers the total."""
    made = [item(weight, left, name) for name, (weight, left) in enumerate(pieces)]
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert combine(shuffled).total == pytest.approx(combine(made).total)
    assert combine([*made, item(0.5, 200.0, 99)]).total >= combine(made).total - 1e-9


def test_fitted_weights_count_what_they_say(evidence: Make, region: Place) -> None:
    """The strongest, the further ones, both directions, and the bounds of the fit."""
    weights = FamilyWeights(
        adverse=0.5,
        adverse_further=0.2,
        favourable=2.0,
        favourable_further=0.0,
        log10_lr_min=-0.6,
        log10_lr_max=2.0,
    )
    combination = Combination(families={"a": weights}, log10_lr_min=-0.5, log10_lr_max=1.0)
    against = [evidence("a.x", 1.0, region(0)), evidence("a.y", 0.5, region(50))]
    assert combine(against, combination).families["a"] == pytest.approx(0.6)
    assert combine([evidence("a.x", -0.2)], combination).total == pytest.approx(-0.4)
    assert combine([evidence("a.x", -0.5)], combination).total == -0.5
    assert combine([evidence("b.x", 0.7), *against], combination).total == 1.0


def test_what_is_in_order_gives_way_to_what_is_odd(evidence: Make) -> None:
    """From a likelihood ratio of 2 against a document nothing else speaks for it; below, in proportion."""
    fitted = Combination(yields=True)
    silent = [evidence("a.x", -0.8), evidence("b.x", -0.4)]
    assert combine(silent, fitted).total == pytest.approx(-1.2)
    assert combine([*silent, evidence("c.x", 0.5)], fitted).total == pytest.approx(0.5)
    half = NO_SUPPORT_BELOW / 2
    assert combine([*silent, evidence("c.x", half)], fitted).total == pytest.approx(half - 0.6)
    assert combine([*silent, evidence("c.x", 0.5)]).total == pytest.approx(-0.7)


def test_a_target_takes_the_score_that_the_fit_supports() -> None:
    """Between two stated shares the stricter one; below all of them the highest; nothing where nothing was fitted."""
    combination = Combination(false_alarms=((0.1, 0.1), (0.02, 0.8)))
    assert combination.threshold(0.05) == 0.8
    assert combination.threshold(0.2) == 0.1
    assert combination.threshold(0.001) == 0.8
    assert EXPERT.threshold(0.02) == float("-inf")


@pytest.mark.parametrize("wrong", [{"adverse": -0.1}, {"log10_lr_min": 0.2}, {"favourable": float("nan")}])
def test_wrong_weights_are_refused(wrong: dict[str, float]) -> None:
    """A weight below 0 would turn evidence round."""
    with pytest.raises(CalibrationError):
        FamilyWeights(**wrong)
