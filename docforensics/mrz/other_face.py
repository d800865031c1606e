"""Unsure characters of a line that is set in another face than OCR-B, settled with the network of ordinary print.

The MRZ's network knows OCR-B: a plain bar is T, J or 1 to it, a round C is O. Where a line's sure characters tell another face, its
unsure ones are shown to the network that knows all common faces. Sure ones stay, no posterior is changed, what the
format does not allow at a place is not chosen, and each choice is named (`MrzReading.settled`). It belongs to a prior: an
examination, whose checks weigh the print, does without.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.table import FORMATS
from docforensics.mrz.line_face import is_other_face
from docforensics.mrz.prior import allowed_weights, replaced
from docforensics.mrz.reading import MrzCharacter, MrzReading, Settled, SettledBy
from docforensics.page.band.rows import ROW_HEIGHT
from docforensics.print_network import HEIGHT, PrintNetwork

_UNSURE = 0.95
"""A posterior below this is unsure: the one below which the MRZ's network looks a second time."""
_CELLS = 13
"""Cells that are shown at once: six on each side, as a word has. A judgement."""
_WIDTH = round(HEIGHT * _CELLS / ROW_HEIGHT)
"""Pixels of so many cells, which are higher or lower than wide by `ROW_HEIGHT` as an engine gives them."""
_INNER = 4
"""Cells from an end of what is shown within which a character is not asked for, but at the end of the line. A judgement."""
_BESIDE = 0.45
"""Cells from a character's place within which what the network sees is its own. A judgement."""
_SEEN, _SURE = 0.2, 0.6
"""Probability of any character from which one is seen, and that of one symbol from which it is believed. Judgements: on zones of Utopia (seed 2, seen)
.2 and .6 settle the same characters, .9 two fewer names."""
_FLOOR = 0.01
"""Added to each symbol's probability, so that the network of ordinary print excludes none by itself. On the same zones 0.002 broke one
character more than it mended; 0.05 mended a sixth fewer."""
_BAR = {"|": "I", "l": "I"}
"""What a plain bar is taken for besides I, which it is in capitals."""

Floats = NDArray[np.float64]


def with_other_face(reading: MrzReading, pixels: Pixels) -> MrzReading:
    """Settle unsure characters of lines in another face; `reading` is the one in the pixels (H, W), its ties settled by a prior or not.

    Readings of engines that are not calibrated, and those of no format, are returned as they are.
    """
    if reading.format is None or not reading.calibrated:
        return reading
    weights = allowed_weights(FORMATS[reading.format])
    chosen = [
        replace(one, line=row)
        for row, line in enumerate(reading.characters)
        for one in _line(pixels, line, weights[row])
    ]
    if not chosen:
        return reading
    printed = {(one.line, one.column): one.printed for one in reading.settled}
    told = [replace(one, printed=printed.get((one.line, one.column), one.printed)) for one in chosen]
    places = {(one.line, one.column) for one in told}
    others = [one for one in reading.settled if (one.line, one.column) not in places]
    kept = [one for one in told if one.symbol != one.printed]
    return replace(
        reading,
        characters=replaced(reading.characters, told),
        settled=tuple(sorted((*others, *kept), key=lambda one: (one.line, one.column))),
    )


def _line(grey: Pixels, line: Sequence[MrzCharacter], weights: Floats) -> Iterator[Settled]:
    """What is chosen otherwise than read in one line, its number left 0."""
    unsure = [k for k, one in enumerate(line) if one.posterior.max() < _UNSURE]
    if not unsure or len(line) < _CELLS or not is_other_face(grey, line, _UNSURE):
        return
    for column, seen in _seen(grey, line, unsure):
        one = line[column]
        if seen.max() < _SURE:
            continue
        weighed = one.posterior * (seen + _FLOOR) * weights[column]
        weighed = weighed / weighed.sum()
        best = int(weighed.argmax())
        if SYMBOLS[best] != one.symbol and weights[column, best] == 1:
            yield Settled(
                line=0,
                column=column,
                printed=one.symbol,
                symbol=SYMBOLS[best],
                weighed=float(weighed[best]),
                by=SettledBy.FACE,
            )


def _seen(grey: Pixels, line: Sequence[MrzCharacter], asked: Sequence[int]) -> Iterator[tuple[int, Floats]]:
    """Columns asked for in which the network of ordinary print sees a character, and what: (37,), summing to at most 1."""
    left = list(asked)
    while left:
        first = min(max(left[0] - _INNER, 0), len(line) - _CELLS)
        stop = first + _CELLS - (_INNER if first + _CELLS < len(line) else 0)
        told = _network().columns(_strip(grey, line[first : first + _CELLS]))
        cells = (np.arange(len(told)) + 0.5) / len(told) * _CELLS - 0.5 + first
        for column in (k for k in left if k < stop):
            own = told[np.abs(cells - column) <= _BESIDE]
            letters = own[own[:, 1:].max(axis=1).argmax(), 1:]
            if letters.sum() >= _SEEN:
                yield column, _of_symbols(letters / letters.sum())
        left = [k for k in left if k >= stop]


def _strip(grey: Pixels, cells: Sequence[MrzCharacter]) -> Pixels:
    """Cut `_CELLS` neighbouring cells out, one row `HEIGHT` pixels high."""
    first, last = cells[0].corners, cells[-1].corners
    quad = np.array([first[0], last[1], last[2], first[3]], np.float32)
    frame = np.array([[0, 0], [_WIDTH, 0], [_WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    to_frame = cv2.getPerspectiveTransform(quad, frame)
    size = (_WIDTH, HEIGHT)
    return np.asarray(cv2.warpPerspective(grey, to_frame, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _of_symbols(letters: NDArray[np.float32]) -> Floats:
    """(37,): the probabilities of the MRZ's symbols among those of the alphabet; small letters are their capitals."""
    shares = np.zeros(len(SYMBOLS))
    for symbol, share in zip(_symbols(), letters.tolist(), strict=True):
        if symbol is not None:
            shares[symbol] += share
    return shares


@cache
def _symbols() -> tuple[int | None, ...]:
    """For each character of the network's alphabet the symbol of the MRZ that it is."""
    capitals = (_BAR.get(character, character.upper()) for character in _network().alphabet)
    return tuple(SYMBOLS.index(one) if len(one) == 1 and one in SYMBOLS else None for one in capitals)


@cache
def _network() -> PrintNetwork:
    """Loaded when a zone in another face first asks for it."""
    return PrintNetwork()
