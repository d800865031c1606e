"""Exit codes: what a script may rest on."""

from enum import IntEnum
from typing import TYPE_CHECKING

from docforensics.errors import (
    DocforensicsError,
    EngineUnavailableError,
    InputError,
    ResourceError,
    ScanError,
)

if TYPE_CHECKING:
    from docforensics.scoring.model import OutcomeClass


class Exit(IntEnum):
    """Exit codes; with several files the highest counts. 1 is a crash, 130 an interruption."""

    CLEAR = 0
    USAGE = 2
    UNREADABLE = 3
    BAD_RESOURCE = 4
    REFER = 10
    """Refer or alert."""
    INCONCLUSIVE = 11
    INTERRUPTED = 130


EXIT_CODES = """\
exit codes: 0 done or clear, 2 usage, 3 unreadable input, 4 bad model, template or trust folder, or an extra missing
(several files: the highest, but 4 where one stops the work; 1 is a crash, which is no evidence). `examine`: 10 refer or alert, 11 inconclusive;
`mrz`: 11 where no zone was found."""

_OF_OUTCOME = {
    "CLEAR": Exit.CLEAR,
    "REFER": Exit.REFER,
    "ALERT": Exit.REFER,
    "INCONCLUSIVE": Exit.INCONCLUSIVE,
}
"""By the value of an outcome, so that nothing is loaded for it."""


def exit_of(outcome: "OutcomeClass") -> Exit:
    """Give the exit code of a verdict."""
    return _OF_OUTCOME[outcome.value]


def exit_of_error(error: DocforensicsError) -> Exit:
    """Give the exit code of an expected error."""
    if isinstance(error, InputError):
        return Exit.UNREADABLE
    if isinstance(error, ResourceError | EngineUnavailableError | ScanError):
        return Exit.BAD_RESOURCE
    return Exit.USAGE
