"""Pages on which an alert of a document is made; in English, as the alert and its card are."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from docforensics.alerts.model import AlertSeverity, FraudSpecies, Tlp
from docforensics.capture.light import Light
from docforensics.guidance.equipment import equipment
from docforensics.service.decisions import ForgerySpecies
from docforensics.service.desk.pages import PageSetting, filled
from docforensics.service.drafts import MOST_MARKS

_NUMBERS = range(1, MOST_MARKS + 1)
"""Of the places in the form."""
_OF_DECISIONS: Mapping[str, FraudSpecies] = MappingProxyType(
    {
        ForgerySpecies.STOLEN_BLANK: FraudSpecies.STOLEN_BLANK,
        ForgerySpecies.FANTASY: FraudSpecies.PSEUDO,
        ForgerySpecies.PHOTO_SUBSTITUTION: FraudSpecies.FORGED,
        ForgerySpecies.DATA_ALTERATION: FraudSpecies.FORGED,
        ForgerySpecies.PAGE_SUBSTITUTION: FraudSpecies.FORGED,
        ForgerySpecies.MORPHED: FraudSpecies.FRAUDULENTLY_OBTAINED,
    }
)
"""What an alert calls a species of the desk; any other is a counterfeit."""


def draft_form_page(
    shown: PageSetting,
    identity: str,
    fields: Mapping[str, str],
    *,
    species: str,
    places: Sequence[tuple[str, str]],
    problem: str = "",
) -> str:
    """Ask what the alert shall state; `fields` are what was entered before, `places` what the report offers."""
    entered = (f"{name}-{number}" for name in ("place", "look-for", "with") for number in _NUMBERS)
    usual = {
        **dict.fromkeys(("title", "issuer", "summary", "valid_to", *entered), ""),
        "species": _OF_DECISIONS.get(species, FraudSpecies.COUNTERFEIT).value,
        "severity": AlertSeverity.MEDIUM.value,
        "tlp": Tlp.AMBER.value,
    }
    return filled(
        "alert_form.html.j2",
        shown,
        identity=identity,
        fields={**usual, **fields},
        choices={
            "species": ("Kind of false document", [one.value for one in FraudSpecies]),
            "severity": ("Severity", [one.value for one in AlertSeverity]),
            "tlp": ("Who may have it", [one.value for one in Tlp]),
        },
        numbers=_NUMBERS,
        places=places,
        tools=equipment().values(),
        lights=[one.value for one in Light],
        problem=problem,
    )


def draft_page(shown: PageSetting, identity: str, leaves: Sequence[str], *, is_signed: bool) -> str:
    """List all that leaves with a draft, show its card, and ask for the confirmation."""
    return filled(
        "alert_draft.html.j2",
        shown,
        identity=identity,
        leaves=leaves,
        alert=leaves[0].split()[1].rstrip(","),
        is_signed=is_signed,
    )
