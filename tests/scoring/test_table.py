"""A table is judged as documents are."""

from dataclasses import replace
from math import log10

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.scoring.calibration import Calibration, load_calibration
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Basis, CalibrationRow, OutcomeClass
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy
from docforensics.scoring.table import evidence_of, verdict_of

ONE = Examined(
    document="d",
    holder="h",
    split="test",
    is_forged=True,
    species="swap",
    severity="",
    model="",
    capture="",
    channel=Channel.UPLOAD,
    lights=frozenset({Light.VISIBLE}),
    has_template=False,
    outcomes={
        "mrz.check_digits": Measured(value=2.0),
        "mrz.length": Abstained(kind=AbstentionKind.UNDETERMINED, reason="unread", why=Why.UNREADABLE),
    },
)


def test_a_table_is_weighed_by_the_rows() -> None:
    """Values through rows, silence through silence."""
    evidence = {item.check: item for item in evidence_of(ONE, load_calibration())}
    assert evidence["mrz.check_digits"].log10_lr > 0.3
    assert evidence["mrz.length"].log10_lr == 0.0


def test_the_verdict_is_that_of_the_judge() -> None:
    """Under the policy given."""
    policy = Policy(run_modes={"mrz": RunMode.OFF})
    calibration = load_calibration()
    assert verdict_of(ONE, calibration, policy).log10_lr == 0.0
    verdict = verdict_of(ONE, calibration)
    assert verdict.log10_lr == judge(evidence_of(ONE, calibration), calibration, Policy()).log10_lr


def test_nothing_of_a_table_is_clear() -> None:
    """A table holds outcomes and no claims: what is flagged can be counted, what is clear cannot."""
    verdict = verdict_of(ONE, load_calibration(), Policy(run_modes={"mrz": RunMode.OFF}))
    assert verdict.claims == ()
    assert verdict.outcome is OutcomeClass.INCONCLUSIVE
    assert verdict.first_why is None


def test_a_table_is_weighed_by_how_far_counted_documents_went() -> None:
    """As a document is: a finding beyond them is bounded less."""
    row = CalibrationRow(
        check="a.b",
        method="identity",
        parameters={},
        log10_lr_min=0.0,
        log10_lr_max=1.0,
        n_genuine=0,
        n_forged=0,
        data_set="test",
        basis=Basis.EXPERT,
    )
    counts = {"a.b": ModelCount(documents=6, false_alarms=1, values=(0.7,))}
    weighed = [
        evidence_of(
            replace(ONE, outcomes={"a.b": Measured(value=value)}, counts=counts), Calibration.of([row])
        )[0].log10_lr
        for value in (0.7, 3.0)
    ]
    assert weighed == pytest.approx([log10(3.5), log10(7)])
