"""Ids that no check bears: refused in a policy, named in the log for a calibration."""

from dataclasses import replace

import pytest

from docforensics.checks.modes import RunMode
from docforensics.checks.spec import CheckSpec, DeclaredCheck
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration, evaluatory_row
from docforensics.scoring.check_share import CheckShare
from docforensics.scoring.combine import Combination
from docforensics.scoring.policy import Policy
from docforensics.scoring.unknown_checks import refuse_unknown_checks, report_unknown_checks

CHECKS = tuple(
    DeclaredCheck(family=family, slug=slug, spec=CheckSpec(title="A check", unit="none"))
    for family, slug in (("data", "specimen"), ("data", "expired"), ("mrz", "length"))
)


@pytest.mark.parametrize("name", ["data.specimen", "data.test_document", "mrz"])
def test_a_check_by_its_id_or_former_id_and_a_family_are_known(name: str) -> None:
    """As a policy may name them."""
    policy = Policy(run_modes={name: RunMode.OFF}, issuers={"UTO": {name: RunMode.OFF}})
    refuse_unknown_checks(policy, CHECKS)
    assert policy.run_modes


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (Policy(run_modes={"mrz.lenght": RunMode.MANDATORY}), "run_modes: .*'mrz.lenght'.*'mrz.length'"),
        (Policy(issuers={"UTO": {"dat": RunMode.OFF}}), "issuers.UTO: .*'dat'.*'data'"),
    ],
)
def test_an_order_for_no_check_is_refused_with_the_nearest(
    policy: Policy, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Unless a plug-in could not be loaded, whose checks may be meant: then the log says so."""
    with pytest.raises(UsageError, match=told):
        refuse_unknown_checks(policy, CHECKS)
    refuse_unknown_checks(policy, CHECKS, all_known=False)
    assert "a plug-in that could not be loaded" in caplog.text


def test_rows_of_no_check_are_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Fitted ones too; those that are known are not."""
    known = evaluatory_row("mrz.length")
    report_unknown_checks(Calibration.of([known]), CHECKS)
    assert not caplog.records
    fitted = replace(evaluatory_row("ink.colour"), condition="scanner, white")
    combination = Combination(
        condition="scanner, white", checks={"ink.hue": CheckShare(share=0.5, largest=1.0)}
    )
    report_unknown_checks(Calibration.of([known, fitted], [combination]), CHECKS)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "'ink.colour'" in caplog.text
    assert "'ink.hue'" in caplog.text
