"""What TOML and JSON files hold becomes values of our types; what does not fit is named by its place in the file.

    with placed("policy mine.toml", UsageError):
        policy = made(Policy, read_toml(path))

msgspec reads the types from the annotations, so that the fields of a file are declared once, where the type is.
"""

import json
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import EnumType
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from docforensics.errors import DocforensicsError
from docforensics.regular import read_regular

_Made = TypeVar("_Made")
_Hook = Callable[[type, Any], Any] | None
_PLACE = re.compile(r"(?P<what>.*) - at (?:`key` in )?`\$\.?(?P<place>.*)`", re.DOTALL)
_PART = re.compile(r"\[[^\]]*\]|[^.\[]+")
_TERM = re.compile(r"`([a-z]+)(?: \| null)?`|`(.*?)`")
MOST_TOML_BYTES = 16 * 2**20
"""Three hundred times what all shipped calibrations have together: a judgement."""
_MOST_SHOWN = 80
"""Characters of a key that a message shows."""
_LONG_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){50}")
"""Dotted keys, for which tomllib takes time by the square of their parts: 50,000 take a minute and a half."""
_TERMS = {
    "object": "a table",
    "array": "a list",
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
}
"""What msgspec calls the types of JSON, for somebody who edits a file."""


def made(kind: type[_Made], value: object, *, hook: _Hook = None, more: bool = False) -> _Made:
    """Make a value of a type, most often a dataclass, from tables, lists, text and numbers.

    Parameters
    ----------
    hook
        Makes what is of no plain type: given the type and the plain value.
    more
        Whether keys that the type does not know are passed over.

    Raises
    ------
    ValueError
        A value is of another type, missing or not known; the text says which one, and what was expected.
    """
    for unknown in () if more else _unknown(kind, value):
        raise ValueError(f"unknown key {unknown}")
    try:
        return msgspec.convert(value, kind, dec_hook=hook)
    except msgspec.ValidationError as error:
        raise ValueError(_words(error, kind, value, hook)) from error


def plain(value: object) -> Any:  # noqa: ANN401 (tables, lists, text and numbers)
    """Lay a dataclass out as what `made` reads, fields in their order."""
    return msgspec.to_builtins(value, enc_hook=dict)


def read_toml(file: Path | Traversable) -> dict[str, Any]:
    """Read a TOML file; OSError or ValueError where it cannot be read, is too large, no TOML, or nested too deep."""
    try:
        raw = read_regular(file, MOST_TOML_BYTES) if isinstance(file, Path) else file.read_bytes()
        return _tables(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not readable as TOML: {error}") from error


def _tables(text: str) -> dict[str, Any]:
    if _LONG_KEY.search(text):
        raise ValueError("a key of more than 50 parts")
    return tomllib.loads(text)


def read_json(data: bytes | str) -> Any:  # noqa: ANN401 (tables, lists, text and numbers)
    """Read JSON as its standard has it, without NaN; ValueError where it is none, or nested too deep."""
    try:
        return msgspec.json.decode(data.decode("utf-8-sig") if isinstance(data, bytes) else data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def encoded(record: object) -> bytes:
    """Give tables, lists, text and numbers as a file for people to read has them: indented JSON, UTF-8."""
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


@contextmanager
def placed(where: str, error: type[DocforensicsError]) -> Iterator[None]:
    """Raise as `error`, with the name of the place before it, whatever a file that does not fit raises inside."""
    try:
        yield
    except KeyError as cause:
        raise error(f"{where}: {cause} is missing") from cause
    except OSError as cause:
        raise error(f"{where}: {cause.strerror or cause}") from cause
    except RecursionError as cause:
        raise error(f"{where}: nested too deep") from cause
    except (ValueError, TypeError, error) as cause:
        raise error(f"{where}: {cause}") from cause


def _words(error: msgspec.ValidationError, kind: object, value: object, hook: _Hook) -> str:
    """Write what msgspec found, the place first; what a type says of itself stays as it is."""
    match = _PLACE.fullmatch(str(error))
    what, place = (match["what"], match["place"]) if match else (str(error), "")
    if error.__cause__ is None:
        what = what.replace("Object missing required field", "missing key")
        what = _TERM.sub(lambda found: _TERMS.get(word := found[1] or found[2], word), what)
        what = what[:1].lower() + what[1:]
    if what.startswith("invalid enum value"):
        found = kind
        for part in _PART.findall(place):
            found = _fields(found).get(part) or _inner(found)
        choices = _bare(found)
        named = (
            choices if isinstance(choices, EnumType) else get_args(choices)[0]
        )  # what a table's keys may be
        what = f"expected {', '.join(named)}, got {what.rpartition(' ')[2]}"
    return f"{_with_keys(place, kind, value, hook)}: {what}" if place else what


def _with_keys(place: str, kind: Any, value: Any, hook: _Hook) -> str:  # noqa: ANN401
    """Write the key of a table where msgspec has `[...]`: the first one whose value does not fit."""
    before, unnamed, after = place.partition("[...]")
    for part in _PART.findall(before) if unnamed else ():
        kind = _fields(kind).get(part) or _inner(kind)
        value = value[int(part[1:-1]) if part.startswith("[") else part]
    for key, inner in value.items() if unnamed else ():
        try:
            msgspec.convert(inner, _inner(kind), dec_hook=hook)
        except msgspec.ValidationError:
            return f"{before}[{key}]{_with_keys(after, _inner(kind), inner, hook)}"
    return place


def _unknown(kind: object, value: object) -> Iterator[str]:
    """Name the keys of tables that the dataclass which they become does not know."""
    known = _fields(kind)
    if isinstance(value, Mapping) and known:
        for key, inner in value.items():
            if key in known:
                yield from _unknown(known[key], inner)
            else:
                yield f"{textwrap.shorten(str(key), _MOST_SHOWN, placeholder='...')}; known are {', '.join(known)}"
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _unknown(_inner(kind), inner)


@cache
def _fields(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 (a type, as annotations have it)
    """Types of a dataclass's fields by name; none of any other type."""
    bare = _bare(kind)
    hints = get_type_hints(bare) if is_dataclass(bare) else {}
    return {field.name: hints[field.name] for field in fields(bare)} if hints else {}


def _inner(kind: Any) -> Any:  # noqa: ANN401
    """Type of what a list or a table of a type holds."""
    return next((one for one in reversed(get_args(_bare(kind))) if one is not ...), None)


def _bare(kind: Any) -> Any:  # noqa: ANN401
    """Give a type without "or None"."""
    return (
        next((one for one in get_args(kind) if one is not NoneType), kind)
        if NoneType in get_args(kind)
        else kind
    )
