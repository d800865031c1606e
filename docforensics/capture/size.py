"""A page's size in millimetres, as whoever captured it states it."""

import math
import re

from docforensics.errors import UsageError

SMALLEST_MM, LARGEST_MM = 20.0, 300.0
"""Shorter and longer side of a page that can be stated: a stamp, and a sheet of A4. Judgements."""
LARGEST_MM2 = 62_500.0
"""Area of a page that can be stated: a sheet of A4 has 62,370."""
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
    except (TypeError, ValueError):
        raise UsageError(
            f"{name}: expected width and height in millimetres, such as 150x66; got {given!r}"
        ) from None
    if not _is_page(width, height):
        raise UsageError(
            f"{name}: expected sides of {SMALLEST_MM:g} to {LARGEST_MM:g} mm and at most A4 in all, got {width:g} x {height:g}"
        )
    return width, height


def _is_page(width: float, height: float) -> bool:
    sides = math.isfinite(width) and math.isfinite(height) and min(width, height) >= SMALLEST_MM
    return sides and max(width, height) <= LARGEST_MM and width * height <= LARGEST_MM2
