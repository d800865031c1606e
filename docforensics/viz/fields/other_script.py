"""Words in capitals of Cyrillic or Greek that look like Latin ones: a reader of print takes them for Latin and is sure of each letter.

A name may stand in two scripts (Doc 9303-3 section 3.1), the other one first. Of such a word the letters that scripts share are
taken for the other script's, and written as the MRZ writes them.
"""

from collections.abc import Sequence
from math import inf

from docforensics.mrz.transliterate import letter_forms
from docforensics.viz.fields.match import SURE_MISREAD, certain, find_all, is_near

_CYRILLIC = str.maketrans("ABCEHIJKMOPTXY", "АВСЕНІЈКМОРТХУ")  # noqa: RUF001 - the letters that look alike are meant
"""Latin capitals, and the Cyrillic ones that look the same."""
_GREEK = {"B": ("V",), "H": ("I",), "P": ("R",), "X": ("CH",), "Y": ("Y", "U")}
"""Greek capitals that look like Latin ones of another sound, and how ISO 843 type 2 (ELOT 743) writes them; A, E, I, K, M, N, O, T and Z are written as they look."""
_GREEK_LETTERS = frozenset("ABEHIKMNOPTXYZ")
_LEAST_SHARED = 0.5
"""Share of a word's letters that the other script must have as well: the rest may be misreads of letters that Latin lacks. A judgement."""


def may_be_name(word: str, printed: str, parts: Sequence[str], *, most: float = inf) -> bool:
    """Whether a word in capitals is, in Cyrillic or Greek, near a part of a name in the MRZ's letters, by a letter nearer than in Latin.

    Parameters
    ----------
    word
        As folded: letters A to Z.
    printed
        What was read where it stands. Small letters of these scripts look different, and only capitals are found there as they are folded.
    most
        Upper bound of the cost as well, exclusive, as of `match.find`.
    """
    forms = _forms(word) if word in printed else ()
    latin = _costs(word, parts) if forms else ()
    return any(
        is_near(cost, part, form) and cost < most and cost <= other - SURE_MISREAD
        for form in forms
        for part, cost, other in zip(parts, _costs(form, parts), latin, strict=True)
    )


def _costs(word: str, parts: Sequence[str]) -> list[float]:
    """What the difference of a word from each part costs."""
    return [found.cost for found in find_all(parts, certain(word), whole=True)]


def _forms(word: str) -> tuple[str, ...]:
    """Write a word as the MRZ writes it if it is in Cyrillic, and if it is in Greek. Nothing for a script that has less than half of its letters, or if it is not letters alone.

    Of letters that have two forms all are written in the first or all in the other, as `match.fold` takes them.
    """
    if not word.isalpha():
        return ()
    tables = (
        [letter_forms(letter) for letter in word.translate(_CYRILLIC)],
        [_GREEK.get(letter, (letter,)) for letter in word],
    )
    shared = (
        sum(ord(letter) in _CYRILLIC for letter in word),
        sum(letter in _GREEK_LETTERS for letter in word),
    )
    written = [
        table for table, count in zip(tables, shared, strict=True) if count >= _LEAST_SHARED * len(word)
    ]
    return tuple({"".join(forms[at] for forms in table) for table in written for at in (0, -1)})
