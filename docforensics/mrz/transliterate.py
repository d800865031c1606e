"""From printed letters to those of the MRZ (Doc 9303-3 section 6): every form that ICAO's tables allow, as data.

The tables stand in `data/transliteration.toml`. Scripts without a table (Greek, Hebrew, Georgian, Armenian, East Asian)
have no forms here: nothing can be said of how their names ought to read.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from docforensics.formats.alphabet import LETTERS
from docforensics.parsing import read_toml

DOUBLES = "="
"""The form of a sign that doubles the letter, or sequence, before it (Arabic shadda)."""
_NOT_LETTERS = MappingProxyType(
    {"'": ("",), "\u2019": ("",), "-": (" ",), ",": (" ",), " ": (" ",), ".": ("",)}
)
"""Section 4.6: an apostrophe joins, a hyphen parts components, other punctuation is left out."""


def letter_forms(character: str) -> tuple[str, ...]:
    """Give every form of one printed character, the recommended one first; none where no table has it."""
    upper = "ẞ" if character == "ß" else character.upper()
    if upper in LETTERS and len(upper) == 1:
        return (upper,)
    return _NOT_LETTERS.get(upper) or _table().get(upper, ())


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    data = read_toml(files("docforensics.mrz").joinpath("data", "transliteration.toml"))
    return MappingProxyType(
        {character.upper(): tuple(forms) for script in data.values() for character, forms in script.items()}
    )
