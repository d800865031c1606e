"""Conditions: a channel and the lights."""

from dataclasses import dataclass

from docforensics.capture.model import Channel, Light
from docforensics.scoring.condition import Condition, condition_of


@dataclass(frozen=True)
class Taken:
    """A capture, as far as a condition needs it."""

    channel: Channel
    lights: tuple[Light, ...]


@dataclass(frozen=True)
class OneSide:
    """A side with its capture."""

    capture: Taken


@dataclass(frozen=True)
class Sides:
    """A document with its sides."""

    sides: tuple[OneSide, ...]


def document(*sides: tuple[Channel, tuple[Light, ...]]) -> Sides:
    """Make a document of captured sides."""
    return Sides(sides=tuple(OneSide(capture=Taken(*side)) for side in sides))


def test_lights_are_named_in_one_order() -> None:
    """Whatever the order in which they were captured."""
    name = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE, Light.UV, Light.IR})).name
    assert name == "scanner/ir+uv+visible"


def test_the_lights_of_all_sides_count() -> None:
    """A back in white light and a front in two."""
    found = condition_of(
        document((Channel.PHOTO, (Light.VISIBLE,)), (Channel.PHOTO, (Light.VISIBLE, Light.UV)))  # type: ignore[arg-type]
    )
    assert found is not None
    assert found.name == "photo/uv+visible"


def test_two_channels_are_no_condition() -> None:
    """Nothing is fitted for a scan of one side and a photo of the other."""
    assert (
        condition_of(document((Channel.PHOTO, (Light.VISIBLE,)), (Channel.SCANNER, (Light.VISIBLE,)))) is None  # type: ignore[arg-type]
    )
