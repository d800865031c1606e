"""What the printed document number may read: every reading that is likely enough, so that one doubtful character hides no match with a list."""

import math
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import islice

import numpy as np

from docforensics.checks.outcome import Abstained
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, Print, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.formats.layout import Span

LIKELY = 0.8
"""Probability of a reading from which its match counts; of a less likely one it is left open. So much the readings that are looked up must have together
before a number is in no list. A judgement; not fitted."""
_SYMBOLS, _LEAST = 3, 0.01
"""Symbols considered of each character; probability of a symbol, and of a reading as a share of the likeliest one's, from which it is looked up.
Judgements; not fitted."""
_MOST_READINGS = 64
"""Readings looked up at most: each costs some microseconds a list. A judgement; not fitted."""


def number_spans(seen: Print) -> tuple[Span, ...] | Abstained:
    """Give the places of the number in the zone, its end in the optional data where it runs on there, or why it could not be seen."""
    first = seen.field("document_number")
    rest = seen.mrz.fields.get("document_number_continuation")
    if first is None or (rest is not None and not seen.whole(rest.line)):
        return UNEVEN
    spans = (first, Span(line=rest.line, start=rest.start, stop=rest.stop)) if rest else (first,)
    return seen.hidden(*spans) or spans


def rows_of(seen: Print, spans: tuple[Span, ...]) -> Posteriors:
    """Give the posteriors of several places, one after another."""
    return np.concatenate([seen.of(span) for span in spans])


def numbers_of(document: Document) -> Mapping[str, float] | Abstained:
    """Give the readings of a document's number, or why there are none."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    spans = number_spans(seen)
    return spans if isinstance(spans, Abstained) else number_readings(rows_of(seen, spans))


def number_readings(posteriors: Posteriors) -> Mapping[str, float]:
    """Give what the characters of a number (n, 37) may read, the likeliest first, each with its probability."""
    found = list(islice(readings(posteriors), _MOST_READINGS))
    return {text: chance for text, chance in found if chance >= _LEAST * found[0][1]}


def readings(posteriors: Posteriors) -> Iterator[tuple[str, float]]:
    """Go through what characters (n, 37) may read, the likeliest first, each with its probability; fillers at the end are left out.

    A reading is made of a likelier one by taking, for one character behind those that were changed before, the next symbol.
    """
    best = np.argsort(-posteriors, axis=1)[:, :_SYMBOLS]
    likely = [
        [(SYMBOLS[symbol], float(row[symbol])) for symbol in some if row[symbol] >= _LEAST]
        or [(SYMBOLS[some[0]], float(row[some[0]]))]
        for row, some in zip(posteriors, best.tolist(), strict=True)
    ]
    first = (0,) * len(likely)
    waiting = [(-math.prod(some[0][1] for some in likely), first, 0)]
    while waiting:
        negative, choice, since = heappop(waiting)
        text = "".join(some[rank][0] for some, rank in zip(likely, choice, strict=True))
        yield text.rstrip(FILLER), -negative
        for place in range(since, len(choice)):
            rank = choice[place] + 1
            if rank < len(likely[place]):
                chance = negative / likely[place][rank - 1][1] * likely[place][rank][1]
                heappush(waiting, (chance, (*choice[:place], rank, *choice[place + 1 :]), place))
