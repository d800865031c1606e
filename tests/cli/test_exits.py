"""Exit codes follow the table, for outcomes and for errors."""

import pytest

from docforensics import errors
from docforensics.cli.exits import Exit, exit_of, exit_of_error
from docforensics.scoring.model import OutcomeClass


def test_every_outcome_has_a_code() -> None:
    """Refer and alert share one: a script treats both alike."""
    codes = {outcome.value: int(exit_of(outcome)) for outcome in OutcomeClass}
    assert codes == {"CLEAR": 0, "REFER": 10, "ALERT": 10, "INCONCLUSIVE": 11}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError, 2),
        (errors.InputError, 3),
        (errors.DecodeError, 3),
        (errors.LimitExceededError, 3),
        (errors.ResourceMissingError, 4),
        (errors.TemplateError, 4),
        (errors.CalibrationError, 4),
        (errors.EngineUnavailableError, 4),
    ],
)
def test_every_expected_error_has_a_code(error: type[errors.DocforensicsError], code: int) -> None:
    """The tree of exceptions and the table of codes agree."""
    assert int(exit_of_error(error("what to do"))) == code


def test_no_code_is_1() -> None:
    """1 is Python's own for a crash, which is no evidence."""
    assert 1 not in {int(code) for code in Exit}
