"""The form of a decision: what was entered, what is wrong with it, and the decision that it makes."""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from docforensics.service.decisions import Decision, DeskVerdict, ForgerySpecies, made_decision
from docforensics.service.keys import ApiKey
from docforensics.service.vault import Vault

MOST_REASON = 2000
"""Characters of the reason of a decision."""
ENTERED = ("verdict", "species", "reason")
"""Fields that a person fills in."""
FIELDS: Mapping[str, str] = {
    "verdict": "verdict",
    "species": "species",
    "reason": "reason",
    "length": "reason",
}
"""By problem, a key of `PROBLEMS`: the field that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What a person entered."""

    verdict: str = ""
    species: str = ""
    reason: str = ""
    seen: str = ""
    """Id of the last decision that the page showed; empty where it showed none."""
    once: str = ""
    """Made anew for each page that is shown: the same form sent twice is one decision."""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "DecisionForm":
        """Read the fields of a form; one that is not there is empty."""
        return cls(**{name: fields.get(name, "").strip() for name in cls.__dataclass_fields__})

    @property
    def problem(self) -> str:
        """What is missing of a decision, by its key in `PROBLEMS`; empty where nothing is."""
        if self.verdict not in set(DeskVerdict):
            return "verdict"
        if self.species not in {"", *ForgerySpecies}:
            return "species"
        if not self.reason:
            return "reason"
        return "length" if len(self.reason) > MOST_REASON else ""

    def decision(self, key: ApiKey, examination: str, vault: Vault) -> Decision:
        """Make the decision of a form without a problem; the same form of the same person has the same id."""
        verdict = DeskVerdict(self.verdict)
        species = self.species if verdict is DeskVerdict.FORGED else ""
        parts = (self.once or secrets.token_hex(16), key.id, examination, verdict.value, species, self.reason)
        identity = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
        reason = vault.encrypted(self.reason.encode("utf-8", "replace"), examination)
        made = made_decision(key, examination, verdict, at=time.time(), species=species, reason=reason)
        return replace(made, id=identity)
