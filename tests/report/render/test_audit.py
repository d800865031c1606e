"""The log says which document, what was found and on what grounds, and nothing of the holder."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from docforensics.report.render.audit import audit_record, examination_id
from docforensics.report.report import Report


def test_the_record_holds_outcomes_margins_and_hashes(report: Report) -> None:
    """What a second look needs is there."""
    record = audit_record(report)
    assert record["outcome"] == "ALERT"
    assert record["provenance"] == dict(report.provenance)
    checks = record["checks"]
    assert isinstance(checks, list)
    assert checks[0] == {
        "check": "mrz.check_digits",
        "tr03135": "",
        "result": "failed",
        "margin": -0.9,
        "log10_lr": 0.9,
        "value": 0.9,
        "unit": "share",
        "undecided": False,
        "areas_mm": [[0, 6.0, 74.0, 32.0, 79.0]],
    }
    assert len(checks) == 7


def test_the_record_holds_claims_and_layers_with_their_codes(report: Report) -> None:
    """States and codes alone; a check without a value has its code too."""
    record = audit_record(report)
    assert record["claims"] == {
        "mrz_data": "contradicted",
        "names": "verified",
        "expiry_date": "not_seen:glare",
        "portrait": "verified",
        "uv_substrate": "not_seen:no_light",
    }
    assert record["layers"] == {"data": "adverse", "portrait": "in_order", "uv": "not_seen:no_light"}
    checks = record["checks"]
    assert isinstance(checks, list)
    assert {one["check"]: one["why"] for one in checks if "why" in one}["digital.blocks"] == "check_failed"


def test_nothing_personal_is_logged_by_default(report: Report) -> None:
    """No MRZ line, no field, no fact, no message, no file name."""
    text = json.dumps(audit_record(report))
    assert report.mrz is not None
    values = [value for value in report.mrz.fields.values() if len(value) > 3]
    for secret in (*report.mrz.lines, *values, "ERIKSSON", "ANNA", "page.png", "The digit of"):
        assert secret not in text


def test_personal_data_are_logged_when_asked_for(report: Report) -> None:
    """An authority may want the whole report in its own protected log."""
    record = audit_record(report, personal=True)
    assert record["report"] == report.to_dict()
    assert "report" not in audit_record(report)


def test_the_time_is_the_callers(report: Report) -> None:
    """No clock is asked: the record of a rerun is the same."""
    assert audit_record(report)["at"] is None
    at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert audit_record(report, at=at)["at"] == "2026-11-24T12:00:00.000+00:00"
    assert audit_record(report) == audit_record(report)


def test_a_salt_hides_the_inputs(report: Report) -> None:
    """With a key the log cannot be matched with a leaked image."""
    plain, salted, other = (json.dumps(audit_record(report, salt=salt)) for salt in (b"", b"one", b"two"))
    assert report.sides[0].sha256["visible"][0] in plain
    assert report.sides[0].sha256["visible"][0] not in salted
    assert salted != other


def test_an_examination_is_named_by_inputs_date_and_rules(report: Report) -> None:
    """Another image, day or policy is another examination."""
    name = examination_id(report)
    assert name == examination_id(report)
    assert name != examination_id(replace(report, sides=report.sides[:1]))
    assert name != examination_id(replace(report, provenance={}))
    assert name != examination_id(report, salt=b"key")
