"""The channels of a template's captures, in its provenance."""

from types import SimpleNamespace
from typing import Any

from docforensics.capture.model import Channel
from docforensics.templates.taken_on import is_of_scanners, naming_channels, with_channels


def _template(provenance: dict[str, str]) -> Any:
    return SimpleNamespace(provenance=provenance)


def test_a_template_of_scanners_alone_is_known_as_one() -> None:
    """Of an older one it is not known."""
    assert is_of_scanners(_template(naming_channels([Channel.SCANNER, Channel.SCANNER])))
    assert not is_of_scanners(_template(naming_channels([Channel.SCANNER, Channel.PHOTO])))
    assert not is_of_scanners(_template({}))


def test_a_revision_names_the_channels_of_its_captures_too() -> None:
    """What an older one was learned on stays unknown."""
    known = naming_channels([Channel.SCANNER]) | {"holders": "3"}
    further = with_channels([Channel.UPLOAD], known)
    assert further == {"channels": "scanner upload", "holders": "3"}
    assert with_channels([Channel.SCANNER], {"holders": "3"}) == {"holders": "3"}
