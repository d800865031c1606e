"""Under which conditions a document was captured: weights fitted under one do not apply to another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.capture.model import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A channel and the lights that a document was seen in."""

    channel: Channel
    lights: frozenset[Light]

    @property
    def name(self) -> str:
        """For example `scanner/ir+uv+visible`: what a fitted row states."""
        return f"{self.channel.value}/{'+'.join(sorted(light.value for light in self.lights))}"


def condition_of(channels: Collection[Channel], lights: Iterable[Light]) -> Condition | None:
    """Give the condition of a document by the channels and lights of its sides.

    None when its sides came by different channels, for which nothing is fitted.
    """
    known = set(channels)
    return Condition(channel=known.pop(), lights=frozenset(lights)) if len(known) == 1 else None
