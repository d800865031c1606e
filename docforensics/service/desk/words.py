"""What the desk names in words: decisions, species of forgery, and what is wrong with a form; `tools/catalogues.py` has them translated."""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "Open",
        "proposed": "Waits for a second person",
        "genuine": "Genuine",
        "forged": "Forged",
        "undecided": "Undecided",
        "recapture": "Another picture asked for",
    }
)
"""What was decided, by what the store keeps."""
SPECIES: Mapping[str, str] = MappingProxyType(
    {
        "counterfeit": "Counterfeit",
        "photo-substitution": "Photo substitution",
        "data-alteration": "Data alteration",
        "page-substitution": "Page substitution",
        "stolen-blank": "Stolen blank",
        "fantasy-document": "Fantasy document",
        "morphed-portrait": "Morphed portrait",
        "other": "Another way",
    }
)
"""By `ForgerySpecies`."""
PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        "verdict": "Choose what the document is.",
        "species": "Choose how it was forged from the list.",
        "reason": "State a reason.",
        "length": "State the reason in at most {most} characters.",
        "meanwhile": "Somebody has decided since you opened this page. Read the history, then decide again.",
        "again": "Your session has changed since you opened this page. Read what you entered, then decide again.",
        "ended": "You are not signed in any more. Sign in to go on.",
        "key": "This key is unknown, expired or revoked.",
    }
)
"""Of a form that is not taken."""
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "forbidden": "You may not do this.",
        "not_found": "There is nothing here that you may see.",
        "refused": "The desk does not take this request.",
        "fault": "The desk cannot answer now. Try again in a moment.",
    }
)
"""By code of a problem; `refused` is any other of a request, `fault` any other of the service."""
SIGNED_STATES: Mapping[str, str] = MappingProxyType(
    {
        "adverse": "adverse",
        "open": "left open",
        "unweighed": "measured, not weighed",
        "unproven": "not proven",
        "in_order": "in order",
        "not_seen": "not seen",
    }
)
"""What a check of signed data came to."""
EXPORTS: Mapping[str, str] = MappingProxyType(
    {
        "captures": "Decided documents as labelled captures",
        "genuine": "Captures decided genuine",
    }
)
"""Files of the desk."""
SEVERITIES: Mapping[str, str] = MappingProxyType(
    {"low": "low severity", "medium": "medium severity", "high": "high severity"}
)
"""By `AlertSeverity`."""
PROXY_NAME = "signed in by the proxy"
"""Of a person whom a proxy names: their own name is not kept."""


def texts() -> tuple[str, ...]:
    """List everything that is translated."""
    tables = (WORDS, SPECIES, PROBLEMS, REFUSALS, SIGNED_STATES, EXPORTS, SEVERITIES)
    return (PROXY_NAME, *(text for table in tables for text in table.values()))
