"""Combining: near-copies count once, families are bounded, the order does not matter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Region
from docforensics.errors import CalibrationError
from docforensics.page.geometry import BoxMm
from docforensics.scoring import combine as combining
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.check_share import CheckShare
from docforensics.scoring.combine import (
    ATTENUATED,
    EXPERT,
    FAMILY_BOUND,
    RULES,
    STRONGEST,
    TOTAL_BOUND,
    Combination,
    CombinationRule,
    FamilyWeights,
    Weight,
    combine,
)
from docforensics.scoring.condition import Condition
from docforensics.scoring.fit import fit, to_toml
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Basis, Evidence, Result
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import evidence_of
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

Make = Callable[..., Evidence]
Place = Callable[..., Region]
SILENT = Abstained(kind=AbstentionKind.UNDETERMINED, reason="no template", why=Why.NO_TEMPLATE)


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


def test_two_findings_held_below_refer_agree_at_one_place(evidence: Make, region: Place) -> None:
    """A second at the same place adds, a third does not, and one elsewhere adds as ever; a copy of the same check is no second."""

    def held(check: str, place: float) -> Evidence:
        return replace(evidence(check, 0.5, region(place)), is_held=True)

    alone, two = combine([held("a.x", 0)]).total, combine([held("a.x", 0), held("a.y", 0)]).total
    assert two == pytest.approx(alone + 0.5 * 0.5)
    assert combine([held(f"a.{name}", 0) for name in "xyz"]).total == pytest.approx(two)
    assert combine([held("a.x", 0), held("a.y", 30)]).total == pytest.approx(two)
    assert combine([held("a.x", 0), held("a.x", 0)]).total == pytest.approx(alone)


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
    weights = FamilyWeights(values=(0.5, 0.2, 2.0, 0.0), log10_lr_min=-0.6, log10_lr_max=2.0)
    combination = Combination(families={"a": weights}, log10_lr_min=-0.5, log10_lr_max=1.0)
    against = [evidence("a.x", 1.0, region(0)), evidence("a.y", 0.5, region(50))]
    assert combine(against, combination).families["a"] == pytest.approx(0.6)
    assert combine([evidence("a.x", -0.2)], combination).total == pytest.approx(-0.4)
    assert combine([evidence("a.x", -0.5)], combination).total == -0.5
    assert combine([evidence("b.x", 0.7), *against], combination).total == 1.0


def test_favourable_ratios_are_attenuated_by_the_strongest_adverse_one(evidence: Make) -> None:
    """To nothing from a likelihood ratio of 2, below it in proportion, and not at all by judgement."""
    fitted = Combination(rule=ATTENUATED)
    silent = [evidence("a.x", -0.8), evidence("b.x", -0.4)]
    assert combine(silent, fitted).total == pytest.approx(-1.2)
    assert combine([*silent, evidence("c.x", 0.5)], fitted).total == pytest.approx(0.5)
    half = NO_SUPPORT_BELOW / 2
    assert combine([*silent, evidence("c.x", half)], fitted).total == pytest.approx(half - 0.6)
    assert combine([*silent, evidence("c.x", 0.5)]).total == pytest.approx(-0.7)


def test_a_total_without_bounds_tells_documents_apart_that_claim_the_same(evidence: Make) -> None:
    """Of two that reach the bound of their family and of the whole, the one with more against it."""
    fitted = Combination(
        rule=ATTENUATED,
        families={"a": replace(ATTENUATED.family({}), log10_lr_max=0.9)},
        log10_lr_max=0.9,
    )
    one, two = (combine([evidence("a.x", ratio)], fitted) for ratio in (1.0, 1.4))
    assert one.total == two.total == 0.9
    assert (one.unbounded, two.unbounded) == pytest.approx((1.0, 1.4))


def test_a_target_takes_the_score_that_the_fit_supports() -> None:
    """Between two stated shares the stricter one; below all of them the highest; nothing where nothing was fitted."""
    combination = Combination(false_alarms=((0.1, 0.1), (0.02, 0.8)))
    assert combination.threshold(0.05) == 0.8
    assert combination.threshold(0.2) == 0.1
    assert combination.threshold(0.001) == 0.8
    assert EXPERT.threshold(0.02) == float("-inf")


@pytest.mark.parametrize(
    "wrong", [{"adverse": -0.1}, {"log10_lr_min": 0.2}, {"favourable": float("nan")}, {"weakest": 1.0}]
)
def test_wrong_weights_are_refused(wrong: dict[str, float]) -> None:
    """A weight below 0 would turn evidence round, and one that the rule does not have would be dropped."""
    with pytest.raises(CalibrationError):
        STRONGEST.family(wrong)


@dataclass(frozen=True, slots=True)
class Mean(CombinationRule):
    """Another rule: the mean LR of a family, by one weight."""

    name: str = "mean"
    weights = (Weight(name="mean", judged=2.0, largest=4.0),)

    def pieces(self, evidence: Sequence[Evidence]) -> tuple[float, ...]:
        """Give the mean."""
        return (sum(item.log10_lr for item in evidence) / len(evidence) if evidence else 0.0,)

    def total(
        self,
        pieces: Mapping[str, tuple[float, ...]],
        weights: Mapping[str, FamilyWeights],
        strongest: float,
    ) -> dict[str, float]:
        """Weigh it."""
        del strongest
        return {family: weights[family].values[0] * mean for family, (mean,) in pieces.items()}

    def features(self, pieces: NDArray[np.float64], strongest: NDArray[np.float64]) -> NDArray[np.float64]:
        """Families do not depend on one another."""
        del strongest
        return pieces


MEAN = Mean()


@pytest.mark.parametrize("rule", [*RULES.values(), MEAN], ids=lambda rule: rule.name)
@given(ratios=st.lists(st.tuples(st.sampled_from("abc"), st.floats(-1, 1), st.floats(0, 50)), max_size=8))
def test_a_rule_says_the_same_to_judging_and_to_fitting(
    rule: CombinationRule, ratios: list[tuple[str, float, float]]
) -> None:
    """Weights times features are the totals, for every rule that a calibration file may name."""
    made = [
        replace(item(weight, left, name), check=f"{family}.{name}", family=family)
        for name, (family, weight, left) in enumerate(ratios)
    ]
    pieces = {family: rule.pieces([one for one in made if one.family == family]) for family in "abc"}
    weights = {family: rule.family({}) for family in "abc"}
    strongest = max((one.log10_lr for one in made if one.log10_lr > 0), default=0.0)
    counted = rule.features(np.array([list(pieces.values())]), np.array([strongest]))[0]
    totals = rule.total(pieces, weights, strongest)
    for family, features in zip("abc", counted, strict=True):
        assert totals[family] == pytest.approx(features @ weights[family].values, abs=1e-12)


def test_another_rule_is_followed_by_judging_fitting_and_files(
    monkeypatch: pytest.MonkeyPatch, table: tuple[Examined, ...], judged: Calibration, tmp_path: Path
) -> None:
    """A rule is written in `combine.py` and nowhere else: the recipe of CONTRIBUTING."""
    monkeypatch.setattr(combining, "RULES", {**RULES, MEAN.name: MEAN})
    file = tmp_path / "calibration.toml"
    file.write_text(to_toml(fit(table, judged, data_set="drawn", rule=MEAN)), encoding="utf-8")
    calibration = Calibration.load([file])
    here = Condition(channel=table[0].channel, lights=table[0].lights)
    combination = calibration.combination(here)
    assert combination.rule is MEAN
    assert all(0 <= weights.values[0] <= 4 for weights in combination.families.values())

    one = table[0]
    weighed = evidence_of(one, calibration, here)
    families = {item.family: [other for other in weighed if other.family == item.family] for item in weighed}
    verdict = judge(weighed, calibration, Policy(), here)
    for family, own in families.items():
        mean = sum(item.log10_lr for item in own) / len(own)
        assert verdict.family_log10_lr[family] == pytest.approx(combination.of(family).values[0] * mean)


@pytest.mark.parametrize("rule", [*RULES.values(), MEAN], ids=lambda rule: rule.name)
@given(ratios=st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 50)), max_size=6))
def test_findings_count_as_often_as_the_total_adds_them(
    rule: CombinationRule, ratios: list[tuple[float, float]]
) -> None:
    """By judgement: a fit of shares asks how often each finding counts, and judging adds them up."""
    made = [
        replace(item(weight, left, name), check=f"a.{name}", family="a")
        for name, (weight, left) in enumerate(ratios)
    ]
    often = rule.often(made)
    if rule is MEAN:
        assert not any(often.values())
        return
    total = rule.total({"a": rule.pieces(made)}, {"a": rule.family({})}, 1.0)["a"]
    assert total == pytest.approx(sum(often[one.check] * one.log10_lr for one in made), abs=1e-12)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_lies_within_0_and_1(share: float) -> None:
    """More than its row claims would be a claim that nobody fitted, less than nothing would turn it round."""
    with pytest.raises(CalibrationError, match="share of a check"):
        CheckShare(share=share, largest=1.0)
