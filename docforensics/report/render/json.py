"""The report as JSON: a published, versioned schema, a fixed order of keys, and never NaN or Infinity."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.guidance.codes import code_of_limit, code_of_step, codes_of_notes
from docforensics.guidance.equipment import Profile
from docforensics.report.former import FORMERS
from docforensics.report.model import MrzReport, ReportData, SideReport, VizLineReport
from docforensics.report.plain import (
    box_to_list,
    claim_to_dict,
    fields_to_dict,
    finding_to_dict,
    layer_to_dict,
    placed_to_dict,
    plain,
    polygon_to_list,
    side_to_dict,
    unchecked_to_dict,
)
from docforensics.report.versions import SCHEMA_VERSION, SCHEMAS
from docforensics.scoring.model import Verdict


@cache
def _schema_text(version: str) -> str:
    return files("docforensics.report").joinpath(SCHEMAS[_known(version)]).read_text(encoding="utf-8")


def _known(version: str) -> str:
    if version not in SCHEMAS:
        *others, last = SCHEMAS
        raise UsageError(f"schema: expected {', '.join(others)} or {last}, got {version!r}")
    return version


def schema(version: str = SCHEMA_VERSION) -> dict[str, Any]:
    """Load the JSON Schema (2020-12) of `to_json`; its `$id` names the version. UsageError for a version that is not written."""
    parsed: dict[str, Any] = json.loads(_schema_text(version))
    return parsed


def render(report: ReportData, _language: str) -> str:
    """Write the report as JSON text, indented."""
    return to_json(report, indent=2)


def to_json(
    report: ReportData, *, indent: int | None = None, version: str = SCHEMA_VERSION, timings: bool = False
) -> str:
    """Write the report as JSON text in UTF-8 characters, without a final newline."""
    tree = to_dict(report, version=version, timings=timings)
    return json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=indent)


def to_dict(report: ReportData, *, version: str = SCHEMA_VERSION, timings: bool = False) -> dict[str, object]:
    """Write the report as plain dicts, lists, strings and numbers, in the order of the schema of that version.

    `timings` adds where its time went, which the present version admits. UsageError names the versions that are written.
    """
    tree = _tree(report)
    if timings and version == SCHEMA_VERSION:
        tree["timings"] = {name: round(seconds, 6) for name, seconds in report.timings.items()}
    told = tree if _known(version) == SCHEMA_VERSION else FORMERS[version](tree)
    return {key: plain(value) for key, value in told.items()}


def _tree(report: ReportData) -> dict[str, object]:
    return {
        "schema_version": report.schema_version,
        "inspected_on": report.inspected_on.isoformat(),
        "verdict": _verdict(report.verdict),
        "findings": [finding_to_dict(finding, report.sides) for finding in report.findings],
        "unchecked": [unchecked_to_dict(entry) for entry in report.unchecked],
        "guidance": list(map(str, report.guidance)),
        "limits": list(map(str, report.limits)),
        "mrz": mrz_to_dict(report.mrz) if report.mrz else None,
        "viz": [_line(line, report.sides) for line in report.viz],
        "sides": [side_to_dict(side) for side in report.sides],
        "equipment": _equipment(report, report.profile) if report.profile else None,
        "provenance": dict(sorted(report.provenance.items())),
        "guidance_codes": list(map(code_of_step, report.guidance)),
        "limit_codes": list(map(code_of_limit, report.limits)),
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": verdict.outcome.value,
        "score": verdict.score,
        "prior": verdict.prior,
        "refer_from": verdict.refer_from,
        "alert_from": verdict.alert_from,
        "log10_lr": verdict.log10_lr,
        "unbounded_log10_lr": verdict.unbounded_log10_lr,
        "refer_unbounded_from": verdict.refer_unbounded_from,
        "verbal": verdict.verbal,
        "coverage": verdict.coverage,
        "claims": [claim_to_dict(one) for one in verdict.claims],
        "layers": [layer_to_dict(one) for one in verdict.layers],
        "family_log10_lr": dict(sorted(verdict.family_log10_lr.items())),
        "notes": verdict.notes,
        "note_codes": codes_of_notes(verdict.notes),
        "alerts": [fields_to_dict(hit) for hit in verdict.alerts],
    }


def mrz_to_dict(mrz: MrzReport) -> dict[str, object]:
    """Write a machine readable zone as `$defs/mrz` of the schema has it, numbers not yet rounded."""
    return {
        **fields_to_dict(mrz),
        "check_digits": [fields_to_dict(digit) for digit in mrz.check_digits],
        "placed": [placed_to_dict(field) for field in mrz.placed],
    }


def _line(line: VizLineReport, sides: Sequence[SideReport]) -> dict[str, object]:
    return {
        "side": line.side,
        "text": line.text,
        "confidence": line.confidence,
        "box_mm": box_to_list(line.box),
        "polygon_px": polygon_to_list(line.box, line.side, Light.VISIBLE, sides),
        "field": line.field,
    }


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
