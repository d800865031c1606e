"""Where the time of an examination went."""

from types import MappingProxyType

import pytest

from docforensics import stopwatch
from docforensics.stopwatch import Stopwatch


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock is a second later."""
    ticks = iter(range(1000))
    monkeypatch.setattr(stopwatch, "_clock", lambda: float(next(ticks)))


def test_times_of_a_stage_add_up() -> None:
    """A document has several sides."""
    watch = Stopwatch()
    assert watch.time("page", max, 3, 5) == 5
    watch.time("mrz", int, "ff", base=16)
    watch.time("page", max, 1, 2)
    assert dict(watch.seconds) == {"page": 2.0, "mrz": 1.0}


def test_a_stage_that_fails_is_counted() -> None:
    """What it raises reaches the caller."""
    watch = Stopwatch()
    with pytest.raises(ValueError, match="invalid literal"):
        watch.time("mrz", int, "no number")
    assert dict(watch.seconds) == {"mrz": 1.0}


def test_the_second_half_goes_on_from_the_first() -> None:
    """Reading and judging are measured by one watch each; the first one's times are not changed."""
    first = MappingProxyType({"page": 4.0})
    watch = Stopwatch(first)
    watch.time("scoring", list)
    assert dict(watch.seconds) == {"page": 4.0, "scoring": 1.0}
    assert dict(first) == {"page": 4.0}


def test_what_is_called_before_a_stage_may_stop_it() -> None:
    """Nothing of the stage runs then, and none of its time is counted."""

    def stop() -> None:
        raise KeyError("stop")

    watch = Stopwatch(before=stop)
    with pytest.raises(KeyError):
        watch.time("page", max, 3, 5)
    assert dict(watch.seconds) == {}
