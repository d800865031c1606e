"""Words from outside that must be one of a few, and days."""

import reprlib
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from docforensics.errors import UsageError

_Choice = TypeVar("_Choice", bound=StrEnum)


def chosen(choices: type[_Choice], value: object, name: str) -> _Choice:
    """Give the choice that a word names; UsageError with the choices and the `name` of what was asked for otherwise."""
    try:
        return choices(value)  # type: ignore[arg-type]  # what is no word raises
    except (ValueError, TypeError):  # TypeError: what cannot be compared with a word
        raise UsageError(f"{name}: expected one of {', '.join(choices)}, got {reprlib.repr(value)}") from None


def stated_day(value: object, name: str) -> date:
    """Give a day that a caller stated; UsageError with the `name` of what was asked for where it is none.

    A datetime is a date to Python, and is compared with none: which day it is depends on the zone, and the caller knows that.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UsageError(f"{name}: expected a datetime.date, got {reprlib.repr(value)}")
    return value
