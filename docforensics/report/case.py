"""A case file: one examination with everything that lets another person do it again, and compare it with what was reported.

It holds the report as JSON, what was given (hashes of the files, statements of the caller), settings and digests, versions, the way from each finding to
the picture that shows it, and a statement of propositions, evaluation and limits after the ENFSI guideline (standards.md 2.9). The files
themselves are in it where they are asked for. It is signed where a key is given; a digest of the content tells damage in any case.
"""

import base64
import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from pathlib import Path
from typing import Any

from docforensics.errors import UsageError
from docforensics.parsing import plain as as_read
from docforensics.report.model import ReportData
from docforensics.report.plain import plain
from docforensics.report.render.json import to_dict
from docforensics.templates.signing import sign
from docforensics.whole_file import write_whole

CASE_VERSION = "1.0"
PURPOSE = b"docforensics case v1\0"
"""Signed before what it covers, so that a signature made for another purpose is none here."""
_PACKAGES = ("numpy", "opencv-python", "pillow", "pypdfium2", "onnxruntime")
"""Packages whose version can move a value in its last digits."""
_PROPOSITIONS = {
    "H1": "The document is not genuine: it, or the image of it, was altered, assembled or made by somebody other than its issuer.",
    "H2": "The document is genuine, and the image shows it as it was issued.",
}
_NOT_STATED = (
    "Whether the holder is the person whom the document names, how the document was obtained, and what a court or an officer decides: none of "
    "these is stated here."
)


def save_case(
    report: ReportData,
    file: str | PathLike[str],
    *,
    images: Iterable[str | PathLike[str]] = (),
    key: str | PathLike[str] | None = None,
) -> None:
    """Write a case file; parameters and errors as in `Report.save_case`."""
    told = case_of(report)
    told["files"] = dict(_files(images, told))
    told["sha256"] = hashlib.sha256(covered(told)).hexdigest()
    if key is not None:
        signature, signer = sign(covered(told), Path(key), purpose=PURPOSE)
        told["signature"] = {"signer": signer, "value": signature.hex()}
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    try:
        write_whole(Path(file), text.encode())
    except OSError as error:
        raise UsageError(f"case: {file} cannot be written: {error.strerror}") from error


def covered(case: Mapping[str, Any]) -> bytes:
    """Give what digest and signature cover: everything but themselves, as JSON with sorted keys."""
    told = {name: value for name, value in case.items() if name not in ("sha256", "signature")}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def case_of(report: ReportData) -> dict[str, Any]:
    """Lay a case out as plain values; UsageError for a report that does not hold how it was made."""
    given = report.given
    if given is None or given.settings is None:
        raise UsageError(
            "save_case: this report was made with settings that were given ready made, or by hand; give paths and names to Examiner"
        )
    told = to_dict(report)
    return {
        "case_version": CASE_VERSION,
        "inspected_on": report.inspected_on.isoformat(),
        "is_redacted": report.is_redacted,
        "inputs": as_read(given.sides),
        "chip": given.has_chip,
        "settings": plain(given.settings),
        "content": plain(given.content),
        "environment": environment(),
        "statement": _statement(report),
        "trail": list(_trail(told)),
        "report": told,
    }


def environment() -> dict[str, str]:
    """Give the versions that this process runs with."""
    return {"python": platform.python_version(), "machine": platform.machine(), **dict(_versions())}


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, ""


def _statement(report: ReportData) -> dict[str, Any]:
    """State propositions, findings, their evaluation and its limits, as a reporting examiner does."""
    verdict = report.verdict
    return {
        "propositions": _PROPOSITIONS,
        "findings": [
            {"check": one.check, "title": one.title, "log10_lr": plain(one.log10_lr), "verbal": one.verbal}
            for one in report.findings
        ],
        "evaluation": {"log10_lr": plain(verdict.log10_lr), "verbal": verdict.verbal},
        "prior": {"probability_of_H1": plain(verdict.prior), "basis": "set by the policy"},
        "limits": list(map(str, report.limits)),
        "not_stated": _NOT_STATED,
    }


def _trail(report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Lead from each place of each finding to the file, the page and the pixels that show it."""
    for finding in report["findings"]:
        for region in finding["regions"]:
            images = report["sides"][region["side"]]["images"]
            shown = next(
                (one for one in images if one["light"] == region["light"]), images[0] if images else {}
            )
            keys = ("sha256", "page", "width_px", "height_px", "to_file", "file_unit")
            yield {
                "check": finding["check"],
                **{key: region[key] for key in ("side", "light", "label", "box_mm", "polygon_px")},
                **{key: shown.get(key) for key in keys},
            }


def _files(images: Iterable[str | PathLike[str]], case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Take in the files that were examined; UsageError for another one."""
    wanted = {
        one["sha256"] for side in case["inputs"] for frames in side["images"].values() for one in frames
    }
    for image in images:
        try:
            raw = Path(image).read_bytes()
        except OSError as error:
            raise UsageError(f"case: {image} cannot be read: {error.strerror}") from error
        digest = hashlib.sha256(raw).hexdigest()
        if digest not in wanted:
            raise UsageError(f"case: {image} is none of the files that were examined")
        yield digest, base64.b64encode(raw).decode("ascii")
