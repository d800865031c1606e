"""Findings that stand alone: where genuine documents have them more often than forged ones, they refer nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.outcome import Measured
from docforensics.errors import CalibrationError
from docforensics.scoring.alone import AloneCount, stands_alone
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.scoring.judge import ALONE, judge
from docforensics.scoring.model import CalibrationRow, Evidence, OutcomeClass, Verdict
from docforensics.scoring.policy import Policy

Make = Callable[..., Evidence]
Row = Callable[..., CalibrationRow]
READER = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE, Light.UV, Light.IR}))
COUNT = AloneCount(
    check="security.x",
    condition=READER.name,
    genuine=600,
    genuine_alone=5,
    genuine_most=3.0,
    forged=400,
    forged_alone=0,
    others=2,
)


def finding(evidence: Make, check: str = "security.x", *, value: float = 2.5) -> Evidence:
    """Make a finding that would refer a document."""
    item = evidence(check, 0.9)
    assert isinstance(item.outcome, Measured)
    return replace(item, outcome=replace(item.outcome, value=value))


def verdict(
    items: list[Evidence],
    row: Row,
    *,
    count: AloneCount = COUNT,
    policy: Policy | None = None,
    **options: Any,
) -> Verdict:
    """Judge a document of a border reader."""
    names = ("mrz.x", "data.x", "security.x", "portrait.x")
    calibration = Calibration.of((row(name) for name in names), alone=[count])
    return judge(items, calibration, policy or Policy(), options.get("condition", READER))


def in_order(evidence: Make) -> list[Evidence]:
    """Make two checks that are in order."""
    return [evidence("mrz.x", -0.1), evidence("data.x", -0.1)]


def test_a_finding_that_genuine_documents_have_alone_refers_nothing(row: Row, evidence: Make) -> None:
    """It is adverse all the same, and nothing is CLEAR."""
    found = verdict([finding(evidence), *in_order(evidence)], row)
    assert found.outcome is OutcomeClass.INCONCLUSIVE
    assert ALONE in found.notes


@pytest.mark.parametrize(
    "changed",
    [
        {"forged_alone": 4},
        {"genuine_alone": 0},
        {"genuine_most": 1.2},
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
    items = [finding(evidence), evidence("portrait.x", 0.5), *in_order(evidence)]
    assert verdict(items, row).outcome in {OutcomeClass.REFER, OutcomeClass.ALERT}


def test_a_policy_that_holds_nothing_back_refers_it(row: Row, evidence: Make) -> None:
    """As it does what was counted on no document."""
    found = verdict(
        [finding(evidence), *in_order(evidence)], row, policy=replace(Policy(), hold_uncounted=False)
    )
    assert found.outcome is OutcomeClass.REFER


def test_without_a_template_or_a_condition_nothing_is_known(evidence: Make) -> None:
    """What else would have been adverse could not be measured."""
    items, counts = [finding(evidence), *in_order(evidence)], {(COUNT.check, COUNT.condition): COUNT}
    assert stands_alone(items, counts, READER)
    assert not stands_alone(items, counts, None)
    assert not stands_alone(items, counts, replace(READER, has_template=False))


def test_a_file_states_it_and_the_digest_holds_it(tmp_path: Path, row: Row) -> None:
    """Read as any calibration; one that another file states goes before it."""
    file = tmp_path / "alone.toml"
    file.write_text(
        '[[alone]]\ncheck = "security.x"\ncondition = "scanner/ir+uv+visible"\ngenuine = 600\ngenuine_alone = 5\ngenuine_most = 3.0\n'
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
    """More documents than there were."""
    with pytest.raises(CalibrationError, match=r"security\.x: expected 0 <= genuine_alone"):
        replace(COUNT, genuine_alone=601)


def test_what_ships_names_no_finding_of_signed_data_or_of_the_zone_alone() -> None:
    """A zone that was typed anew shows in its alignment alone; no genuine document of the designs did."""
    shipped = Calibration.load().alone
    assert shipped
    held = {check for (check, _), one in shipped.items() if not one.refers(0.0)}
    assert not held & {
        "mrz.alignment",
        "mrz.check_digits",
        "mrz.infrared",
        "mrz.typeface",
        "data.mrz_against_viz",
    }
    assert not any(check.startswith("seal.") for check in held)
