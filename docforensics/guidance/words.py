"""The sentences of the guidance, from a data file a language, and the words that they may never use."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from docforensics.scoring.model import OutcomeClass

ACCUSING_WORDS = (
    *("accuse", "accused", "arrest", "cheat", "cheater", "con", "crime", "criminal", "crook", "culprit"),
    *(
        "deceit",
        "deceive",
        "deceiver",
        "detain",
        "dishonest",
        "fake",
        "faker",
        "felon",
        "forger",
        "fraudster",
    ),
    *(
        "guilt",
        "guilty",
        "illegal",
        "illegally",
        "impostor",
        "imposter",
        "innocent",
        "liar",
        "lied",
    ),
    *("offence", "offender", "perpetrator", "smuggler", "suspect", "suspected", "suspicious", "thief"),
    *("traveller's fault", "trick", "tricked", "unlawful", "villain"),
)
"""Words that judge a person. No sentence shown to an officer uses one; a test proves it."""

_ACCUSING = re.compile(rf"\b(?:{'|'.join(map(re.escape, ACCUSING_WORDS))})\b", re.IGNORECASE)


def accusing_words(text: str) -> tuple[str, ...]:
    """List the words of `text` that judge a person; empty for every sentence of ours."""
    return tuple(_ACCUSING.findall(text))


@cache
def sentences(language: str = "en") -> Mapping[str, Mapping[str, str]]:
    """Load all sentences of one language, by section and key."""
    text = files("docforensics.guidance").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def sentence(section: str, key: str, **values: object) -> str:
    """Fill in one sentence of the English catalogue."""
    return sentences()[section][key].format(**values)


def outcome_words(outcome: OutcomeClass) -> tuple[str, str]:
    """Say an outcome in words: what it means, and what it asks for."""
    return sentence("outcome", outcome.value), sentence("outcome_action", outcome.value)
