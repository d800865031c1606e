"""Where the time of one examination went: seconds by stage and by check."""

from collections.abc import Callable, Mapping
from time import perf_counter
from types import MappingProxyType
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_clock = perf_counter
"""Seconds that pass, waiting included."""


class Stopwatch:
    """Measures the stages of one examination, each for itself; the times of a stage that runs for several sides add up.

    What a stage leaves for later, when a check asks, counts for that check.
    """

    def __init__(
        self, so_far: Mapping[str, float] = MappingProxyType({}), before: Callable[[], None] = lambda: None
    ) -> None:
        """Begin with times so far; `before` is called before each stage, and may raise to stop there."""
        self._seconds = dict(so_far)
        self._before = before

    def time(
        self,
        stage: str,
        function: Callable[Arguments, Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """Call the function and count its time for a stage, also where it raises."""
        self._before()
        start = _clock()
        try:
            return function(*args, **kwargs)
        finally:
            self._seconds[stage] = self._seconds.get(stage, 0.0) + _clock() - start

    @property
    def seconds(self) -> Mapping[str, float]:
        """By stage, in the order in which the stages began to be measured; a copy."""
        return MappingProxyType(dict(self._seconds))
