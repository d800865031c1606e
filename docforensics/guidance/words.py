"""The sentences of the guidance, from a data file a language, and the words that they may never use."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from docforensics.scoring.model import OutcomeClass


def accusing_words(text: str, language: str = "en") -> tuple[str, ...]:
    """List the words of `text` that judge a person: none in a sentence shown to an officer, which a test proves."""
    return tuple(_accusing(language).findall(text))


@cache
def _accusing(language: str) -> re.Pattern[str]:
    words = _read(f"{language}.accusing.txt").split()
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


@cache
def sentences(language: str = "en") -> Mapping[str, Mapping[str, str]]:
    """Load all sentences of one language, by section and key."""
    return tomllib.loads(_read(f"{language}.toml"))


def _read(name: str) -> str:
    return files("docforensics.guidance").joinpath("texts", name).read_text(encoding="utf-8")


def sentence(section: str, key: str, **values: object) -> str:
    """Fill in one sentence of the English catalogue."""
    return sentences()[section][key].format(**values)


def outcome_words(outcome: OutcomeClass) -> tuple[str, str]:
    """Say an outcome in words: what it means, and what it asks for."""
    return sentence("outcome", outcome.value), sentence("outcome_action", outcome.value)
