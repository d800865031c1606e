"""Under which conditions a document was captured: weights fitted under one say nothing under another."""

from collections.abc import Iterable
from dataclasses import dataclass

from docforensics.capture.model import Channel, Light
from docforensics.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A channel and the lights that a document was seen in."""

    channel: Channel
    lights: frozenset[Light]

    @property
    def name(self) -> str:
        """For example `scanner/ir+uv+visible`: what a fitted row states."""
        return condition_name(self.channel, self.lights)


def condition_name(channel: Channel, lights: Iterable[Light]) -> str:
    """Name a channel and a set of lights."""
    return f"{channel.value}/{'+'.join(sorted({light.value for light in lights}))}"


def condition_of(document: Document) -> Condition | None:
    """Give the condition of a document; None when its sides came by different channels, for which nothing is fitted."""
    channels = {side.capture.channel for side in document.sides}
    if len(channels) != 1:
        return None
    lights = frozenset(light for side in document.sides for light in side.capture.lights)
    return Condition(channel=channels.pop(), lights=lights)
