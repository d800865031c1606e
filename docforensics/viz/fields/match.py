"""Looks for a known text among what was read, with the readers' doubts: verification, not recognition.

Costs are in powers of ten: how much better the picture fits what was read than what was expected, summed over the
characters. A character that the reader itself holds possible costs little, a look-alike about 1.5, any other 3.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from docforensics.mrz.transliterate import letter_forms
from docforensics.viz.recognise import ReadLine

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ "
"""What print is folded to; the last stands for blanks, punctuation and all else."""
OTHER = len(SYMBOLS) - 1
SURE_MISREAD = 3.5
"""Cost of a symbol that a reader takes for another and is sure of."""
_APART = 0.34
"""Share of a word's letters that must surely differ from every part of a name for it to be another name. A judgement; not fitted."""
_MISREAD = 10**-SURE_MISREAD
_LOOKALIKE = 10**-1.5
"""Probability that one of two look-alikes is read for the other. A judgement; not fitted."""
_ALIKE = ("O0", "I1", "L1", "IL", "B8", "S5", "Z2", "G6", "Q0", "D0", "OQ", "OD", "UV")
"""Pairs that differ by less in some type faces than readers notice."""
_LOST = 2.5
"""Cost of a letter or digit that was overlooked or seen twice."""
_BLANK = 0.05
"""Cost of a blank or a mark between."""
_BREAK = 9.0
"""Cost of running from one line into the next."""

_CAPITALS = 3
"""Behind a small letter, from which they are a word of a value: a name has two at most before the rest is small again (McDonald). A judgement."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoldedText:
    """Lines as read, one after another, folded to 37 symbols."""

    rows: Floats
    """(n, 37) probabilities."""
    line: NDArray[np.intp]
    """(n,): which line each character stands on; -1 between lines."""
    column: Floats
    """(n,): where on its line, as a share of the width."""

    @property
    def letters(self) -> str:
        """What was read, folded; a newline between lines."""
        best = self.rows.argmax(axis=1) if len(self.rows) else np.zeros(0, int)
        return "".join(
            "\n" if line < 0 else SYMBOLS[symbol] for symbol, line in zip(best, self.line, strict=True)
        )

    def part(self, start: int, stop: int) -> "FoldedText":
        """Cut a piece out."""
        where = slice(start, stop)
        return FoldedText(rows=self.rows[where], line=self.line[where], column=self.column[where])


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where an expected text fits best."""

    cost: float
    start: int
    stop: int
    """Characters of the `FoldedText`, half-open."""


def fold(lines: Sequence[ReadLine], form: int = 0, going_on: Sequence[bool] = ()) -> FoldedText:
    """Fold lines; letters with several forms in the MRZ take the `form`-th (the last where there are fewer).

    `going_on` states of each line whether the next one goes on with it: then a blank stands between them, else a break (as it does
    behind lines of which nothing is stated).
    """
    rows, owner, column = [np.eye(len(SYMBOLS))[OTHER]], [-1], [0.0]
    for number, line in enumerate(lines):
        begins = _words_of_values(line.text)
        for at, (character, posterior, place) in enumerate(
            zip(line.text, line.posteriors, line.columns, strict=True)
        ):
            if at in begins:
                rows.append(np.eye(len(SYMBOLS))[OTHER])
                owner.append(number)
                column.append(float(place))
            single = posterior @ _folding(line.alphabet)
            written = _form(character, form)
            pieces = (
                [single] if len(written) < 2 else [_one(letter, float(posterior.max())) for letter in written]
            )
            rows += pieces
            owner += [number] * len(pieces)
            column += [float(place)] * len(pieces)
        rows.append(np.eye(len(SYMBOLS))[OTHER])
        owner.append(number if number < len(going_on) and going_on[number] else -1)
        column.append(1.0)
    return FoldedText(rows=np.array(rows), line=np.array(owner), column=np.array(column))


def certain(letters: str) -> FoldedText:
    """Make the text of letters (symbols of `SYMBOLS`) of which there is no doubt, on one line."""
    rows = np.array([_one(letter, 1.0) for letter in letters])
    return FoldedText(rows=rows, line=np.zeros(len(letters), np.intp), column=np.zeros(len(letters)))


def _words_of_values(text: str) -> frozenset[int]:
    """Where words in capitals begin right behind a small letter: the value behind its label, whose blank is narrow."""
    return frozenset(
        at
        for at in range(1, len(text) - _CAPITALS + 1)
        if text[at - 1].islower() and (word := text[at : at + _CAPITALS]).isalpha() and word.isupper()
    )


def _form(character: str, form: int) -> str:
    forms = letter_forms(character)
    return forms[min(form, len(forms) - 1)].strip() if forms else ""


def _one(letter: str, certainty: float) -> Floats:
    row = np.full(len(SYMBOLS), (1 - certainty) / (len(SYMBOLS) - 1))
    row[SYMBOLS.index(letter)] = certainty
    return row


