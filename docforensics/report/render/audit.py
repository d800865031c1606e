"""What may go to a log: which document, what was found, on what grounds; nothing that names the holder.

Like the profile `Basic` of TR-03135: by default no MRZ, no visual zone, no image, no message that could carry
personal data. Input hashes can be keyed, so that a log alone cannot be matched with a leaked image.
"""

import json
import logging
from datetime import datetime

from docforensics.checks.claims import Why
from docforensics.report.keyed import keyed
from docforensics.report.model import Finding, ReportData, SideReport, Unchecked
from docforensics.report.plain import finding_to_dict, plain, unchecked_to_dict
from docforensics.report.render.json import to_dict

RECORD_VERSION = "1.1"
"""1.1 adds claims, layers and the code of a check without a value; `score` may be null, and `coverage` counts claims."""
_LOGGED = ("check", "tr03135", "result", "margin", "log10_lr", "value", "unit", "undecided")
"""Of a finding: nothing that names the holder."""


def render(report: ReportData, _language: str) -> str:
    """Write the record as one line, without a time."""
    return json.dumps(audit_record(report), ensure_ascii=False, allow_nan=False)


def audit_record(
    report: ReportData, *, personal: bool = False, at: datetime | None = None, salt: bytes = b""
) -> dict[str, object]:
    """Make the log record of one examination.

    Parameters
    ----------
    report
        What was examined and found.
    personal
        Whether the whole report, MRZ and messages included, goes in under `report`. Off by default.
    at
        Time of the examination, stated by the caller: nothing here asks a clock.
    salt
        Key of the input hashes (HMAC-SHA256); without one the plain sha256 stands.
    """
    verdict = report.verdict
    record: dict[str, object] = {
        "record_version": RECORD_VERSION,
        "examination": examination_id(report, salt=salt),
        "at": at.isoformat(timespec="milliseconds") if at else None,
        "inspected_on": report.inspected_on.isoformat(),
        "outcome": verdict.outcome.value,
        "score": verdict.score,
        "prior": verdict.prior,
        "log10_lr": verdict.log10_lr,
        "coverage": verdict.coverage,
        "claims": {one.claim.value: _state(one.state.value, one.why) for one in verdict.claims},
        "layers": {one.layer.value: _state(one.state.value, one.why) for one in verdict.layers},
        "inputs": [_side(side, salt) for side in report.sides],
        "checks": [*map(_finding, report.findings), *map(_unchecked, report.unchecked)],
        "mrz": {"read": report.mrz is not None, "format": report.mrz.format if report.mrz else None},
        "provenance": dict(sorted(report.provenance.items())),
    }
    if personal:
        record["report"] = to_dict(report)
    return {key: plain(value) for key, value in record.items()}


def log_examined(log: logging.Logger, report: ReportData) -> None:
    """Log the record of one examination where that level is asked for: making it takes 7 ms of a page."""
    if log.isEnabledFor(logging.INFO):
        log.info("examined", extra={"docforensics": audit_record(report)})


def _state(state: str, why: Why | None) -> str:
    """Write a state, with the code of what was not seen: `not_seen:glare`."""
    return f"{state}:{why}" if why else state


def examination_id(report: ReportData, *, salt: bytes = b"") -> str:
    """Name an examination by its inputs, its date and its rules: the same ones give the same name."""
    inputs = [digest for side in report.sides for frames in side.sha256.values() for digest in frames]
    rules = [f"{name}={value}" for name, value in sorted(report.provenance.items())]
    return keyed("\n".join((report.inspected_on.isoformat(), *inputs, *rules)), salt)[:32]


def _side(side: SideReport, salt: bytes) -> dict[str, object]:
    hashes = {
        light: [keyed(digest, salt) if salt else digest for digest in frames]
        for light, frames in side.sha256.items()
    }
    rest = {name: getattr(side, name) for name in ("size", "px_per_mm", "template", "template_digest")}
    return {"side": side.side, "channel": side.channel, "sha256": hashes, "salted": bool(salt), **rest}


def _finding(finding: Finding) -> dict[str, object]:
    """Keep result, margin and place; facts and message may carry personal data and stay out."""
    whole = finding_to_dict(finding)
    areas = [[region["side"], *region["box_mm"]] for region in whole["regions"]]
    return {**{key: whole[key] for key in _LOGGED}, "areas_mm": areas}


def _unchecked(entry: Unchecked) -> dict[str, object]:
    whole = unchecked_to_dict(entry)
    return {key: whole[key] for key in ("check", "result", "why", "needs", "expected")}
