"""The report's types hold their invariants and give the three forms."""

import math
from dataclasses import FrozenInstanceError, replace
from html import unescape

import pytest

from docforensics.errors import UsageError
from docforensics.report.report import Report


def test_reasons_and_the_rest_are_all_findings(report: Report) -> None:
    """Every finding is a reason, in order, or left open, and none is two of these."""
    assert report.reasons + report.in_order == report.findings
    left = replace(report, findings=tuple(replace(one, left_open="5 or 6") for one in report.findings))
    assert left.reasons + left.undecided == left.findings
    assert left.in_order == ()
    assert [finding.check for finding in report.in_order] == ["mrz.length"]


def test_a_verdict_that_is_not_finite_is_refused(report: Report) -> None:
    """NaN and infinity never enter a report, so that they never leave it."""
    with pytest.raises(UsageError, match="finite"):
        replace(report, verdict=replace(report.verdict, log10_lr=math.inf))
    with pytest.raises(UsageError, match="finite"):
        replace(report, verdict=replace(report.verdict, family_log10_lr={"mrz": math.nan}))
    with pytest.raises(UsageError, match="finite"):
        replace(report.findings[0], log10_lr=math.nan)


def test_a_report_cannot_be_changed(report: Report) -> None:
    """What was reported stays as it was."""
    with pytest.raises(FrozenInstanceError):
        report.limits = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        report.provenance["policy"] = "another"  # type: ignore[index]


def test_the_report_writes_itself_in_all_forms(report: Report) -> None:
    """Text, JSON and HTML come from the report itself."""
    assert report.to_text().startswith("ALERT")
    assert report.to_json().startswith('{"schema_version"')
    assert report.to_html().startswith("<!doctype html>")
    assert report.to_dict()["schema_version"] == report.schema_version


def test_a_report_shows_itself_in_one_line_without_the_holder(report: Report) -> None:
    """For logs, tracebacks and prompts; neither a name nor a number, nor what a file is called."""
    named = replace(report.sides[0], files=("eriksson-anna.png",))
    line = repr(replace(report, sides=(named, *report.sides[1:])))
    assert line == (
        "<Report ALERT: Title of check_digits (and 2 more); data_page in visible+uv (scanner), "
        "back in visible (scanner); 2026-11-24>"
    )
    assert report.mrz is not None
    assert not any(value in line for value in report.mrz.fields.values() if len(value) > 3)


def test_a_notebook_shows_the_top_of_the_redacted_page_in_a_frame(report: Report) -> None:
    """No script, nothing fetched, and no data of the holder: a notebook is kept and passed on."""
    shown = report._repr_html_()
    assert shown.startswith("<iframe sandbox=")
    page = unescape(shown.split('srcdoc="')[1])
    assert "ALERT" in page
    assert "data:image" in page
    assert "<script" not in page
    assert "ERIKSSON" not in page
    assert shown == report.to_redacted()._repr_html_()
