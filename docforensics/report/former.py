"""The JSON form of a report as it was before claims, for readers of schema 1.1: written for one version more.

A score was never null there: where nothing spoke it is the prior. `coverage` is the share of mandatory claims that were verified,
as in 2.0. What 1.2 and 2.0 added is left out, since 1.1 admits no other keys.
"""

from collections.abc import Mapping
from typing import Any

FORMER_VERSION = "1.1"
_OF_CLAIMS = ("claims", "layers")
"""Keys of the verdict that 2.0 added."""
_OF_FINDINGS = ("undecided", "left_open", "note", "is_specimen")
"""Keys of findings that 1.2 added; what they hold stood among the facts."""
_OF_UNCHECKED = ("expected", "why")
"""Keys that 1.2 and 2.0 added."""
_FORMER_NAMES = {"left_open": "open", "note": "note", "is_specimen": "is_test_document"}
"""Keys of `facts`, by what they are called since."""


def as_former(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Give what schema 1.1 admits of a report in the present form; nothing of it is changed."""
    told = {key: value for key, value in tree.items() if key != "viz"}
    verdict = _without(tree["verdict"], _OF_CLAIMS)
    score = verdict["prior"] if verdict["score"] is None else verdict["score"]
    return told | {
        "schema_version": FORMER_VERSION,
        "verdict": verdict | {"score": score},
        "findings": [_finding(finding) for finding in tree["findings"]],
        "unchecked": [_without(entry, _OF_UNCHECKED) for entry in tree["unchecked"]],
    }


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    former = {name: finding[key] for key, name in _FORMER_NAMES.items() if finding[key]}
    personal = sorted(_FORMER_NAMES.get(name, name) for name in finding["personal_facts"])
    facts = dict(sorted({**finding["facts"], **former}.items()))
    return _without(finding, _OF_FINDINGS) | {"facts": facts, "personal_facts": personal}


def _without(entry: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}
