"""Figures of a table under a calibration."""

from dataclasses import replace

import pytest

from docforensics.bench.metrics.bootstrap import Estimate
from docforensics.bench.score import estimate_text, score_figures
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.outcome import Measured
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.model import Basis, CalibrationRow
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy

ROW = CalibrationRow(
    check="a.b",
    method="identity",
    parameters={},
    log10_lr_min=-2.0,
    log10_lr_max=2.0,
    n_genuine=200,
    n_forged=200,
    data_set="made, calibration split",
    basis=Basis.FITTED,
)


def examined(number: int, value: float, species: str = "") -> Examined:
    """Make a document whose one check claims this log10 LR."""
    return Examined(
        document=f"{number}-{species}",
        holder=str(number),
        split="test",
        is_forged=bool(species),
        species=species,
        severity="",
        model="",
        capture="",
        channel=Channel.SCANNER,
        lights=frozenset({Light.VISIBLE}),
        has_template=False,
        outcomes={"a.b": Measured(value=value)},
    )


TABLE = (
    *(examined(number, -1.0) for number in range(99)),
    examined(99, 1.5),
    *(examined(number, 1.0, "swap") for number in range(30)),
    *(examined(number, -1.0, "unseen") for number in range(30)),
)


def test_rates_are_of_the_policy_and_of_the_species() -> None:
    """One genuine page of a hundred referred; one kind seen, one not."""
    found = score_figures(TABLE, Calibration.of([ROW]), Policy(hold_uncounted=False), draws=50)
    assert (found.n_genuine, found.n_forged) == (100, 60)
    values = {name: estimate.value for name, estimate in found.figures.items() if estimate}
    assert values["bpcer"] == pytest.approx(0.01)
    assert values["apcer"] == pytest.approx(0.5)
    assert {name: one.value for name, one in found.species.items() if one} == {"swap": 0.0, "unseen": 1.0}
    assert found.outcomes["genuine"] == {"INCONCLUSIVE": 99, "REFER": 1}


def test_no_error_of_few_is_not_no_error() -> None:
    """The rule of three over the documents of that kind."""
    found = score_figures((*TABLE[:99], *TABLE[100:]), Calibration.of([ROW]), Policy(), draws=50).species[
        "swap"
    ]
    assert found is not None
    assert (found.value, found.high) == (0.0, pytest.approx(0.1))


def test_without_forged_documents_there_is_no_cost() -> None:
    """But rates of genuine ones."""
    found = score_figures(TABLE[:100], Calibration.of([ROW]), Policy(), draws=20)
    assert found.figures["cllr"] is None
    assert found.figures["bpcer"] is not None


def test_a_threshold_above_everything_flags_nothing() -> None:
    """The figures follow the policy."""
    found = score_figures(TABLE, Calibration.of([ROW]), replace(Policy(), refer=0.9, alert=0.95), draws=20)
    assert found.figures["bpcer"] is not None
    assert found.figures["bpcer"].value == 0.0


def test_figures_are_written_with_their_interval() -> None:
    """In per cent where they are shares."""
    assert (
        estimate_text(Estimate(value=0.5, low=0.4, high=0.61, groups=9), percent=True)
        == "50.0 (40.0 to 61.0)"
    )
    assert estimate_text(Estimate(value=0.5, low=None, high=None, groups=9)) == "0.500"
    assert estimate_text(None) == "-"
