"""From printed letters to those of the MRZ (Doc 9303-3 section 6): every form that ICAO's tables allow, as data.

The tables stand in `data/transliteration.toml`. Scripts without a table (Greek, Hebrew, Georgian, Armenian, East Asian)
have no forms here: nothing can be said of how their names ought to read.
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice, product
from types import MappingProxyType

from docforensics.formats.alphabet import LETTERS

DOUBLES = "="
"""The form of a sign that doubles the letter, or sequence, before it (Arabic shadda)."""
_NOT_LETTERS = MappingProxyType(
    {"'": ("",), "\u2019": ("",), "-": (" ",), ",": (" ",), " ": (" ",), ".": ("",)}
)
"""Section 4.6: an apostrophe joins, a hyphen parts components, other punctuation is left out."""
MOST_FORMS = 256
"""Of one name; more special letters than that allows no name has."""


def letter_forms(character: str) -> tuple[str, ...]:
    """Give every form of one printed character, the recommended one first; none where no table has it."""
    upper = "ẞ" if character == "ß" else character.upper()
    if upper in LETTERS and len(upper) == 1:
        return (upper,)
    return _NOT_LETTERS.get(upper) or _table().get(upper, ())


def mrz_forms(printed: str) -> Iterator[str]:
    """Yield the texts that may stand in the MRZ for a printed name, components parted by spaces.

    A character of no table makes that there are none.
    """
    choices = [letter_forms(character) for character in unicodedata.normalize("NFC", printed)]
    if not all(choices):
        return
    for parts in islice(product(*choices), MOST_FORMS):
        yield " ".join(_joined(parts).split())


def _joined(parts: tuple[str, ...]) -> str:
    text, last = "", ""
    for part in parts:
        last = last if part == DOUBLES else part or last
        text += last if part else ""
    return text


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    data = files("docforensics.mrz").joinpath("data", "transliteration.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            character.upper(): tuple(forms)
            for script in tomllib.loads(data).values()
            for character, forms in script.items()
        }
    )
