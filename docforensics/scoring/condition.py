"""Under which conditions a document was captured: weights fitted under one do not apply to another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.capture.model import Channel

WITHOUT_TEMPLATE = "/no-template"
"""What the name of a condition ends in where no template fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A channel, the lights that a document was seen in, and whether a reference template fitted one of its sides."""

    channel: Channel
    lights: frozenset[Light]
    has_template: bool = True

    @property
    def name(self) -> str:
        """For example `scanner/ir+uv+visible` or `photo/visible/no-template`: what a fitted row states."""
        return self.source + ("" if self.has_template else WITHOUT_TEMPLATE)

    @property
    def source(self) -> str:
        """Channel and lights alone, for example `scanner/ir+uv+visible`: by which a user's own captures are kept apart."""
        return f"{self.channel.value}/{'+'.join(sorted(light.value for light in self.lights))}"


def condition_of(
    channels: Collection[Channel], lights: Iterable[Light], *, has_template: bool = True
) -> Condition | None:
    """Give the condition of a document by the channels and lights of its sides.

    None when its sides came by different channels, for which nothing is fitted.
    """
    known = set(channels)
    if len(known) != 1:
        return None
    return Condition(channel=known.pop(), lights=frozenset(lights), has_template=has_template)
