"""Lines as read, on no page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.zone import PrintedZone, look
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText, TextLine

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÑÜΔλДж .-/'?"


def _placed(
    text: str, left: float, top: float, certainty: float = 0.999, width: float | None = None
) -> TextLine:
    """Make a line at a place."""
    rows = np.full((len(text), len(ALPHABET)), (1 - certainty) / (len(ALPHABET) - 1), np.float32)
    rows[range(len(text)), [ALPHABET.index(symbol) for symbol in text]] = certainty
    columns = np.asarray((np.arange(len(text)) + 0.5) / max(len(text), 1), np.float32)
    read = ReadLine(text=text, posteriors=rows, alphabet=ALPHABET, columns=columns)
    return TextLine(
        box=BoxMm(left=left, top=top, right=left + (width or 2 * len(text)), bottom=top + 2.5), read=read
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Captioned(PageText):
    """A page whose captions are given."""

    said: Sequence[TextLine] = ()
    strip: TextLine
    again: Sequence[ReadLine] = ()

    def captions(self, box: BoxMm) -> Sequence[TextLine]:  # type: ignore[override]
        """Give those just above a place."""
        return [
            line
            for line in self.said
            if 0 < box.top - line.box.top < 5 and -5 < box.left - line.box.left < max(line.box.width, 5)
        ]

    def looks(self, box: BoxMm) -> tuple[ReadLine, ...]:
        """Give what is read anew."""
        assert box.area > 0
        return tuple(self.again)

    def strip_above(self, box: BoxMm) -> TextLine:
        """Give what was read above a place."""
        assert box.top > 0
        return self.strip


def _zone(
    *lines: TextLine,
    captions: Sequence[TextLine] = (),
    strip: TextLine | None = None,
    again: Sequence[TextLine] = (),
    places: dict[str, BoxMm] | None = None,
    data: Sequence[BoxMm] = (),
) -> PrintedZone:
    """Make a look at a page."""
    above = strip or _placed("-", 0, 0)
    looks = [line.read for line in again]
    page = Captioned(page=None, reader="network", said=captions, strip=above, again=looks)  # type: ignore[arg-type]
    return look(page, lines, places or {}, data)


@pytest.fixture
def placed() -> Callable[..., TextLine]:
    """`placed(text, left, top, certainty=..., width=...)`: a line as read, 2.5 mm high."""
    return _placed


@pytest.fixture
def zone() -> Callable[..., PrintedZone]:
    """`zone(*lines, captions=..., strip=..., again=..., places=..., data=...)`: a look at a page that holds these lines."""
    return _zone
