"""Words in capitals of Cyrillic or Greek that look like Latin ones: a reader of print takes them for Latin and is sure of each letter.

A name may stand in two scripts, the other one first (Doc 9303-3 section 3.1). Of such a word the letters that scripts share are
taken for the other script's, and written as the MRZ writes them.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from docforensics.mrz.transliterate import letter_forms
from docforensics.viz.fields.match import APART, SURE_MISREAD, certain, find_all

_CYRILLIC = dict(zip("ABCEHIJKMOPTXY", "АВСЕНІЈКМОРТХУ", strict=True))  # noqa: RUF001 - the letters that look alike are meant
"""Latin capitals, and the Cyrillic ones that look the same."""
_GREEK = {"B": ("V",), "H": ("I",), "P": ("R",), "X": ("CH",), "Y": ("Y", "U")}
"""Greek capitals that look like Latin ones of another sound, and how ISO 843 type 2 (ELOT 743) writes them; A, E, I, K, M, N, O, T and Z are written as they look."""
_GREEK_LETTERS = frozenset("ABEHIKMNOPTXYZ")
_LEAST_SHARED = 0.5
"""Share of a word's letters that the other script must have as well: the rest may be misreads of letters that Latin lacks. A judgement."""


def may_be_name(word: str, parts: Sequence[str]) -> bool:
    """Whether a word (capitals A to Z) is, in Cyrillic or Greek, near a part of a name in the MRZ's letters, by a letter nearer than in Latin."""
    costs = _costs(word, parts)
    return any(
        cost < APART * SURE_MISREAD * max(len(part), len(form)) and cost <= latin - SURE_MISREAD
        for form in _forms(word)
        for part, cost, latin in zip(parts, _costs(form, parts), costs, strict=True)
    )


def _costs(word: str, parts: Sequence[str]) -> list[float]:
    """What the difference of a word from each part costs."""
    return [found.cost for found in find_all(parts, certain(word), whole=True)]


def _forms(word: str) -> Iterator[str]:
    """Write a word as the MRZ writes it if it is in Cyrillic, and if it is in Greek; nothing of one that has too few letters of that script."""
    if sum(letter in _CYRILLIC for letter in word) >= _LEAST_SHARED * len(word):
        yield from _written([letter_forms(_CYRILLIC.get(letter, letter)) for letter in word])
    if sum(letter in _GREEK_LETTERS for letter in word) >= _LEAST_SHARED * len(word):
        yield from _written([_GREEK.get(letter, (letter,)) for letter in word])


def _written(letters: Sequence[Sequence[str]]) -> Iterator[str]:
    """Write a word in all ways that the forms of its letters allow."""
    return ("".join(forms) for forms in product(*letters))
