"""All check digits of a zone together: the likelihood of every pattern of agreeing and failing digits.

The composite covers the fields' characters, and their digits, a second time. So a misread that explains a field's failing
digit must explain the composite as well, and an alteration whose digits were left breaks both; judged one by one, a
misread would look too unlikely and an alteration too likely to be one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from docforensics.checks.support.likelihood import ONE_BROKEN, SMALLEST
from docforensics.checks.support.mrz_print import Posteriors, Print, mask
from docforensics.formats.alphabet import SYMBOLS
from docforensics.mrz.check_digit import WEIGHTS, joint_distribution
from docforensics.mrz.parse import CheckDigit

CHANCE = 0.1
"""That a digit agrees by chance."""
COMPOSITE = "composite"
_TAKEN_AWAY = 9
"""Weight of a printed digit: the sum less the digit is 0 modulo 10 where they agree."""

_MAY_BE_HELD = 0.5
"""Probability that a place holds an allowed symbol, from which the others are ruled out."""

Place = tuple[int, int]
"""Line and column."""
Rows = Sequence[Posteriors]
"""Posteriors (n, 37) by line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """One digit, and the posterior of what is printed in its place."""

    digit: CheckDigit
    printed: Posteriors
    """(37,): digits alone."""

    @property
    def weights(self) -> dict[Place, int]:
        """The weight of every place that counts, the digit's own included."""
        covered = [
            (span.line, column) for span in self.digit.covers for column in range(span.start, span.stop)
        ]
        weighed = {place: WEIGHTS[number % len(WEIGHTS)] for number, place in enumerate(covered)}
        return {**weighed, (self.digit.line, self.digit.column): _TAKEN_AWAY}


def constrained_to_charset(seen: Print) -> tuple[Posteriors, ...]:
    """Give the posteriors (n, 37) by line, each place held to the symbols that its field allows.

    A letter is no explanation of a digit in a date. A place that surely holds a forbidden symbol is left as it is:
    `mrz.charset` speaks of it.
    """
    lines = [line.copy() for line in seen.posteriors]
    for spec in seen.layout.fields:
        if seen.whole(spec.span.line):
            rows = lines[spec.span.line][spec.span.start : spec.span.stop]
            held = rows * mask(spec.charset)
            share = held.sum(axis=1, keepdims=True)
            rows[:] = np.where(share > _MAY_BE_HELD, held / np.maximum(share, SMALLEST), rows)
    return tuple(lines)


def broken_over_kept(rows: Rows, digits: Sequence[Summed], slip: float) -> float:
    """Compute the likelihood ratio of "some digits fail" against "all agree".

    Whoever alters a character and leaves the digits breaks the field's digit and the composite; whoever computes the
    field's digit alone breaks the composite (`ONE_BROKEN` of all); else every other pattern is as likely.

    Parameters
    ----------
    rows
        Of every line, as `constrained_to_charset` gives them.
    digits
        At least one; those of fields share no character, the composite may cover them all.
    slip
        Probability that the reading went wrong as a whole.
    """
    support = dict(supports(rows, digits))
    kept = support[(True,) * len(digits)]
    ways = [left_digits(rows, digits, altered) for altered in digits]
    several = (sum(support.values()) - kept) / (len(support) - 1)
    broken = ONE_BROKEN * sum(ways) / len(ways) + (1 - ONE_BROKEN) * several
    return max((1 - slip) * broken + slip, SMALLEST) / max((1 - slip) * kept + slip, SMALLEST)


def left_digits(rows: Rows, digits: Sequence[Summed], altered: Summed) -> float:
    """Give the support of the picture, against chance, for one altered character of one field and unchanged digits.

    The field's digit and the composite then fail by differences that belong together: the change in value times the weights
    of one place. For the composite itself: it alone fails.
    """
    composite = next((item for item in digits if item.digit.name == COMPOSITE), None)
    in_composite = composite.weights if composite else {}
    printed = {(item.digit.line, item.digit.column): item.printed for item in digits}
    others = [item for item in digits if item is not composite and item is not altered]
    told = {place for item in digits if item is not composite for place in item.weights}
    rest = {place: 0 for place in in_composite if place not in told}
    total = _sums(rows, printed, rest, in_composite)[0]
    for item in others:
        total = total * _sums(rows, printed, item.weights, in_composite)[0]
    by_chance = CHANCE ** len(others)
    if altered is composite:
        return float(total[0].real - total.mean().real) / by_chance / (1 - CHANCE)
    own = np.fft.ifft(_sums(rows, printed, altered.weights, in_composite) * total, axis=1).real
    weights = {(weight, in_composite.get(place, 0)) for place, weight in altered.weights.items()}
    differences = {
        (first * change % 10, second * change % 10) for first, second in weights for change in range(1, 10)
    }
    share = len(differences) / (100 if composite else 10)
    return max(float(sum(own[difference] for difference in differences)), 0.0) / by_chance / share


def supports(rows: Rows, digits: Sequence[Summed]) -> Iterator[tuple[tuple[bool, ...], float]]:
    """Give, for every pattern of agreement in the order of `digits`, the support of the picture against chance."""
    composite = next((item for item in digits if item.digit.name == COMPOSITE), None)
    in_composite: Mapping[Place, int] = composite.weights if composite else {}
    printed = {(item.digit.line, item.digit.column): item.printed for item in digits}
    fields = [item for item in digits if item is not composite]
    told = {place for item in fields for place in item.weights}
    rest = {place: 0 for place in in_composite if place not in told}
    # What each field, agreeing or not, adds to the composite's sum, as a characteristic function: sums multiply.
    parts = [_added(rows, printed, item.weights, in_composite) for item in fields]
    others = _added(rows, printed, rest, in_composite)[0]
    for pattern in product((True, False), repeat=len(fields)):
        total = others * np.prod(
            [part[int(not agrees)] for part, agrees in zip(parts, pattern, strict=True)], axis=0
        )
        whole, kept = float(total[0].real), float(total.mean().real)
        for sum_agrees, chance in ((True, kept), (False, whole - kept)) if composite else ((True, whole),):
            agreeing = iter(pattern)
            named = tuple(sum_agrees if item is composite else next(agreeing) for item in digits)
            yield named, max(chance, 0.0) / _by_chance(named)


def _by_chance(pattern: Sequence[bool]) -> float:
    return float(np.prod([CHANCE if agrees else 1 - CHANCE for agrees in pattern]))


def _added(
    rows: Rows, printed: Mapping[Place, Posteriors], own: Mapping[Place, int], composite: Mapping[Place, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Transform (10,) each: what some places add to the composite's sum where their own sum is 0, and where it is not."""
    sums = _sums(rows, printed, own, composite)
    return sums[0], sums[1:].sum(axis=0)


def _sums(
    rows: Rows, printed: Mapping[Place, Posteriors], own: Mapping[Place, int], composite: Mapping[Place, int]
) -> np.ndarray:
    """Transform (10, 10) by row: what some places add to the composite's sum, for each remainder of their own sum."""
    there = [printed.get(place, rows[place[0]][place[1]]) for place in own]
    weights = np.array([(weight, composite.get(place, 0)) for place, weight in own.items()], np.intp).reshape(
        -1, 2
    )
    return np.asarray(
        np.fft.fft(joint_distribution(np.reshape(there, (len(there), len(SYMBOLS))), weights), axis=1)
    )
