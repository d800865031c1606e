"""Exit codes: what a script may rest on."""

from enum import IntEnum

from docforensics.errors import (
    DocforensicsError,
    EngineUnavailableError,
    InputError,
    ResourceError,
    ScanError,
)
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


_OF_OUTCOME = {
    OutcomeClass.CLEAR: Exit.CLEAR,
    OutcomeClass.REFER: Exit.REFER,
    OutcomeClass.ALERT: Exit.REFER,
    OutcomeClass.INCONCLUSIVE: Exit.INCONCLUSIVE,
}


def exit_of(outcome: OutcomeClass) -> Exit:
    """Give the exit code of a verdict."""
    return _OF_OUTCOME[outcome]


def exit_of_error(error: DocforensicsError) -> Exit:
    """Give the exit code of an expected error."""
    if isinstance(error, InputError):
        return Exit.UNREADABLE
    if isinstance(error, ResourceError | EngineUnavailableError | ScanError):
        return Exit.BAD_RESOURCE
    return Exit.USAGE
