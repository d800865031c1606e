"""Words from outside that must be one of a few."""

import reprlib
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
