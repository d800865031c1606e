"""The JSON forms of a report as they were: before places on images and codes (2.0), and before claims (1.1); written for one version more.

A score was never null in 1.1: where nothing spoke it is the prior. `coverage` is the share of mandatory claims that were verified,
as in 2.0. What later versions added is left out, since a schema admits no other keys.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

FORMER_VERSION = "1.1"
BEFORE_PLACES = "2.0"
_CODES = ("guidance_codes", "limit_codes")
_PLACED = ("side", "placed")
_OF_SIDES = ("images", "homography", "outline_px")
_OF_VERDICTS = (
    *("alerts", "note_codes", "refer_from", "alert_from"),
    *("unbounded_log10_lr", "refer_unbounded_from"),
)
_OF_LINES = ("polygon_px", "field")
_CODES_OF_FINDINGS = ("message_code", "note_code")
_CODES_OF_UNCHECKED = ("reason_code", "needs_codes")
"""Keys that 2.1 added: of a report, its zone, its sides, its verdict, its lines of print, its findings and what could not be checked."""
_OF_CLAIMS = ("claims", "layers")
"""Keys of the verdict that 2.0 added."""
_OF_FINDINGS = ("undecided", "left_open", "note", "is_specimen")
"""Keys of findings that 1.2 added; what they hold stood among the facts."""
_OF_UNCHECKED = ("expected", "why")
"""Keys that 1.2 and 2.0 added."""
_FORMER_NAMES = {"left_open": "open", "note": "note", "is_specimen": "is_test_document"}
"""Keys of `facts`, by what they are called since."""


def as_before_places(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Give what schema 2.0 admits of a report in the present form; nothing of it is changed."""
    return _without(tree, _CODES) | {
        "schema_version": BEFORE_PLACES,
        "verdict": _without(tree["verdict"], _OF_VERDICTS),
        "findings": [_unplaced(finding) for finding in tree["findings"]],
        "unchecked": [_without(entry, _CODES_OF_UNCHECKED) for entry in tree["unchecked"]],
        "mrz": tree["mrz"] and _without(tree["mrz"], _PLACED),
        "viz": [_without(line, _OF_LINES) for line in tree["viz"]],
        "sides": [_without(side, _OF_SIDES) for side in tree["sides"]],
    }


def _unplaced(finding: Mapping[str, Any]) -> dict[str, Any]:
    regions = [_without(region, ("polygon_px",)) for region in finding["regions"]]
    return _without(finding, _CODES_OF_FINDINGS) | {"regions": regions}


def as_former(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Give what schema 1.1 admits of a report in the present form; nothing of it is changed."""
    known = as_before_places(tree)
    verdict = _without(known["verdict"], _OF_CLAIMS)
    score = verdict["prior"] if verdict["score"] is None else verdict["score"]
    return _without(known, ("viz",)) | {
        "schema_version": FORMER_VERSION,
        "verdict": verdict | {"score": score},
        "findings": [_finding(finding) for finding in known["findings"]],
        "unchecked": [_without(entry, _OF_UNCHECKED) for entry in known["unchecked"]],
    }


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    former = {name: finding[key] for key, name in _FORMER_NAMES.items() if finding[key]}
    personal = sorted(_FORMER_NAMES.get(name, name) for name in finding["personal_facts"])
    facts = dict(sorted({**finding["facts"], **former}.items()))
    return _without(finding, _OF_FINDINGS) | {"facts": facts, "personal_facts": personal}


def _without(entry: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}


FORMERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = MappingProxyType(
    {BEFORE_PLACES: as_before_places, FORMER_VERSION: as_former}
)
"""What makes each former version of the present one, the latest first."""
