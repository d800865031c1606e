"""What can be measured: docforensics in three forms, blind maps of the literature, and any program of the user's."""

from collections.abc import Iterable
from datetime import date
from typing import Unpack

from docforensics.bench.systems.blind import METHODS, Blind, JpegQuality
from docforensics.bench.systems.command import TIMEOUT, Command
from docforensics.bench.systems.model import Answer, System
from docforensics.bench.systems.ours import FORMS, INSPECTED_ON, Docforensics
from docforensics.errors import UsageError
from docforensics.settings import ExaminerOptions, ExaminerSettings

NAMES = (*FORMS, *METHODS, "jpeg-quality")
"""What `make_systems` knows by name; anything else is `NAME=COMMAND`."""
DEFAULT = (*FORMS, "ela", "noise")


def make_systems(
    named: Iterable[str] = DEFAULT,
    *,
    settings: ExaminerSettings | None = None,
    inspected_on: date = INSPECTED_ON,
    timeout: float = TIMEOUT,
    **options: Unpack[ExaminerOptions],
) -> tuple[System, ...]:
    """Make systems from names of `NAMES` or `NAME=COMMAND`; UsageError for what is neither, or a name given twice.

    `settings` and `options` are those of `Examiner`, for docforensics itself.
    """
    in_force = ExaminerSettings.of(settings, options)
    systems = tuple(_make(one, in_force, inspected_on, timeout) for one in named)
    names = [system.name for system in systems]
    if len(set(names)) < len(names):
        raise UsageError(f"--system: two systems have the same name: {', '.join(names)}")
    return systems


def _make(named: str, settings: ExaminerSettings, inspected_on: date, timeout: float) -> System:
    name, is_command, command = named.partition("=")
    if is_command:
        return Command(name.strip(), command, timeout=timeout)
    if name in FORMS:
        return Docforensics(name, settings, inspected_on)
    if name == "jpeg-quality":
        return JpegQuality()
    if name in METHODS:
        return Blind(name)
    raise UsageError(f"--system: expected {', '.join(NAMES)}, or NAME=COMMAND with {{file}}, got {named!r}")


__all__ = ["DEFAULT", "NAMES", "Answer", "Command", "Docforensics", "System", "make_systems"]
