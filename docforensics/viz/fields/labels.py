"""Words of a page that are no holder's name: of captions and titles, of kin, and the names of States in their languages.

A reader that meets a page of a State whose language no table of captions holds finds words above and below the holder's data. They are
told apart by what they say here, and by how they are printed (`names`): neither alone knows every page.
"""

import gettext
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from docforensics.mrz.icao import code_name
from docforensics.mrz.transliterate import letter_forms
from docforensics.parsing import read_toml

_MISREAD_FROM = 6
"""Letters from which a word with one letter misread is still taken for a label: shorter ones differ by one among names."""
_STEM = 4
"""Letters that a word and a State's name have in common at least, from which the word is of that State: FRANCAISE of FRANCE. A judgement."""
_STEM_SHARE = 0.6
"""The same as a share of the shorter one of the two: COLOMBIANA of COLOMBIA. A judgement; not fitted."""
_TITLES = frozenset({"THE", "AND", "OF", "NEW", "LES"})
"""Words within the names of States that tell none."""


def is_of_page(word: str, codes: Iterable[str] = ()) -> bool:
    """Whether a word (capitals, A to Z) is one that pages bear, and no name.

    Parameters
    ----------
    codes
        Of the issuer and of the nationality, with or without fillers: the names of these States in their languages, and words that
        begin like them, are of the page too.
    """
    if is_word_of_labels(word) or word in _words("nationality") or word in _english_states():
        return True
    return any(is_of_stem(word, name) for code in codes for name in state_words(code.rstrip("<")))


def is_word_of_labels(word: str) -> bool:
    """Whether a word (capitals, A to Z) is one of captions and titles, whole or with one letter misread."""
    return word in _words("labels") or bool(mended_label(word))


def mended_label(word: str) -> str:
    """Give the word of captions that a word is with one letter misread, or is; empty where there is none, or the word is short."""
    if len(word) < _MISREAD_FROM:
        return ""
    if word in _words("labels"):
        return word
    return next((label for label in _by_length(len(word)) if one_apart(word, label)), "")


def label_within(word: str) -> int:
    """Count the letters of the longest word of captions within a word: of large type the reader loses the blanks. 0 where there is none, or short ones."""
    return max(
        (len(label) for label in _words("labels") if len(label) >= _MISREAD_FROM and label in word), default=0
    )


def names_another(words: Iterable[str]) -> bool:
    """Whether one of a caption's words names another person, or another name of the holder's."""
    return not _words("others").isdisjoint(words)


def writes_otherwise(code: str) -> bool:
    """Whether an issuer prints names in letters that a reader of Latin takes for others (a Cyrillic line reads as capitals)."""
    return code.rstrip("<") in _words("issuers")


@cache
def _tables() -> Mapping[str, frozenset[str]]:
    data = read_toml(files("docforensics.viz.fields").joinpath("labels.toml"))
    return MappingProxyType(
        {name: frozenset(word for row in table.values() for word in row) for name, table in data.items()}
    )


def _words(table: str) -> frozenset[str]:
    return _tables()[table]


@cache
def _by_length(length: int) -> tuple[str, ...]:
    """Give the labels that a word of this length may be a misread of."""
    near = (word for word in _words("labels") if abs(len(word) - length) <= 1 and len(word) >= _MISREAD_FROM)
    return tuple(sorted(near))


def one_apart(word: str, label: str) -> bool:
    """Whether two words differ by one letter, replaced, lost or added."""
    if len(word) > len(label):
        word, label = label, word
    half = len(word) // 2
    if word[:half] != label[:half] and word[len(word) - half :] != label[len(label) - half :]:
        # One letter lies in one half, and the other half is the same. Most labels are left here.
        return False
    at = next((place for place, letter in enumerate(word) if letter != label[place]), len(word))
    return word[at + (len(word) == len(label)) :] == label[at + 1 :]


def is_of_stem(word: str, name: str) -> bool:
    """Whether two words (capitals, A to Z) begin alike: a State's name and its nationality in one language."""
    common = next(
        (place for place, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]), None
    )
    common = min(len(word), len(name)) if common is None else common
    return common >= _STEM and common >= _STEM_SHARE * min(len(word), len(name))


@cache
def _english_states() -> frozenset[str]:
    """Words of the names of all States, in English: a place of birth or an authority is often one."""
    import pycountry  # noqa: PLC0415 (slow to load, and needed only when a name is about to disagree)

    return frozenset(word for country in pycountry.countries for word in _folded_words(country.name))


@cache
def state_words(code: str) -> frozenset[str]:
    """Give the words of a State's names in all languages that are known, as the zone would write them; those of its code for others."""
    import pycountry  # noqa: PLC0415

    country = pycountry.countries.get(alpha_3={"D": "DEU"}.get(code, code))
    if country is None:
        return frozenset(_folded_words(code_name(code) or ""))
    english = {
        country.name,
        getattr(country, "official_name", country.name),
        getattr(country, "common_name", country.name),
    }
    said = {translation.gettext(name) for translation in _translations() for name in english}
    return frozenset(word for name in said | english for word in _folded_words(name))


@cache
def _translations() -> tuple[gettext.NullTranslations, ...]:
    import pycountry  # noqa: PLC0415

    return tuple(
        gettext.translation("iso3166-1", folder.parent, languages=[folder.name], fallback=True)
        for folder in sorted(Path(pycountry.LOCALES_DIR).iterdir())
    )


def _folded_words(name: str) -> Iterator[str]:
    """Yield the words of a State's name; letters of other scripts are left out."""
    return (
        word for word in folded(name).split() if len(word) >= _STEM and word.isalpha() and word not in _TITLES
    )


def folded(text: str) -> str:
    """Write a text in capitals A to Z and digits, a blank for all else."""
    return "".join((letter_forms(letter) or (" ",))[-1] or " " for letter in text)
