"""A page's size in millimetres, as whoever captured it states it."""

import math
import re
import reprlib

from docforensics.errors import UsageError

SMALLEST_MM, LARGEST_MM = 20.0, 300.0
"""Shorter and longer side of a page that can be stated: a stamp, and a sheet of A4. Judgements."""
LARGEST_MM2 = 62_500.0
"""Area of a page that can be stated: a sheet of A4 has 62,370."""
_MOST_DPI = 100_000
"""Of what a caller states: ten times what microscopes of documents have. A judgement."""
_NUMBER = r"\d+(?:\.\d+)?"
_TEXT = re.compile(rf"\s*({_NUMBER})\s*[x,|]\s*({_NUMBER})\s*(?:mm)?\s*")

SizeMm = tuple[float, float]
"""Width and height in millimetres, as the page's text runs."""


def stated_size(given: object, name: str = "size_mm") -> SizeMm:
    """Give width and height of a pair of numbers, or of text such as `150x66` or `150,66`.

    Raises
    ------
    UsageError
        It is neither, or no page that can be examined has this size; `name` is that of the option.
    """
    match = _TEXT.fullmatch(given) if isinstance(given, str) else None
    pair = match.groups() if match else given
    try:
        width, height = map(float, pair if isinstance(pair, tuple | list) else ())
    except (TypeError, ValueError, OverflowError):
        raise UsageError(
            f"{name}: expected width and height in millimetres, such as 150x66; got {reprlib.repr(given)}"
        ) from None
    if not _is_page(width, height):
        raise UsageError(
            f"{name}: expected sides of {SMALLEST_MM:g} to {LARGEST_MM:g} mm and at most A4 in all, got {width:g} x {height:g}"
        )
    return width, height


def stated_dpi(given: object) -> float:
    """Give a resolution in dots per inch; UsageError where it is none that a capture can have."""
    if not (isinstance(given, int | float) and 1 <= given <= _MOST_DPI):
        raise UsageError(f"dpi: expected 1 to {_MOST_DPI} dots per inch, got {reprlib.repr(given)}")
    return given


def _is_page(width: float, height: float) -> bool:
    sides = math.isfinite(width) and math.isfinite(height) and min(width, height) >= SMALLEST_MM
    return sides and max(width, height) <= LARGEST_MM and width * height <= LARGEST_MM2
