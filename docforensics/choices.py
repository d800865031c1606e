"""Words from outside that must be one of a few."""

from enum import StrEnum
from typing import TypeVar

from docforensics.errors import UsageError

_Choice = TypeVar("_Choice", bound=StrEnum)


def chosen(choices: type[_Choice], value: str, name: str) -> _Choice:
    """Give the choice that a word names; UsageError with the choices and the `name` of what was asked for otherwise."""
    try:
        return choices(value)
    except ValueError:
        raise UsageError(f"{name}: expected one of {', '.join(choices)}, got {value!r}") from None
