"""Words that judge a person: no sentence shown to an officer holds one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Accusing = Callable[..., list[str]]


@pytest.fixture(name="accusing_words", scope="session")
def fixture_accusing_words() -> Accusing:
    """Give what lists the words of a text that judge a person, by the list of its language."""

    def accusing_words(text: str, language: str = "en") -> list[str]:
        words = (Path(__file__).parent / "accusing" / f"{language}.txt").read_text(encoding="utf-8").split()
        return re.findall(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text, re.IGNORECASE)

    return accusing_words
