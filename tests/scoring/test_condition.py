"""Conditions: a channel and the lights."""

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.scoring.condition import Condition, condition_of


def test_lights_are_named_in_one_order() -> None:
    """Whatever the order in which they were captured."""
    name = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE, Light.UV, Light.IR})).name
    assert name == "scanner/ir+uv+visible"


def test_the_lights_of_all_sides_count() -> None:
    """A back in white light and a front in two."""
    found = condition_of((Channel.PHOTO, Channel.PHOTO), (Light.VISIBLE, Light.VISIBLE, Light.UV))
    assert found is not None
    assert found.name == "photo/uv+visible"


def test_two_channels_are_no_condition() -> None:
    """Nothing is fitted for a scan of one side and a photo of the other."""
    assert condition_of((Channel.PHOTO, Channel.SCANNER), (Light.VISIBLE,)) is None


def test_documents_without_a_template_are_of_a_condition_of_their_own() -> None:
    """Its source, by which a user's captures are told apart, is the same."""
    found = condition_of((Channel.PHOTO,), (Light.VISIBLE,), has_template=False)
    assert found is not None
    assert (found.name, found.source) == ("photo/visible/no-template", "photo/visible")
