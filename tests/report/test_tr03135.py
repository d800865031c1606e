"""The log speaks TR-03135: its results, its precedence, its margins, and nothing of the holder."""

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from docforensics.checks.registry import discover_checks
from docforensics.report.model import Report
from docforensics.report.tr03135 import RUN_MODES, _table, aggregate, component, run_mode, to_tr03135
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.model import Result


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


def test_what_is_evaluatory_never_weighs() -> None:
    """Run modes agree with the calibration: a check that is logged only has no weight."""
    calibration = Calibration.load()
    for check in discover_checks(plugins=()):
        if run_mode(check.id) == "evaluatory":
            assert calibration.row(check.id).method == "none", check.id


def test_run_modes_and_components_name_checks_that_exist() -> None:
    """The table is no wish list."""
    known = {check.id for check in discover_checks(plugins=())}
    table = _table()
    named = {
        *table["mandatory"],
        *table["evaluatory"],
        *(c for cs in table["component"].values() for c in cs),
    }
    assert named <= known
    assert {run_mode(check) for check in known} <= set(RUN_MODES)
    assert component("seal.chip_mrz") == "electronic"
    assert component("mrz.length") == "optical"


def test_spectral_checks_bear_their_generic_id(examination: Any) -> None:
    """`IR,AB,MR` is a routine, `LengthCheck` a name."""
    log = to_tr03135(examination.report())
    assert all(not (entry["name"] and entry["generic_id"]) for entry in checks(log).values())


def test_what_the_document_lacks_is_not_supported_and_decides_nothing(report: Report) -> None:
    """No seal, no chip: the component is not supported; an optional check decides only when it fails."""
    silent = [replace(entry, check="seal.chip_mrz", expected=False) for entry in report.unchecked[:1]]
    calm = [replace(report.findings[-1], check="mrz.length")]
    log: Any = to_tr03135(replace(report, findings=tuple(calm), unchecked=tuple(silent)))
    assert checks(log, "electronic")["seal.chip_mrz"]["result"] == "not supported"
    assert log["result"] == "successful"
    failed: Any = to_tr03135(
        replace(report, findings=(*calm, replace(report.findings[0], check="security.x")))
    )
    assert failed["result"] == "failed"
