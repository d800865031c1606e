"""Findings that stand alone: where genuine documents have them more often than forged ones, they refer nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId, ClaimState
from docforensics.checks.outcome import Measured
from docforensics.claims.model import ClaimResult
from docforensics.errors import CalibrationError
from docforensics.scoring.alone import FAMILIES, AloneCount
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.scoring.judge import ALONE, judge
from docforensics.scoring.model import CalibrationRow, Evidence, OutcomeClass, Verdict
from docforensics.scoring.policy import Policy
from docforensics.scoring.shift import Shift
from docforensics.scoring.weigh import held_as_lone

Make = Callable[..., Evidence]
Row = Callable[..., CalibrationRow]
READER = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE, Light.UV, Light.IR}))
NAMES = ("mrz.x", "data.x", "security.x", "portrait.x", "portrait.y")
COUNT = AloneCount(
    check="security.x",
    condition=READER.name,
    genuine=600,
    genuine_alone=5,
    usual=2.0,
    forged=400,
    forged_alone=0,
    others=2,
)


def finding(evidence: Make, check: str = "security.x", *, value: float = 2.5) -> Evidence:
    """Make a finding that would refer a document."""
    item = evidence(check, 0.9)
    assert isinstance(item.outcome, Measured)
    return replace(item, outcome=replace(item.outcome, value=value))


def calibration(row: Row, count: AloneCount = COUNT, *shifts: Shift) -> Calibration:
    """Rows of five checks, and how often one stood alone."""
    return Calibration.of(map(row, NAMES), shifts=shifts, alone=[count])


def verdict(
    items: list[Evidence], row: Row, *, count: AloneCount = COUNT, policy: Policy | None = None
) -> Verdict:
    """Judge a document of a border reader."""
    rows, rules = calibration(row, count), policy or Policy()
    return judge(held_as_lone(items, rows, rules, READER), rows, rules, READER)


def in_order(evidence: Make) -> list[Evidence]:
    """Make two checks of print that are in order."""
    return [evidence("portrait.x", -0.1), evidence("portrait.y", -0.1)]


def test_a_finding_that_genuine_documents_have_alone_refers_nothing(row: Row, evidence: Make) -> None:
    """It is adverse all the same."""
    found = verdict([finding(evidence), *in_order(evidence)], row)
    assert found.outcome is OutcomeClass.INCONCLUSIVE
    assert ALONE in found.notes


def test_nothing_is_clear_with_it(row: Row, evidence: Make) -> None:
    """Under a policy, too, that clears what weighs as much, with all that it demands verified."""
    claim = ClaimResult(claim=ClaimId.MRZ_DATA, state=ClaimState.VERIFIED, why=None, checks=("mrz.x",))
    lenient = replace(Policy(), clear_log10_lr=2.0)
    for items, outcome in (
        ([finding(evidence), *in_order(evidence)], OutcomeClass.INCONCLUSIVE),
        (in_order(evidence), OutcomeClass.CLEAR),
    ):
        held = held_as_lone(items, calibration(row), lenient, READER)
        found = judge(held, calibration(row), lenient, READER, claims=[claim], mandatory=[ClaimId.MRZ_DATA])
        assert found.outcome is outcome


@pytest.mark.parametrize(
    "changed",
    [
        {"forged_alone": 4},
        {"genuine_alone": 0, "forged": 9000},
        {"usual": 1.6},
        {"others": 3},
        {"check": "portrait.x"},
        {"condition": "scanner/visible"},
    ],
    ids=[
        "forged as often",
        "never on genuine",
        "far beyond",
        "others had nothing to measure",
        "another check",
        "another condition",
    ],
)
def test_it_refers_where_that_is_not_known_of_it(changed: dict[str, Any], row: Row, evidence: Make) -> None:
    """Forged documents have it alone as often; genuine ones never, or much less of it; the others measured less; or it was counted for something else."""
    found = verdict([finding(evidence), *in_order(evidence)], row, count=replace(COUNT, **changed))
    assert found.outcome is OutcomeClass.REFER
    assert ALONE not in found.notes


def test_two_findings_are_not_alone(row: Row, evidence: Make) -> None:
    """Whichever the other is."""
    items = [finding(evidence), evidence("data.x", 0.5), *in_order(evidence)]
    found = verdict(items, row)
    assert found.outcome in {OutcomeClass.REFER, OutcomeClass.ALERT}
    assert ALONE not in found.notes
    assert found.log10_lr == judge(items, calibration(row), Policy(), READER).log10_lr


def test_what_is_no_finding_counts_beside_it(row: Row, evidence: Make) -> None:
    """Several values that are not adverse, and not in order either, refer with it what each would not alone."""
    few = [evidence(name, 0.28) for name in ("mrz.x", "data.x")]
    assert verdict([finding(evidence), *few, *in_order(evidence)], row).outcome is OutcomeClass.REFER


def test_dates_that_are_in_order_say_nothing_of_print(row: Row, evidence: Make) -> None:
    """Where the other checks of print had nothing to measure, a finding is no more alone than they let it be."""
    items = [
        finding(evidence),
        evidence("mrz.x", -0.1),
        evidence("data.x", -0.1),
        evidence("portrait.x", -0.1),
    ]
    assert verdict(items, row).outcome is OutcomeClass.REFER


def test_a_policy_that_holds_nothing_back_refers_it(row: Row, evidence: Make) -> None:
    """As it does what was counted on no document."""
    found = verdict(
        [finding(evidence), *in_order(evidence)], row, policy=replace(Policy(), hold_uncounted=False)
    )
    assert found.outcome is OutcomeClass.REFER


def test_without_a_template_or_under_a_shift_nothing_is_known(row: Row) -> None:
    """What else would have been adverse could not be measured; or other values are adverse."""
    shift = Shift(condition=READER.source, n_genuine=40, n_forged=0, checks={}, total=0.0)
    assert calibration(row).alone_count(COUNT.check, READER) == COUNT
    assert calibration(row).alone_count(COUNT.check) is None
    assert calibration(row).alone_count(COUNT.check, replace(READER, has_template=False)) is None
    assert calibration(row, COUNT, shift).alone_count(COUNT.check, READER) is None


def test_a_file_states_it_and_the_digest_holds_it(tmp_path: Path, row: Row) -> None:
    """Read as any calibration; one that another file states goes before it."""
    file = tmp_path / "alone.toml"
    file.write_text(
        '[[alone]]\ncheck = "security.x"\ncondition = "scanner/ir+uv+visible"\ngenuine = 600\ngenuine_alone = 5\nusual = 2.0\n'
        "forged = 400\nforged_alone = 0\nothers = 2\n"
    )
    read = Calibration.load([file])
    assert dict(read.alone) == {(COUNT.check, COUNT.condition): COUNT}
    own = tmp_path / "own.toml"
    own.write_text(file.read_text().replace("forged_alone = 0", "forged_alone = 9"))
    both = Calibration.load([file], beside=[own])
    assert both.alone[COUNT.check, COUNT.condition].forged_alone == 9
    assert len({Calibration.of([row("mrz.x")]).digest, read.digest, both.digest}) == 3


def test_a_row_of_the_users_own_takes_the_count_with_it(tmp_path: Path) -> None:
    """It calls other values adverse; what was counted by the shipped row says nothing of it."""
    own = tmp_path / "own.toml"
    own.write_text(
        '[[row]]\ncheck = "security.colour"\nmethod = "identity"\nparameters = {}\nlog10_lr_min = -0.05\nlog10_lr_max = 0.8\nn_genuine = 0\n'
        'n_forged = 0\ndata_set = "mine"\nbasis = "expert"\n'
    )
    named = {check for check, _ in Calibration.load().alone}
    assert "security.colour" in named
    assert {check for check, _ in Calibration.load(beside=[own]).alone} == named - {"security.colour"}


def test_counts_that_cannot_be_are_refused() -> None:
    """More documents than there were, and a value that is none."""
    with pytest.raises(CalibrationError, match=r"security\.x: expected 0 <= genuine_alone"):
        replace(COUNT, genuine_alone=601)
    for usual in (float("nan"), float("inf"), -1.0):
        with pytest.raises(CalibrationError, match=r"security\.x: expected a finite usual value"):
            replace(COUNT, usual=usual)


def test_what_a_finding_weighs_is_what_the_verdict_counts(row: Row, evidence: Make) -> None:
    """It is held where it is weighed, so that a report adds up."""
    items = [finding(evidence), *in_order(evidence)]
    held = held_as_lone(items, calibration(row), Policy(), READER)
    assert [item.is_alone for item in held] == [True, False, False]
    assert held[0].log10_lr == pytest.approx(Policy().single_row_bound)
    assert held[0].is_adverse


def test_what_ships_holds_checks_of_print_on_border_readers_alone() -> None:
    """A zone that was typed anew shows in its alignment and nowhere else, and signed data stand for themselves."""
    held = Calibration.load().alone
    assert held
    assert {check.split(".")[0] for check, _ in held} <= FAMILIES
    assert {condition for _, condition in held} == {READER.name}
