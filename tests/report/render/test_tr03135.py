"""The log speaks TR-03135: its results, its precedence, its margins, and nothing of the holder."""

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from docforensics.checks.claims import Why
from docforensics.checks.modes import Component, RunMode
from docforensics.checks.outcome import Measured
from docforensics.checks.registry import discover_checks
from docforensics.report.render.tr03135 import aggregate, to_tr03135
from docforensics.report.report import Report
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.model import Result
from docforensics.scoring.policy import Policy
from docforensics.scoring.weigh import mode_of, weigh


def checks(log: dict[str, Any], name: str = "optical") -> dict[str, dict[str, Any]]:
    """Give the checks of one component by their own id."""
    found = next(entry for entry in log["components"] if entry["component"] == name)
    return {entry["proprietary_id"]: entry for entry in found["checks"]}


def test_every_check_is_logged_with_its_result_and_margin(report: Report) -> None:
    """What measured has a margin in -1..1 about 0; what could not speak has none and says which of three it was."""
    logged = checks(to_tr03135(report))
    assert len(logged) == len(report.findings) + len(report.unchecked)
    assert logged["mrz.check_digits"]["result"] == "failed"
    assert -1 <= logged["mrz.check_digits"]["margin"]["value"] < 0
    assert logged["mrz.length"]["result"] == "successful"
    assert logged["security.b900"]["result"] == "not supported"
    assert logged["data.dates"]["result"] == "undetermined"
    assert logged["digital.blocks"]["result"] == "aborted"
    assert logged["digital.blocks"]["error_code"] == 1000
    assert logged["data.dates"]["margin"] is None


def test_layers_are_logged_as_components_of_claims(report: Report) -> None:
    """Successful, failed, or by the code what was not seen comes to; run modes are those of the policy."""
    layers = {layer["layer"]: layer for layer in to_tr03135(report)["layers"]}  # type: ignore[attr-defined]
    assert {name: (one["result"], one["reason"]) for name, one in layers.items()} == {
        "data": ("failed", None),
        "portrait": ("successful", None),
        "uv": ("not supported", "no_light"),
    }
    claims = {one["proprietary_id"]: one for layer in layers.values() for one in layer["claims"]}
    assert (claims["expiry_date"]["result"], claims["expiry_date"]["reason"]) == ("undetermined", "glare")
    assert claims["mrz_data"]["result"] == "failed"
    assert {name: one["run_mode"] for name, one in claims.items()} == {
        **dict.fromkeys(claims, "mandatory"),
        "uv_substrate": "optional",
    }
    assert len({one["uuid"] for one in claims.values()}) == len(claims)


def test_a_claim_whose_check_failed_is_aborted(report: Report) -> None:
    """No other code is, and a check without a value has its reason."""
    first = report.verdict.claims[2]
    broken = replace(report.verdict, claims=(replace(first, why=Why.CHECK_FAILED),))
    (layer,) = to_tr03135(replace(report, verdict=broken))["layers"]  # type: ignore[misc]
    assert (layer["result"], layer["claims"][0]["result"]) == ("aborted", "aborted")
    assert checks(to_tr03135(report))["digital.blocks"]["reason"] == "check_failed"
    assert checks(to_tr03135(report))["mrz.length"]["reason"] is None


def test_the_log_is_json_and_the_same_every_time(report: Report) -> None:
    """Identifiers follow from names and from the configuration."""
    assert json.dumps(to_tr03135(report), allow_nan=False) == json.dumps(to_tr03135(report))
    uuids = [entry["uuid"] for entry in checks(to_tr03135(report)).values()]
    assert len(set(uuids)) == len(uuids)


def test_the_log_carries_nothing_of_the_holder(report: Report) -> None:
    """Profile Basic: no MRZ, no fields, no messages, no file names."""
    text = json.dumps(to_tr03135(report))
    assert report.mrz is not None
    for secret in (*report.mrz.lines, "ERIKSSON", "L898902C3", "page</b>.png"):
        assert secret not in text


