"""What can be measured: docforensics in three forms, blind maps of the literature, and any program of the user's."""

from collections.abc import Iterable
from datetime import date

from docforensics.bench.systems.blind import METHODS, Blind, JpegQuality
from docforensics.bench.systems.command import TIMEOUT, Command
from docforensics.bench.systems.model import Answer, System
from docforensics.bench.systems.ours import INSPECTED_ON, Docforensics, mrz_only, whole, without_templates
from docforensics.errors import UsageError
from docforensics.scoring.policy import Policy
from docforensics.settings import Templates

NAMES = ("docforensics", "no-templates", "mrz-only", *METHODS, "jpeg-quality")
"""What `make_systems` knows by name; anything else is `NAME=COMMAND`."""
DEFAULT = ("docforensics", "no-templates", "mrz-only", "ela", "noise")


def make_systems(
    named: Iterable[str] = DEFAULT,
    *,
    templates: Templates = None,
    policy: Policy | None = None,
    inspected_on: date = INSPECTED_ON,
    timeout: float = TIMEOUT,
) -> tuple[System, ...]:
    """Make systems from names of `NAMES` or `NAME=COMMAND`; UsageError for what is neither, or a name given twice."""
    systems = tuple(_make(one, templates, policy, inspected_on, timeout) for one in named)
    names = [system.name for system in systems]
    if len(set(names)) < len(names):
        raise UsageError(f"--system: two systems have the same name: {', '.join(names)}")
    return systems


def _make(
    named: str, templates: Templates, policy: Policy | None, inspected_on: date, timeout: float
) -> System:
    name, is_command, command = named.partition("=")
    if is_command:
        return Command(name.strip(), command, timeout=timeout)
    if name == "docforensics":
        return whole(inspected_on, templates, policy)
    if name == "no-templates":
        return without_templates(inspected_on, policy)
    if name == "mrz-only":
        return mrz_only(inspected_on, policy)
    if name == "jpeg-quality":
        return JpegQuality()
    if name in METHODS:
        return Blind(name)
    raise UsageError(f"--system: expected {', '.join(NAMES)}, or NAME=COMMAND with {{file}}, got {named!r}")


__all__ = ["DEFAULT", "NAMES", "Answer", "Command", "Docforensics", "System", "make_systems"]
