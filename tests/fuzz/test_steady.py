"""The same inputs at every run, whatever the code does with them."""

import pytest

from fuzz import steady
from fuzz.harnesses import HARNESSES


def test_inputs_are_drawn_from_the_name_alone() -> None:
    """And differ from the kept ones and among each other."""
    first, again = list(steady.inputs("mrz", 50)), list(steady.inputs("mrz", 50))
    assert first == again
    assert len(set(first)) > 45
    assert list(steady.inputs("seal", 50)) != first


@pytest.mark.parametrize("name", sorted(set(HARNESSES) - {"pdf"}))
def test_some_of_each_raise_our_own_errors_alone(name: str) -> None:
    """CI gives thousands (`python -m fuzz.steady`)."""
    assert steady.failures(name, 15) == []


def test_a_failure_is_told_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the end of what was raised."""

    def fails(_: str, raw: bytes) -> None:
        raise ZeroDivisionError(len(raw))

    monkeypatch.setattr(steady, "tried", fails)
    (told,) = steady.failures("mrz", 1)
    assert told.startswith("mrz, input 0: ")
    assert "ZeroDivisionError" in told
