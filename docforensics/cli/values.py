"""Values of options, read from their text."""

import argparse
from datetime import date

from docforensics.capture.size import SizeMm, stated_size
from docforensics.errors import UsageError

_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30}
_DIGITS = 18
"""Digits of a whole number at most: all such numbers fit in 64 bits, as files and tables keep them."""


def day(text: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date as YYYY-MM-DD, got {text!r}") from None


def words(text: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(filter(None, text.split(",")))


def whole(text: str) -> int | None:
    """A whole number of 0 to 9 alone; None where the text is none, or one of more digits than any option has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def positive(text: str) -> int:
    """A whole number above 0."""
    number = whole(text)
    if not number:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {text!r}")
    return number


def page_size(text: str) -> SizeMm:
    """Width and height of a page in millimetres, as `150x66`."""
    try:
        return stated_size(text, "expected WxH")
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def size(text: str) -> int:
    """Bytes, with K, M or G behind the number."""
    digits, unit = (text[:-1], text[-1].upper()) if text[-1:].upper() in _UNITS else (text, "")
    number = whole(digits)
    if number is None:
        raise argparse.ArgumentTypeError(f"expected a size such as 512M or 4G, got {text!r}")
    return number * _UNITS.get(unit, 1)
