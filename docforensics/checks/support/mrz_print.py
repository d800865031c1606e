"""What the checks of the MRZ share: judged posteriors of the printed characters, and their places on the page.

Posteriors of a reader that is not calibrated are tempered first: part of every character's certainty goes to the symbols
that it is known to be confused with, and to all others, so that no plausible misread can look certain.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, Region, undetermined
from docforensics.checks.support.unseen import HIDDEN, light_of_page
from docforensics.document import Document, Side
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.layout import MrzLayout, Span
from docforensics.formats.table import FORMATS
from docforensics.mrz.parse import Mrz, parse_reading
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.geometry import LEAST_MM, BoxMm
from docforensics.page.model import Page
from docforensics.page.quantiles import median_of
from docforensics.page.visibility import Blindness

Posteriors = NDArray[np.float64]
"""(n, 37) in the order of `SYMBOLS`."""

CONFUSABLE = (
    *("O0", "I1", "B8", "S5", "Z2", "D0", "Q0", "C<", "A4", "T7", "G6", "K<", "0<", "L1", "U0"),
    *("17", "38", "56", "68", "08", "39", "69", "89", "35", "49", "27"),
    *("DO", "QO", "CG", "MN", "VY", "UV", "EF", "PR"),
)
"""Pairs that readers of OCR-B confuse: those of standards.md 1.2, then look-alikes among digits and among letters."""

MISREAD = 0.015
"""Share of characters that an uncalibrated reader gets wrong although it is sure of them."""
MISREAD_CALIBRATED = 0.0002
"""The same for a calibrated reader: damage and dirt that no training set holds."""
SLIP = 0.1
"""Share of an uncalibrated reader's zones of the right shape that went wrong in a way its certainty does not show."""
SLIP_CALIBRATED = 0.002
"""The same of a calibrated reader. A judgement; not fitted."""
EVEN = 0.25
"""Largest departure of a step from the pitch, as a share of the pitch, in an evenly printed line."""
_BESIDE_MM = 0.5
"""Around a line, within which what hides it is looked for. A judgement; not fitted."""
_TO_LOOKALIKES = 0.7
"""Share of misreads that go to a look-alike; the rest goes anywhere."""

FIELD_NAMES = {
    "document_code": "document code",
    "document_number": "document number",
    "document_number_continuation": "document number",
    "birth_date": "date of birth",
    "expiry_date": "date of expiry",
    "issue_date": "date of issue",
    "optional_data": "optional data",
    "optional_data_2": "optional data",
    "given_names": "given names",
    "issuing_office": "issuing office",
    "composite": "whole zone",
}


def around(page: Page, characters: Iterable[MrzCharacter]) -> BoxMm:
    """Give the place of characters, at least one, on a page."""
    return BoxMm.around(page.to_mm(np.concatenate([item.corners for item in characters])))


