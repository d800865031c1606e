"""Lines for a terminal: wrapped, indented, coloured, and harmless to it."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from docforensics.claims.model import LayerState
from docforensics.scoring.model import OutcomeClass

WIDTH = 100
"""Characters of a line where no terminal states its own: what can be read without losing the line. A judgement."""
COLOURS = {
    OutcomeClass.CLEAR: "32",
    OutcomeClass.REFER: "33",
    OutcomeClass.ALERT: "31",
    OutcomeClass.INCONCLUSIVE: "37",
}
"""ANSI colours after TR-03135: green, yellow, red, grey. The word says the same without them."""
LAYER_COLOURS: Mapping[str, str] = {
    LayerState.IN_ORDER: "32",
    LayerState.ADVERSE: "33",
    LayerState.NOT_SEEN: "37",
}
"""ANSI colours of the state of a layer."""
_CUT = "..."


def printable(text: str) -> str:
    """Replace control and direction characters: text of a document must not steer a terminal."""
    return "".join(
        "\ufffd" if unicodedata.category(symbol) in ("Cc", "Cf", "Cs") else symbol for symbol in text
    )


def cut(text: str, width: int) -> str:
    """Give a text of at most so many characters; one that is longer ends in three dots."""
    return text if len(text) <= width else text[: max(width - len(_CUT), 0)] + _CUT[:width]


def cut_middle(text: str, width: int) -> str:
    """Give a text of at most so many characters, less its middle: both ends of a path name the file."""
    if len(text) <= width:
        return text
    head = max((width - len(_CUT)) // 3, 0)
    tail = max(width - len(_CUT) - head, 0)
    return text[:head] + _CUT[:width] + text[len(text) - tail :]


class Pen:
    """Wraps, indents and colours."""

    def __init__(self, *, colour: bool = False, width: int = WIDTH) -> None:
        self.colour = colour
        self.width = width

    def paint(self, text: str, code: str) -> str:
        """Colour a text, where colours are wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def heading(self, text: str) -> Iterator[str]:
        """Give an empty line and a heading."""
        yield ""
        yield self.paint(text.upper(), "1")

    def paragraph(self, text: str, *, first: str = "", indent: str = "") -> list[str]:
        """Wrap a text; `first` begins its first line, `indent` the others."""
        return textwrap.wrap(
            printable(text), self.width, initial_indent=first or indent, subsequent_indent=indent
        )

    def hanging(self, text: str) -> list[str]:
        """Wrap a text; lines after its first one are indented."""
        return textwrap.wrap(printable(text), self.width, subsequent_indent="  ")

    def bullets(self, items: Iterable[str]) -> Iterator[str]:
        """Wrap texts, each after a dash."""
        for item in items:
            yield from self.paragraph(item, first="  - ", indent="    ")
