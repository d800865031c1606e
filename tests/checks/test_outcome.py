"""Outcomes of checks: an abstention states its code, and its TR-03135 result follows from the code."""

import re
from pathlib import Path

import pytest

from docforensics.checks.claims import MENDED_BY_EQUIPMENT, Why
from docforensics.checks.outcome import (
    Abstained,
    AbstentionKind,
    Measured,
    kind_of,
    not_supported,
    undetermined,
)
from docforensics.errors import UsageError

STANDARDS = Path(__file__).parents[2] / "docs" / "reference" / "standards.md"


@pytest.mark.parametrize("why", Why)
def test_the_result_follows_from_the_code(why: Why) -> None:
    """What other equipment would mend is not supported; nothing else is."""
    right, wrong = (
        (not_supported, undetermined) if why in MENDED_BY_EQUIPMENT else (undetermined, not_supported)
    )
    assert right("said", why=why).kind is kind_of(why)
    with pytest.raises(UsageError, match=f"for {why}"):
        wrong("said", why=why)


def test_every_code_is_written_down() -> None:
    """docs/reference/standards.md lists each code with its result."""
    rows = dict(re.findall(r"^\| `(\w+)` \| ([a-z ]+) \|", STANDARDS.read_text("utf-8"), flags=re.MULTILINE))
    expected = {why.value: str(kind_of(why)) for why in Why} | {Why.CHECK_FAILED.value: "aborted"}
    assert rows == expected


def test_an_abstention_is_called_for_unless_said_otherwise() -> None:
    """Silence that nobody accounts for leaves a claim unseen."""
    assert undetermined("dark", why=Why.TOO_NOISY).expected
    assert not undetermined("bare", why=Why.NO_REFERENCE_HERE, expected=False).expected
    assert Abstained(kind=AbstentionKind.UNDETERMINED, reason="dark", why=Why.GLARE).expected


def test_a_value_is_a_number() -> None:
    """NaN would be neither odd nor as on genuine documents."""
    with pytest.raises(UsageError, match="NaN"):
        Measured(value=float("nan"))