def boxes_of(page: Page, characters: Sequence[MrzCharacter]) -> list[BoxMm]:
    """Give the place of each of some characters on a page, as `around` does, in one step for all."""
    corners = [item.corners for item in characters]
    if not corners:
        return []
    there = page.to_mm(np.concatenate(corners)).reshape(len(corners), -1, 2)
    low = there.min(axis=1)
    high = np.maximum(there.max(axis=1), low + LEAST_MM)
    return [
        BoxMm(left=left, top=top, right=right, bottom=bottom)
        for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Print:
    """The MRZ as judged: posteriors by line and column, on one side of the document."""

    document: Document
    mrz: Mrz
    reading: MrzReading
    side: int
    posteriors: tuple[Posteriors, ...]
    """By line, tempered, read-only."""
    blind: Mapping[tuple[int, int], Blindness]
    """By line and column, the characters that could not be seen, and why; their posteriors are even."""
    slip: float
    """Probability that the reading as a whole went wrong without the posteriors telling."""

    @property
    def layout(self) -> MrzLayout:
        """The format's table."""
        return FORMATS[self.mrz.format].layout

    def whole(self, line: int) -> bool:
        """Whether this line has the format's length, so that its columns are known."""
        return line < len(self.posteriors) and len(self.posteriors[line]) == self.layout.length

    def field(self, name: str) -> Span | None:
        """Give the place of a field; None where the format has no such field or its line has not its full length."""
        spec = self.layout.field(name)
        return spec.span if spec and self.whole(spec.span.line) else None

    @property
    def is_whole(self) -> bool:
        """Whether every line of the format has its full length."""
        return all(map(self.whole, range(self.layout.n_lines)))

    def of(self, span: Span) -> Posteriors:
        """Give the posteriors of a span."""
        return self.posteriors[span.line][span.start : span.stop]

    def hidden(self, *spans: Span) -> Abstained | None:
        """State why a character of some spans could not be seen; None when all were."""
        places = ((span.line, column) for span in spans for column in range(span.start, span.stop))
        return next((HIDDEN[self.blind[place]] for place in places if place in self.blind), None)

    def box(self, span: Span) -> BoxMm:
        """Give the place of a span on the page, a little wider than the characters."""
        characters = self.reading.characters[span.line][span.start : span.stop]
        return around(self.document.sides[self.side].page, characters).grown(0.4)

    def region(self, span: Span, label: str) -> Region:
        """Mark a span for the picture."""
        return Region(side=self.side, box=self.box(span), label=label)


UNREAD = undetermined(
    "the machine readable zone was not read character by character",
    "a sharp image of the machine readable zone",
    why=Why.NO_MRZ,
)
UNEVEN = undetermined(
    "the lines as read have not the length of a format, so a character may have been missed",
    "a sharper image of the machine readable zone",
    why=Why.UNREADABLE,
)


def read_print(document: Document) -> Print | None:
    """Judge the MRZ of a document; None when there is none or it does not lie on a side."""
    side = document.mrz_side
    reading = None if side is None else document.sides[side].mrz_reading
    if document.mrz is None or side is None or reading is None:
        return None
    return _judged(document, reading, document.mrz, side)


def read_side(document: Document, index: int) -> Print | None:
    """Judge the zone of one side, by its own reading; None when it bears none that fits a format."""
    reading = document.sides[index].mrz_reading
    mrz = parse_reading(reading)
    return None if reading is None or mrz is None else _judged(document, reading, mrz, index)


def _judged(document: Document, reading: MrzReading, mrz: Mrz, side: int) -> Print:
    owner = document.sides[side]
    return Print(
        document=document,
        mrz=mrz,
        reading=reading,
        side=side,
        posteriors=owner.kept.once((_posteriors, reading), lambda: _posteriors(owner, reading)),
        blind=unseen_characters(owner, reading),
        slip=SLIP_CALIBRATED if reading.calibrated else SLIP,
    )


def _posteriors(side: Side, reading: MrzReading) -> tuple[Posteriors, ...]:
    """By line, tempered; even where a character could not be seen."""
    misread = MISREAD_CALIBRATED if reading.calibrated else MISREAD
    blind = unseen_characters(side, reading)
    return tuple(
        _evened(tempered(line, misread), [column for row, column in blind if row == index])
        for index, line in enumerate(stacked(reading))
    )


def unseen_characters(side: Side, reading: MrzReading) -> Mapping[tuple[int, int], Blindness]:
    """Give the characters, by line and column, that could not be seen on a side, and why.

    Where a part of a line is hidden and its characters do not stand at an even pitch, the reader may have left out some:
    then it is not known which character stands in which column, and none of the line was seen.
    """
    return side.kept.once(
        (unseen_characters, reading), lambda: MappingProxyType(_unseen_characters(side.page, reading))
    )


def _unseen_characters(page: Page, reading: MrzReading) -> dict[tuple[int, int], Blindness]:
    light = light_of_page(page)
    found: dict[tuple[int, int], Blindness] = {}
    if page.visibility.blind(light) is None:
        return found
    for row, line in enumerate(reading.characters):
        boxes = boxes_of(page, line)
        causes = [page.visibility.cause(box, light) for box in boxes]
        strip = page.visibility.unseen(around(page, line).grown(_BESIDE_MM), light) if line else None
        if strip is not None and not evenly_set(boxes):
            causes = [strip[0]] * len(line)
        found |= {(row, column): cause for column, cause in enumerate(causes) if cause is not None}
    return found


def evenly_set(boxes: Sequence[BoxMm]) -> bool:
    """Whether characters of a line stand at one pitch."""
    steps = np.diff([box.centre[0] for box in boxes])
    pitch = median_of(steps) if len(steps) else 0.0
    return pitch > 0 and bool(np.all(np.abs(steps / pitch - 1) < EVEN))


def _evened(posteriors: Posteriors, columns: Sequence[int]) -> Posteriors:
    """Posteriors (n, 37), those of some columns the same for every symbol: nothing is known of them."""
    if not columns:
        return posteriors
    changed = posteriors.copy()
    changed[list(columns)] = 1 / len(SYMBOLS)
    changed.setflags(write=False)
    return changed


def stacked(reading: MrzReading) -> tuple[Posteriors, ...]:
    """Stack the posteriors of each line into (n, 37)."""
    return tuple(np.stack([character.posterior for character in line]) for line in reading.characters)


def tempered(posteriors: Posteriors, misread: float) -> Posteriors:
    """Give the share `misread` of each character's certainty to what it may be confused with."""
    mixed = (1 - misread) * posteriors + misread * (posteriors @ confusions())
    mixed.setflags(write=False)
    return mixed


@cache
def confusions() -> Posteriors:
    """Tabulate what a symbol becomes when it is misread: (37, 37), rows sum to 1."""
    size = len(SYMBOLS)
    alike = np.zeros((size, size))
    for first, second in map(tuple, CONFUSABLE):
        one, other = SYMBOLS.index(first), SYMBOLS.index(second)
        alike[one, other] = alike[other, one] = 1
    anywhere = (1 - np.eye(size)) / (size - 1)
    degree = alike.sum(axis=1, keepdims=True)
    to_alike = np.where(degree > 0, alike / np.maximum(degree, 1), anywhere)
    table = _TO_LOOKALIKES * to_alike + (1 - _TO_LOOKALIKES) * anywhere
    table.setflags(write=False)
    return np.asarray(table, dtype=np.float64)


def mask(symbols: Iterable[str]) -> NDArray[np.bool_]:
    """Mark some symbols among the 37."""
    chosen = set(symbols)
    return np.array([symbol in chosen for symbol in SYMBOLS])


def field_name(name: str) -> str:
    """Name a field or digit in words."""
    return FIELD_NAMES.get(name, name.replace("_", " "))


def listed(words: Iterable[str]) -> str:
    """Join words: `a`, `a and b`, `a, b and c`."""
    distinct = list(dict.fromkeys(words))
    return " and ".join(part for part in (", ".join(distinct[:-1]), *distinct[-1:]) if part)
