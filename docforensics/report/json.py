"""The report as JSON: a published, versioned schema, a fixed order of keys, and never NaN or Infinity."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from docforensics.checks.outcome import Fact, Region
from docforensics.guidance.equipment import Profile
from docforensics.report.model import Finding, MrzReport, Report, SideReport, Unchecked
from docforensics.scoring.model import Verdict

SIGNIFICANT_DIGITS = 6
"""Of every number in the JSON: finer than any measurement here, and short enough to compare by eye."""


@cache
def _schema_text() -> str:
    return files("docforensics.report").joinpath("report.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """Load the JSON Schema (2020-12) of `to_json`; its `$id` names the version."""
    parsed: dict[str, Any] = json.loads(_schema_text())
    return parsed


def to_json(report: Report, *, indent: int | None = None) -> str:
    """Write the report as JSON text in UTF-8 characters, without a final newline."""
    return json.dumps(to_dict(report), ensure_ascii=False, allow_nan=False, indent=indent)


def to_dict(report: Report) -> dict[str, object]:
    """Write the report as plain dicts, lists, strings and numbers, in the order of the schema."""
    tree = {
        "schema_version": report.schema_version,
        "inspected_on": report.inspected_on.isoformat(),
        "verdict": _verdict(report.verdict),
        "findings": [_finding(finding) for finding in report.findings],
        "unchecked": [_unchecked(entry) for entry in report.unchecked],
        "guidance": list(map(str, report.guidance)),
        "limits": list(map(str, report.limits)),
        "mrz": mrz_to_dict(report.mrz) if report.mrz else None,
        "sides": [_side(side) for side in report.sides],
        "equipment": _equipment(report, report.profile) if report.profile else None,
        "provenance": dict(sorted(report.provenance.items())),
    }
    return {key: plain(value) for key, value in tree.items()}


def plain(value: object) -> object:
    """Only what JSON knows: rounded finite numbers (else None), valid Unicode, lists and dicts."""
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        # A file name may carry bytes that are no text: they become U+FFFD, as everywhere in Unicode.
        return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _number(value)


def _number(value: object) -> int | float | None:
    if isinstance(value, int):
        return int(value)
    number = float(value)  # type: ignore[arg-type]  # numpy scalars are floats in all but name
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") + 0.0 if math.isfinite(number) else None


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


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "family": finding.family,
        "title": finding.title,
        "tr03135": finding.tr03135,
        "result": finding.result.value,
        "margin": finding.margin,
        "log10_lr": finding.log10_lr,
        "verbal": finding.verbal,
        "basis": finding.basis.value,
        "value": finding.value,
        "unit": finding.unit,
        "message": finding.message,
        "advice": finding.advice,
        "regions": [_region(region) for region in finding.regions],
        "facts": dict(sorted({**finding.facts, **_former_facts(finding)}.items())),
        "personal_facts": sorted(_FORMER_NAMES.get(name, name) for name in finding.personal_facts),
        "undecided": finding.undecided,
        "left_open": finding.left_open,
        "note": finding.note,
        "is_specimen": finding.is_specimen,
    }


_FORMER_NAMES = {"left_open": "open", "is_specimen": "is_test_document"}
"""Keys of `facts` up to schema 1.1, with `note`: written as aliases for one version, where they hold something."""


def _former_facts(finding: Finding) -> dict[str, Fact]:
    values: dict[str, Fact] = {name: getattr(finding, name) for name in ("left_open", "note", "is_specimen")}
    return {_FORMER_NAMES.get(name, name): value for name, value in values.items() if value}


def _region(region: Region) -> dict[str, object]:
    box = region.box
    return {
        "side": region.side,
        "light": region.light.value,
        "box_mm": [box.left, box.top, box.right, box.bottom],
        "label": region.label,
    }


def _unchecked(entry: Unchecked) -> dict[str, object]:
    return {
        "check": entry.check,
        "family": entry.family,
        "title": entry.title,
        "result": entry.result.value,
        "reason": entry.reason,
        "needs": entry.needs,
        "lights": entry.lights,
        "tr03135": entry.tr03135,
        "expected": entry.expected,
    }


def mrz_to_dict(mrz: MrzReport) -> dict[str, object]:
    """Write a machine readable zone as `$defs/mrz` of the schema has it, numbers not yet rounded."""
    return {
        "format": mrz.format,
        "lines": mrz.lines,
        "engine": mrz.engine,
        "confidence": mrz.confidence,
        "fields": mrz.fields,
        "check_digits": [
            {"name": digit.name, "printed": digit.printed, "computed": digit.computed, "agrees": digit.agrees}
            for digit in mrz.check_digits
        ],
        "irregularities": mrz.irregularities,
    }


def _side(side: SideReport) -> dict[str, object]:
    return {
        "side": side.side,
        "channel": side.channel,
        "lights": side.lights,
        "sha256": side.sha256,
        "size": side.size,
        "size_mm": side.size_mm,
        "px_per_mm": side.px_per_mm,
        "scale_basis": side.scale_basis,
        "quality": side.quality,
        "template": side.template,
        "template_digest": side.template_digest,
        "features": side.features,
        "files": side.files,
    }


def _equipment(report: Report, profile: Profile) -> dict[str, object]:
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
