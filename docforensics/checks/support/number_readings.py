"""What the printed document number may read: every reading that is likely enough, so that one doubtful character hides no match with a list."""

import math
from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from docforensics.checks.outcome import Abstained
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, Print, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.formats.layout import Span

LIKELY = 0.8
"""Probability of a reading from which its match counts; of a less likely one it is left open. A judgement; not fitted."""
_SYMBOLS, _LEAST = 3, 0.01
"""Symbols considered of each character; probability of a reading from which it is looked up. Judgements; not fitted."""
_MOST_READINGS = 64
"""Readings looked up at most: each costs some microseconds a list. A judgement; not fitted."""


def number_span(seen: Print) -> Span | Abstained:
    """Give the place of the number in the zone, or why it could not be seen."""
    span = seen.field("document_number")
    if span is None:
        return UNEVEN
    return seen.hidden(span) or span


def number_readings(seen: Print, span: Span) -> Mapping[str, float]:
    """Give the readings of the number, each with its probability."""
    number, printed = seen.mrz.document_number, span.stop - span.start
    return {number: 1.0} if len(number) > printed else dict(_readings(seen.of(span)))


def numbers_of(document: Document) -> Mapping[str, float] | Abstained:
    """Give the readings of a document's number, or why there are none."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    span = number_span(seen)
    return span if isinstance(span, Abstained) else number_readings(seen, span)


def _readings(posteriors: Posteriors) -> Iterator[tuple[str, float]]:
    """Give what the characters (n, 37) may read, each with its probability, the likeliest symbols first."""
    best = np.argsort(-posteriors, axis=1)[:, :_SYMBOLS]
    likely = [
        [(SYMBOLS[symbol], float(row[symbol])) for symbol in some if row[symbol] >= _LEAST]
        or [(SYMBOLS[some[0]], float(row[some[0]]))]
        for row, some in zip(posteriors, best.tolist(), strict=True)
    ]
    if math.prod(map(len, likely)) > _MOST_READINGS:
        likely = [some[:1] for some in likely]
    for choice in product(*likely):
        chance = math.prod([one for _, one in choice])
        if chance >= _LEAST:
            yield "".join([symbol for symbol, _ in choice]).rstrip(FILLER), chance
