"""The report as JSON: a published, versioned schema, a fixed order of keys, and never NaN or Infinity."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from docforensics.guidance.equipment import Profile
from docforensics.report.model import MrzReport, ReportData, VizLineReport
from docforensics.report.plain import box_to_list, fields_to_dict, finding_to_dict, plain, unchecked_to_dict
from docforensics.scoring.model import Verdict


@cache
def _schema_text() -> str:
    return files("docforensics.report").joinpath("report.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """Load the JSON Schema (2020-12) of `to_json`; its `$id` names the version."""
    parsed: dict[str, Any] = json.loads(_schema_text())
    return parsed


def render(report: ReportData, _language: str) -> str:
    """Write the report as JSON text, indented."""
    return to_json(report, indent=2)


def to_json(report: ReportData, *, indent: int | None = None) -> str:
    """Write the report as JSON text in UTF-8 characters, without a final newline."""
    return json.dumps(to_dict(report), ensure_ascii=False, allow_nan=False, indent=indent)


def to_dict(report: ReportData) -> dict[str, object]:
    """Write the report as plain dicts, lists, strings and numbers, in the order of the schema."""
    tree = {
        "schema_version": report.schema_version,
        "inspected_on": report.inspected_on.isoformat(),
        "verdict": _verdict(report.verdict),
        "findings": [finding_to_dict(finding) for finding in report.findings],
        "unchecked": [unchecked_to_dict(entry) for entry in report.unchecked],
        "guidance": list(map(str, report.guidance)),
        "limits": list(map(str, report.limits)),
        "mrz": mrz_to_dict(report.mrz) if report.mrz else None,
        "viz": [_line(line) for line in report.viz],
        "sides": [fields_to_dict(side) for side in report.sides],
        "equipment": _equipment(report, report.profile) if report.profile else None,
        "provenance": dict(sorted(report.provenance.items())),
    }
    return {key: plain(value) for key, value in tree.items()}


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": verdict.outcome.value,
        "score": verdict.score,
        "prior": verdict.prior,
        "log10_lr": verdict.log10_lr,
        "verbal": verdict.verbal,
        "coverage": verdict.coverage,
        "family_log10_lr": dict(sorted(verdict.family_log10_lr.items())),
        "notes": verdict.notes,
    }


def mrz_to_dict(mrz: MrzReport) -> dict[str, object]:
    """Write a machine readable zone as `$defs/mrz` of the schema has it, numbers not yet rounded."""
    return {**fields_to_dict(mrz), "check_digits": [fields_to_dict(digit) for digit in mrz.check_digits]}


def _line(line: VizLineReport) -> dict[str, object]:
    box = box_to_list(line.box)
    return {"side": line.side, "text": line.text, "confidence": line.confidence, "box_mm": box}


def _equipment(report: ReportData, profile: Profile) -> dict[str, object]:
    """Write what the post has, what can be done with it, and what other equipment would add."""
    plan = report.plan
    return {
        "post": profile.name,
        "has": [piece.slug for piece in profile.owned],
        "now": [
            {
                "equipment": turn.equipment.slug,
                "tasks": [
                    {"feature": task.feature, "line": task.action.line, "do": task.action.do}
                    for task in turn.tasks
                ],
            }
            for turn in plan.now
        ],
        "lacking": [
            {
                "equipment": turn.equipment.slug,
                "features": list(dict.fromkeys(task.feature for task in turn.tasks)),
                "checks": turn.checks,
            }
            for turn in plan.lacking
        ],
    }