@cache
def _folding(alphabet: str) -> Floats:
    """(K, 37): the symbol that each character of a reader's alphabet becomes."""
    table = np.zeros((len(alphabet), len(SYMBOLS)))
    for index, character in enumerate(alphabet):
        plain = character if character in SYMBOLS[:10] else (_form(character, 1) or " ")[0]
        table[index, SYMBOLS.index(plain) if plain in SYMBOLS else OTHER] = 1
    table.setflags(write=False)
    return table


@cache
def _tolerance() -> Floats:
    """(37, 37), expected by read: the likelihood of a sure misread."""
    table = np.full((len(SYMBOLS), len(SYMBOLS)), _MISREAD)
    for pair in _ALIKE:
        first, second = (SYMBOLS.index(symbol) for symbol in pair)
        table[first, second] = table[second, first] = _LOOKALIKE
    return table


def find(expected: str, text: FoldedText, *, whole: bool = False) -> Found:
    """Find where `expected` (symbols of `SYMBOLS`) fits best: an alignment that may begin and end anywhere.

    `whole` asks instead how well it fits the text from end to end.
    """
    return find_all((expected,), text, whole=whole)[0]


def is_near(cost: float, part: str, word: str) -> bool:
    """Whether a word that differs from a part of a name by so much is too near it to be another name: a misread, another transliteration or a usual name."""
    return cost < _APART * SURE_MISREAD * max(len(part), len(word))


def find_each(expected: str, text: FoldedText, most: float) -> tuple[Found, ...]:
    """Find every place where `expected` fits at a cost of at most `most`, from left to right; one for each end that it may have."""
    if not len(text.rows) or not expected:
        return ()
    cost, start = _costs((expected,), text, whole=False)
    return tuple(
        Found(cost=float(cost[0, stop]), start=int(start[0, stop]), stop=int(stop))
        for stop in np.flatnonzero(cost[0] <= most)
    )


def find_all(expected: Sequence[str], text: FoldedText, *, whole: bool = False) -> tuple[Found, ...]:
    """Find where each of several texts fits best, all of one length at a time; see `find`."""
    found = dict.fromkeys(expected, Found(cost=_BREAK, start=0, stop=0))
    for length in {len(one) for one in found if len(text.rows)} - {0}:
        alike = [one for one in found if len(one) == length]
        cost, start = _costs(alike, text, whole=whole)
        stops = [cost.shape[1] - 1] * len(alike) if whole else cost.argmin(axis=1)
        for row, (one, stop) in enumerate(zip(alike, stops, strict=True)):
            found[one] = Found(cost=float(cost[row, stop]), start=int(start[row, stop]), stop=int(stop))
    return tuple(found[one] for one in expected)


def _costs(alike: Sequence[str], text: FoldedText, *, whole: bool) -> tuple[Floats, NDArray[np.intp]]:
    """Cost of the best alignment of each of k texts of one length that ends before each place (k, n + 1), and where it starts."""
    likelihood = text.rows / np.maximum(text.rows.max(axis=1, keepdims=True), 1e-12)
    top = text.rows.argmax(axis=1)
    fits = np.minimum(likelihood.T + _tolerance()[:, top], 1.0)
    costs = -np.log10(np.where(text.line[None, :] < 0, 10.0**-_BREAK, fits))
    skip = np.where(text.line < 0, _BREAK, np.where(top == OTHER, _BLANK, _LOST))
    symbols = np.array([[SYMBOLS.index(symbol) for symbol in one] for one in alike]).T
    drop = np.where(symbols == OTHER, _BLANK, _LOST)
    return _aligned(costs[symbols], skip, drop, whole=whole)


def _aligned(costs: Floats, skip: Floats, drop: Floats, *, whole: bool) -> tuple[Floats, NDArray[np.intp]]:
    """Dynamic programming of k texts, one expected symbol a step: `costs` (m, k, n) to match, `skip` (n,) to pass over, `drop` (m, k)."""
    count, size = costs.shape[1], costs.shape[2] + 1
    passed, places = np.concatenate([[0.0], np.cumsum(skip)]), np.arange(size)
    cost = np.tile(passed if whole else np.zeros(size), (count, 1))
    start = np.tile(np.zeros(size, np.intp) if whole else places, (count, 1))
    matched, before = np.full((count, size), np.inf), np.zeros((count, size), np.intp)
    for row, dropped in zip(costs, drop, strict=True):
        matched[:, 1:] = cost[:, :-1] + row
        before[:, 1:] = start[:, :-1]
        without = cost + dropped[:, None]
        takes = matched <= without
        level = np.where(takes, matched, without) - passed
        lowest = np.minimum.accumulate(level, axis=1)
        source = np.maximum.accumulate(np.where(level <= lowest, places, 0), axis=1)
        cost = lowest + passed
        start = np.take_along_axis(np.where(takes, before, start), source, axis=1)
    return cost, start
