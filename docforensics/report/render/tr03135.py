"""The results under the names and values of BSI TR-03135-1 v5.0.1, as plain JSON without personal data.

A log in the profile Basic: no MRZ, no visual zone, no image, no message. It is *in the style of* the technical guideline:
the published description names the things and their values, but not the elements of its XML schemas, so no XML is
written (docs/decisions/2026-11-25-guidance.md).
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import NAMESPACE_URL, uuid5

from docforensics.checks.claims import MENDED_BY_EQUIPMENT, ClaimState, Why
from docforensics.checks.modes import Component, RunMode
from docforensics.claims.model import ClaimResult, LayerResult, LayerState
from docforensics.report.model import Finding, ReportData, SideReport, Unchecked
from docforensics.report.plain import finding_to_dict, plain
from docforensics.scoring.model import Result

FORMAT = "docforensics-tr03135"
FORMAT_VERSION = "1.2"
"""1.2 adds `layers` and the `reason` of a check without a value."""
_GENERIC = re.compile(r"(IR|UV|VI),[A-Z]{2},[A-Z]{2}")
_MEASURED = frozenset({Result.FAILED, Result.SUCCESSFUL})
_STATES: Mapping[str, Result] = MappingProxyType(
    {
        ClaimState.VERIFIED.value: Result.SUCCESSFUL,
        ClaimState.CONTRADICTED.value: Result.FAILED,
        LayerState.IN_ORDER.value: Result.SUCCESSFUL,
        LayerState.ADVERSE.value: Result.FAILED,
    }
)
"""Results of claims and layers; of what was not seen, the code gives it."""
_UUIDS = uuid5(NAMESPACE_URL, "urn:docforensics:tr03135")


def aggregate(results: Iterable[Result]) -> Result:
    """Come to one result by precedence: failed, aborted, undetermined, successful, not supported."""
    present = set(results)
    return next((result for result in Result if result in present), Result.NOT_SUPPORTED)


def render(report: ReportData, _language: str) -> str:
    """Write the log as one line of JSON."""
    return json.dumps(to_tr03135(report), ensure_ascii=False, allow_nan=False)


def to_tr03135(report: ReportData) -> dict[str, object]:
    """Write the log of one examination as plain dicts, lists, strings and numbers."""
    entries: list[Finding | Unchecked] = [*report.findings, *report.unchecked, *report.switched_off]
    checks = sorted(entries, key=lambda entry: entry.check)
    provenance = dict(sorted(report.provenance.items()))
    tree = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "after": "BSI TR-03135-1 v5.0.1",
        "logging_profile": "Basic",
        "process_state": "terminated",
        "inspected_on": report.inspected_on.isoformat(),
        "configuration_uuid": str(uuid5(_UUIDS, repr(provenance))),
        "configuration": provenance,
        "result": _decided(checks).value,
        "captures": [_capture(side) for side in report.sides],
        "components": [
            _component(component, [entry for entry in checks if entry.component is component])
            for component in Component
        ],
        "layers": [_layer(layer, report.verdict.claims) for layer in report.verdict.layers],
    }
    return {key: plain(value) for key, value in tree.items()}


def _layer(layer: LayerResult, claims: Iterable[ClaimResult]) -> dict[str, object]:
    """Write a layer as a component of checks: each claim a check, mandatory where the policy demands it, its code the reason."""
    return {
        "layer": layer.layer.value,
        "result": _STATES.get(layer.state.value, _unseen(layer.why)).value,
        "reason": layer.why,
        "claims": [
            {
                "uuid": str(uuid5(_UUIDS, f"claim {one.claim}")),
                "proprietary_id": one.claim.value,
                "description": one.facts.title,
                "run_mode": (RunMode.MANDATORY if one.is_mandatory else RunMode.OPTIONAL).value,
                "result": _STATES.get(one.state.value, _unseen(one.why)).value,
                "reason": one.why,
                "checks": one.checks,
            }
            for one in claims
            if one.facts.layer is layer.layer
        ],
    }


def _unseen(why: Why | None) -> Result:
    """Give the result of what was not seen: aborted by an error, else not supported where equipment would mend it."""
    if why is Why.CHECK_FAILED:
        return Result.ABORTED
    return Result.NOT_SUPPORTED if why in MENDED_BY_EQUIPMENT else Result.UNDETERMINED


def _decided(checks: Iterable[Finding | Unchecked]) -> Result:
    """Aggregate what may decide: mandatory checks, and optional ones that measured; evaluatory ones are logged only."""
    results = [(entry.run_mode, _result(entry)) for entry in checks]
    return aggregate(
        result
        for mode, result in results
        if mode is RunMode.MANDATORY or (mode is RunMode.OPTIONAL and result in _MEASURED)
    )


def _result(entry: Finding | Unchecked) -> Result:
    """Tell the result; of a component that the document lacks, or that was not read, nothing is supported."""
    absent = isinstance(entry, Unchecked) and not entry.expected
    return Result.NOT_SUPPORTED if absent else entry.result


def _capture(side: SideReport) -> dict[str, object]:
    return {
        "side": side.side,
        "channel": side.channel,
        "lights": side.lights,
        "model": side.template,
        "DocumentDetection": (Result.SUCCESSFUL if side.size else Result.UNDETERMINED).value,
        # It cannot fail: no model that fits is undetermined (TR-03135-1).
        "DocumentModelIdentification": (Result.SUCCESSFUL if side.template else Result.UNDETERMINED).value,
    }


def _component(component: Component, checks: list[Finding | Unchecked]) -> dict[str, object]:
    return {
        "component": component.value,
        "result": _decided(checks).value,
        "checks": [_check(entry) for entry in checks],
    }


def _check(entry: Finding | Unchecked) -> dict[str, object]:
    return {
        "uuid": str(uuid5(_UUIDS, entry.check)),
        **_names(entry),
        "proprietary_id": entry.check,
        "description": entry.title,
        "run_mode": entry.run_mode.value,
        "result": _result(entry).value,
        "reason": entry.why.value if isinstance(entry, Unchecked) else None,
        "margin": _margin(entry.margin) if isinstance(entry, Finding) else None,
        "areas": _areas(entry) if isinstance(entry, Finding) else [],
        "error_code": None if entry.result is not Result.ABORTED else 1000,
    }


def _margin(margin: float | None) -> dict[str, object]:
    return {"value": margin, "minimum": -1, "maximum": 1, "threshold": 0}


def _names(entry: Finding | Unchecked) -> dict[str, object]:
    """Tell the generic id of a spectral check (`IR,AB,MR`) from the name of another."""
    generic = bool(_GENERIC.fullmatch(entry.tr03135))
    return {"name": "" if generic else entry.tr03135, "generic_id": entry.tr03135 if generic else ""}


def _areas(finding: Finding) -> list[dict[str, object]]:
    """Give the places without their labels."""
    places = finding_to_dict(finding)["regions"]
    return [{key: place[key] for key in ("side", "light", "box_mm")} for place in places]
