"""Hostile files of every kind but pictures, each a folder that a few lines make.

Templates, packs, index, policy, calibration, equipment profile, manifests, results, chip, seals, answers of a process, tables, case files, trust, keys and
confirmations. What `fuzz/hostile_readers.py` reads of them may raise nothing but the package's own errors.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

Special = Enum("Special", ["PIPE", "ENDLESS", "FOLDER", "ITSELF"])
"""What has a name and is no file: a pipe that nobody writes to, a device that never ends, a folder, a link to itself."""
Content = bytes | Special | Path
"""Of one file; a path is linked to."""
_DEEP = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One folder."""

    kind: str
    """Key of `hostile_readers.READERS`."""
    name: str
    files: Mapping[str, Content]

    def lay(self, folder: Path) -> None:
        """Write it."""
        for name, content in self.files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            match content:
                case bytes():
                    file.write_bytes(content)
                case Special.PIPE:
                    os.mkfifo(file)
                case Special.ENDLESS:
                    file.symlink_to("/dev/zero")
                case Special.FOLDER:
                    file.mkdir()
                case Special.ITSELF:
                    file.symlink_to(file)
                case _:
                    file.symlink_to(content)


SPECIALS: Mapping[str, Content] = {one.name.lower(): one for one in Special}


@cache
def _many_keys() -> bytes:
    """Give an object of 200,000 keys; it is made once."""
    return b"{" + b",".join(b'"k%d":1' % number for number in range(200_000)) + b"}"


def json_horrors(fitting: Mapping[str, object] | list[object], key: str = "") -> Iterator[tuple[str, bytes]]:
    """Give texts that are JSON, nearly, or in name alone, by name: whole ones, and `fitting` with one value at `key` replaced."""
    whole = json.dumps(fitting).encode()
    yield "empty", b""
    yield "nested", b"[" * _DEEP
    yield "nested-whole", b"[" * _DEEP + b"]" * _DEEP
    yield "objects", b'{"a":' * _DEEP + b"1" + b"}" * _DEEP
    yield "no-object", b"7"
    yield "cut-off", whole[: len(whole) // 2]
    yield "utf-16", whole.decode().encode("utf-16")
    yield "zeros", bytes(100_000)
    yield "many-keys", _many_keys()
    if key:
        for name, value in VALUES.items():
            yield f"{key}-{name}", _with(fitting, key, value)


VALUES: Mapping[str, bytes] = {
    "beyond-float": b"1e999",
    "long-number": b"9" * 5000,
    "not-a-number": b"NaN",
    "null": b"null",
    "nested": b"[" * _DEEP + b"]" * _DEEP,
    "surrogate": rb'"\ud800"',
    "long-text": b'"' + b"x" * 5_000_000 + b'"',
    "other-type": b'{"a": [true, null, {}]}',
    "negative": b"-5",
}
"""Values in JSON, by name."""


def _with(fitting: Mapping[str, object] | list[object], key: str, value: bytes) -> bytes:
    """Replace the value of the first key of this name, at whatever depth."""
    mark, done = "\u0001put here\u0001", False

    def replaced(inner: object) -> object:
        nonlocal done
        if isinstance(inner, Mapping):
            told: dict[str, object] = {}
            for name, one in inner.items():
                if name == key and not done:
                    told[name], done = mark, True
                else:
                    told[name] = replaced(one)
            return told
        return [replaced(one) for one in inner] if isinstance(inner, list | tuple) else inner

    text = json.dumps(replaced(fitting))
    if not done:
        raise ValueError(f"no key {key}")
    return text.encode().replace(json.dumps(mark).encode(), value)


def toml_horrors() -> Iterator[tuple[str, bytes]]:
    """Give texts that are TOML, nearly, or in name alone, by name."""
    yield "empty", b""
    yield "nested", b"a = " + b"[" * _DEEP
    yield "inline-tables", b"a = " + b"{b = " * 5000 + b"1" + b"}" * 5000
    yield "long-number", b"prior = " + b"9" * 5000
    yield "parts", b".".join([b"a"] * 20_000) + b" = 1"
    yield "long-key", b"k" * 500_000 + b" = 1"
    yield "many-keys", b"\n".join(b"k%d = 1" % number for number in range(40_000))
    yield "no-text", b"a = \xff\xfe"
    yield "twice", b"a = 1\na = 2"
    yield "zeros", bytes(1000)
    yield "too-large", b"# " + b"x" * 40_000_000
    yield "many-tables", b"[[row]]\n" * 60_000