@pytest.mark.parametrize("some", [list(order) for order in permutations(list(Result), 2)])
def test_results_aggregate_by_precedence(some: list[Result]) -> None:
    """Failed before aborted before undetermined before successful before not supported, in any order."""
    order = ["failed", "aborted", "undetermined", "successful", "not supported"]
    assert aggregate(some).value == min((result.value for result in some), key=order.index)


def test_nothing_checked_is_not_supported() -> None:
    """An absent component is no failure."""
    assert aggregate([]) is Result.NOT_SUPPORTED


def policies() -> list[Policy]:
    """Every shipped policy, and one that switches by id, by family and by issuer."""
    ours = Policy(
        run_modes={"mrz": RunMode.MANDATORY, "mrz.length": RunMode.OFF, "evaluatory": RunMode.EVALUATORY},
        issuers={"UTO": {"data": RunMode.OFF, "portrait.portrait_ring": RunMode.EVALUATORY}},
    )
    return [*map(Policy.preset, ("balanced", "high-security", "high-convenience")), ours]


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.name)
@pytest.mark.parametrize("issuer", ["", "UTO"])
def test_the_log_says_how_each_check_was_run_under_the_policy_that_judged(
    policy: Policy, issuer: str, examination: Any
) -> None:
    """What the check declares, unless the policy names it, its family or an exception for the issuer; `off` is logged as well."""
    found, rules = discover_checks(plugins=()), policy.for_issuer(issuer)
    evidence = weigh(found, [Measured(value=0.0)] * len(found), Calibration.load(), rules)
    report = replace(examination, checks=found, evidence=evidence).report()
    log = to_tr03135(report)
    logged = {name: entry for part in Component for name, entry in checks(log, part).items()}
    assert {name: entry["run_mode"] for name, entry in logged.items()} == {
        check.id: rules.mode(check.id, check.family, check.spec.run_mode).value for check in found
    }
    for check in found:
        assert check.id in checks(log, check.spec.component)
    off = {name for name, entry in logged.items() if entry["run_mode"] == "off"}
    assert off
    assert {logged[name]["result"] for name in off} == {"not supported"}
    assert not off & {entry.check for entry in (*report.findings, *report.unchecked)}


def test_what_weighs_nothing_is_off_until_a_policy_names_its_folder() -> None:
    """One line switches the folder `evaluatory` on; no row of it weighs anything."""
    calibration, on = Calibration.load(), Policy(run_modes={"evaluatory": RunMode.EVALUATORY})
    family = [check for check in discover_checks(plugins=()) if check.family == "evaluatory"]
    assert len(family) == 8
    for check in family:
        assert mode_of(check, Policy.load()) is RunMode.OFF
        assert mode_of(check, on) is RunMode.EVALUATORY
        assert calibration.row(check.id).method == "none"


def test_a_seal_is_reported_under_its_component() -> None:
    """Chip and seal are no part of the optical component."""
    component = {check.id: check.spec.component for check in discover_checks(plugins=())}
    assert component["seal.chip_mrz"] is Component.ELECTRONIC
    assert component["seal.seal_signature"] is Component.DIGITAL_SEAL
    assert component["mrz.length"] is Component.OPTICAL


def test_spectral_checks_bear_their_generic_id(examination: Any) -> None:
    """`IR,AB,MR` is a routine, `LengthCheck` a name."""
    log = to_tr03135(examination.report())
    assert all(not (entry["name"] and entry["generic_id"]) for entry in checks(log).values())


def test_what_the_document_lacks_is_not_supported_and_decides_nothing(report: Report) -> None:
    """No seal, no chip: the component is not supported; an optional check decides only when it fails."""
    silent = [
        replace(entry, check="seal.chip_mrz", component=Component.ELECTRONIC, expected=False)
        for entry in report.unchecked[:1]
    ]
    calm = [replace(report.findings[-1], check="mrz.length")]
    log: Any = to_tr03135(replace(report, findings=tuple(calm), unchecked=tuple(silent)))
    assert checks(log, "electronic")["seal.chip_mrz"]["result"] == "not supported"
    assert log["result"] == "successful"
    failed: Any = to_tr03135(
        replace(report, findings=(*calm, replace(report.findings[0], check="security.x")))
    )
    assert failed["result"] == "failed"
