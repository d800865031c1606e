"""Reads a line again word by word where the reader saw next to nothing of it.

A line reader that meets a word in letters it does not know may pass over the whole line: of a Cyrillic name and its Latin
form behind a slash it reads the slash alone. Word by word the Latin form is read.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from docforensics.capture.model import Pixels
from docforensics.viz.recognise import LineReader, ReadLine

_SPARSE = 0.5
"""Letters and digits in a square of the line's height; bold capitals make one and a half."""
_LONG = 4.0
"""Widths, in heights, from which a line may hold several words."""
_BLANK = 0.22
"""Least width, in heights of the crop, of what parts words."""
_MARGIN = 0.12
"""Share of the line's height left round a piece: a judgement; not fitted."""
_MOST_PIECES = 6
"""More gaps than that are letters set apart, not words. A judgement."""
_INK_ROWS = (0.2, 0.8)
"""Part of the height that is asked for ink: marks above and below are accents."""


def read_in_pieces(reader: LineReader, crop: Pixels) -> ReadLine:
    """Read a crop that holds one line; word by word if so more of it is read."""
    whole = reader.read(crop)
    height, width = crop.shape[:2]
    if width < _LONG * height or _marks(whole) >= _SPARSE * width / height:
        return whole
    pieces = list(word_columns(crop))
    if not 1 < len(pieces) <= _MOST_PIECES:
        return whole
    read = [(reader.read(np.ascontiguousarray(crop[:, first:last])), first, last) for first, last in pieces]
    joined = joined_line(read, width)
    return joined if _marks(joined) > _marks(whole) else whole


def _marks(line: ReadLine) -> int:
    return sum(character.isalnum() for character in line.text)


def word_columns(crop: Pixels) -> Iterator[tuple[int, int]]:
    """Yield the columns, first and last, of what stands between blanks, a little wider than the ink."""
    grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    top, bottom = (round(share * height) for share in _INK_ROWS)
    inked = np.flatnonzero((grey[top:bottom] <= threshold).any(axis=0))
    if not len(inked):
        return
    margin = round(_MARGIN * height)
    for word in np.split(inked, np.flatnonzero(np.diff(inked) > _BLANK * height) + 1):
        yield max(int(word[0]) - margin, 0), min(int(word[-1]) + 1 + margin, width)


def joined_line(pieces: Sequence[tuple[ReadLine, int, int]], width: int) -> ReadLine:
    """Put words, each with its first and last column, together to one line of so many columns, a blank (if the reader knows one) between."""
    alphabet = pieces[0][0].alphabet
    blank = np.eye(len(alphabet), dtype=np.float32)[[alphabet.index(" ")]] if " " in alphabet else None
    text, rows, columns = "", [np.zeros((0, len(alphabet)), np.float32)], [np.zeros(0, np.float32)]
    for line, first, last in pieces:
        if text and line.text and blank is not None:
            text += " "
            rows.append(blank)
            columns.append(np.array([first / width], np.float32))
        text += line.text
        rows.append(line.posteriors)
        columns.append(np.asarray((first + line.columns * (last - first)) / width, np.float32))
    return ReadLine(
        text=text, posteriors=np.concatenate(rows), alphabet=alphabet, columns=np.concatenate(columns)
    )
