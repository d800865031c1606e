"""A table is judged as documents are."""

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.judge import judge
from docforensics.scoring.model import OutcomeClass
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
