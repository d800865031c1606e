"""What is stated of a document that the service shall examine: its images, and what goes with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from os import PathLike
from typing import Any

from docforensics.errors import UnknownOptionError, UsageError
from docforensics.regular import open_regular

File = str | PathLike[str] | bytes
"""A path, or the bytes of a file."""
Images = File | Mapping[str, File | Sequence[File]]
"""A file in white light, or files by `LIGHT` or `SIDE.LIGHT`, for example `uv` and `back.visible`; several of one are frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is stated of a document besides its images."""

    channel: str = "upload"
    inspected_on: date | None = None
    client_reference: str = ""
    equipment: str = ""
    policy: str = ""
    language: str = "en"
    size_mm: str = ""
    chip: Mapping[str, File] = field(default_factory=dict)
    """Files of the chip by name: `SOD`, `COM`, `DG1` to `DG16`."""
    idempotency_key: str = ""

    def __post_init__(self) -> None:
        day = self.inspected_on
        if day is not None and (isinstance(day, datetime) or not isinstance(day, date)):
            raise UsageError(f"inspected_on: expected a datetime.date, got {day!r}")
        if not isinstance(self.chip, Mapping):
            raise UsageError(
                f"chip: expected files by name, such as {{'SOD': ...}}, got {type(self.chip).__name__}"
            )

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> "Stated":
        """Take what a caller stated by name; UnknownOptionError for a name that there is not."""
        known = cls.__slots__
        if unknown := ", ".join(name for name in stated if name not in known):
            raise UnknownOptionError(f"expected some of {', '.join(known)}, got {unknown}")
        return cls(**stated)

    def fields(self) -> dict[str, str]:
        """Write it as parts of a request."""
        told = {name: getattr(self, name) for name in _STATED}
        if self.inspected_on is not None:
            told["inspected_on"] = self.inspected_on.isoformat()
        return {name: value for name, value in told.items() if value}


_STATED = ("channel", "client_reference", "equipment", "policy", "language", "size_mm")


def files_of(images: Images, chip: Mapping[str, File]) -> list[tuple[str, bytes]]:
    """Read the files, by the name of their part in a request; UsageError for one that cannot be read."""
    named = images if isinstance(images, Mapping) else {"visible": images}
    found = []
    for name, given in named.items():
        several = isinstance(given, Sequence) and not isinstance(given, str | bytes)
        frames: Sequence[Any] = given if several else [given]  # type: ignore[assignment]
        found += [(name, raw_of(one)) for one in frames]
    return found + [(f"chip.{name}", raw_of(one)) for name, one in chip.items()]


def raw_of(file: File) -> bytes:
    """Read a file; UsageError where it cannot be read, or is none."""
    if isinstance(file, bytes):
        return file
    if not isinstance(file, str | PathLike):
        raise UsageError(f"a file: expected a path or bytes, got {type(file).__name__}")
    try:
        with open_regular(file) as stream:
            return stream.read()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error


def of_a_header(value: str, name: str) -> str:
    """Give a text that goes into a header; UsageError for letters that none may hold."""
    if not (value.isascii() and value.isprintable()):
        raise UsageError(f"{name}: expected printable ASCII characters")
    return value
