"""Characters with places and alternatives out of Tesseract's hOCR (hocr_char_boxes=1, lstm_choice_mode=2)."""

import html
import re
from dataclasses import dataclass

_PAGE = re.compile(r"<div class='ocr_page'")
_CHARACTER = re.compile(
    r"title='x_bboxes (?P<left>-?\d+) -?\d+ (?P<right>-?\d+) -?\d+; x_conf (?P<own>[-\d.einf]+)'>(?P<symbol>[^<]+)<"
    r"|title='x_confs (?P<other>[-\d.einf]+)'>(?P<choice>[^<]+)<"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HocrCharacter:
    """One character that Tesseract saw."""

    symbol: str
    centre: float
    """Column of the page image."""
    confidence: float
    """Tesseract's own figure, 0..100; not a probability."""
    choices: tuple[tuple[str, float], ...]
    """Symbols considered, with their figures."""


def parse_hocr(text: str) -> tuple[tuple[HocrCharacter, ...], ...]:
    """Return the characters of every page, in reading order."""
    return tuple(_characters(page) for page in _PAGE.split(text)[1:])


def _characters(page: str) -> tuple[HocrCharacter, ...]:
    found: list[tuple[re.Match[str], list[tuple[str, float]]]] = []
    for match in _CHARACTER.finditer(page):
        if match["symbol"] is not None:
            found.append((match, []))
        elif found:
            found[-1][1].append((html.unescape(match["choice"]), float(match["other"])))
    return tuple(_character(head, choices) for head, choices in found)


def _character(head: re.Match[str], choices: list[tuple[str, float]]) -> HocrCharacter:
    return HocrCharacter(
        symbol=html.unescape(head["symbol"]),
        centre=(float(head["left"]) + float(head["right"])) / 2,
        confidence=float(head["own"]),
        choices=tuple(choices),
    )
