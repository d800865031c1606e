"""How far the rows of a manifest, and the links in a folder, may reach: whoever wrote them decides what this machine opens, and where it connects to."""

import os
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Self

from docforensics.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a row may name besides files below the manifest's folder, in its file system, and a link besides files of the folder that it lies in."""

    schemes: frozenset[str] = frozenset()
    """Of fsspec addresses, such as `s3`; of a chain (`zip::https`) every one has to be among them."""
    outside: bool = False
    """Whether files of this machine outside the manifest's folder may be read, archives that an address leads into included."""

    @classmethod
    def taken(cls, options: MutableMapping[str, Any]) -> Self:
        """Make it of `allow_schemes` and `allow_outside`, which are taken out of the options; UsageError for what is none."""
        schemes, outside = options.pop("allow_schemes", ()), options.pop("allow_outside", False)
        if isinstance(schemes, str) or not all(isinstance(one, str) and one.isalnum() for one in schemes):
            raise UsageError(f"allow_schemes: expected names such as s3, got {schemes!r}")
        if not isinstance(outside, bool):
            raise UsageError(f"allow_outside: expected True or False, got {outside!r}")
        return cls(schemes=frozenset(schemes), outside=outside)

    def refusal(self, folder: str, address: str) -> str:
        """Give the reason against reading an address that a manifest in `folder`, or a folder itself, names; empty where there is none."""
        if "\0" in address:
            return f"{address!r} is the name of no file"
        inside = bool(folder) and address.startswith(f"{folder}/") and "::" not in address[len(folder) :]
        beyond = sorted(set() if inside else set(_schemes(address)) - self.schemes)
        if beyond:
            options = " ".join(f"--allow-scheme {one}" for one in beyond)
            return f"{address}: rows name files below the manifest's folder; {options} allows it"
        local = address if inside else _local_part(address)
        if self.outside or local is None or _is_below(folder, local):
            return ""
        return f"{address} is not below {folder or 'the folder'}; --allow-outside allows it"


BESIDE = Reach()
"""Files below the folder alone."""
_LOCAL_SCHEMES = frozenset({"file", "local"})
"""Of files of this machine, by fsspec."""


def _is_remote(address: str) -> bool:
    return "://" in address or "::" in address


def _schemes(address: str) -> Iterator[str]:
    """Every scheme of an address or chain of addresses (`filecache::zip://a::ftp://b`)."""
    if _is_remote(address):
        parts = address.split("::")
        for part in parts:
            scheme, found, _ = part.partition("://")
            if found or part != parts[-1]:
                yield scheme.lower() or "file"


def _local_part(address: str) -> str | None:
    """Give the path on this machine that an address, or the end of a chain of addresses, leads to; None where it leads elsewhere."""
    last = address.rpartition("::")[2]
    scheme, found, path = last.partition("://")
    if not found:
        return last
    return path if scheme.lower() in _LOCAL_SCHEMES else None


def _is_below(folder: str, address: str) -> bool:
    """Whether an address lies below a folder: on this machine by where links lead, else by its text."""
    if _is_remote(address):
        return ".." not in PurePosixPath(address.removeprefix(folder)).parts
    # As text, and anew for each row: of a hundred thousand rows each, and links may change.
    below = os.path.join(os.path.realpath(folder or "."), "")  # noqa: PTH118 (the separator, where it is missing)
    return os.path.realpath(address).startswith(below)
