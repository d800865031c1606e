"""Whether a forgery that was found before would pass."""

import pytest

from docforensics.capture.model import Channel
from docforensics.revising.caught import CaughtForgery
from docforensics.scoring.model import OutcomeClass


@pytest.mark.parametrize(
    ("before", "after", "checks", "lost", "passes"),
    [
        (OutcomeClass.REFER, OutcomeClass.INCONCLUSIVE, ("a.b",), (), True),
        (OutcomeClass.REFER, OutcomeClass.ALERT, ("a.b",), (), False),
        (OutcomeClass.INCONCLUSIVE, OutcomeClass.CLEAR, (), (), False),
        (OutcomeClass.REFER, OutcomeClass.REFER, ("a.b",), ("a.b",), True),
    ],
)
def test_what_would_pass(
    before: OutcomeClass, after: OutcomeClass, checks: tuple[str, ...], lost: tuple[str, ...], *, passes: bool
) -> None:
    """A lower outcome or a check fewer, where any check spoke against it."""
    one = CaughtForgery(
        file="x",
        channel=Channel.SCANNER,
        before=before,
        after=after,
        checks_before=checks,
        checks_lost=lost,
    )
    assert one.would_pass is passes
