"""The sentences of the guidance, from a data file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from docforensics.parsing import read_toml

Say = Callable[[str], str]
"""Gives the words of a language for English ones."""
Blank = str | int | float | bool | tuple[str, ...]
"""What fills a blank; the texts of a tuple are put into the language one by one and listed."""


NOTHING: Mapping[str, Blank] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence with blanks, kept apart so that it can be translated."""

    english: str
    values: Mapping[str, Blank] = field(default_factory=lambda: NOTHING)

    def __str__(self) -> str:
        """Say it in English."""
        return self.said(str)

    def said(self, say: Say) -> str:
        """Translate the sentence and the texts in its blanks."""
        if not self.values:
            return say(self.english)
        filled = {name: _filled(value, say) for name, value in self.values.items()}
        return say(self.english).format_map(filled)


def _filled(value: Blank, say: Say) -> str | int | float:
    """Put words into the language; numbers stay numbers, since the sentence says how to write them."""
    if isinstance(value, tuple):
        return say(", ").join(map(say, value))
    return say(value) if isinstance(value, str) else value


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Load all sentences in English, by section and key."""
    return read_toml(files("docforensics.guidance").joinpath("texts", "en.toml"))


def text(section: str, key: str, **values: Blank) -> Text:
    """Give one sentence of the catalogue with what fills its blanks."""
    return Text(english=sentences()[section][key], values=MappingProxyType(values))


def sentence(section: str, key: str, **values: Blank) -> str:
    """Fill in one sentence in English."""
    return str(text(section, key, **values))
