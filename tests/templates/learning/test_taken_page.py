"""Of a picture that shows two pages, the caller says which is learned."""

from pathlib import Path

import numpy as np
import pytest

from docforensics.capture.load import load_capture
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError, UsageError
from docforensics.templates.learning.assess import left_open
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.learning.taken_page import PAGE
from docforensics.templates.model import FeatureKind

CARD = Path(__file__).parents[3] / "sample_docs" / "documents" / "td1-0008-flatbed"
pytestmark = pytest.mark.usefixtures("read_quickly")


@pytest.fixture(scope="module")
def both() -> Capture:
    """The front of a card above its back."""
    front, back = (
        load_capture(CARD / f"{side}-white.jpg").primary.pixels[::2, ::2] for side in ("front", "back")
    )
    width = max(front.shape[1], back.shape[1]) + 80
    front, back = (
        np.pad(one, ((40, 40), (40, width - one.shape[1] - 40), (0, 0)), constant_values=235)
        for one in (front, back)
    )
    return load_capture(np.ascontiguousarray(np.concatenate([front, back])))


def test_the_page_with_the_zone_is_learned_and_the_other_one_is_named(both: Capture) -> None:
    """A sentence says how to learn that one."""
    template = learn_template([both])
    assert template.provenance[PAGE] == "found"
    assert template.of_kind(FeatureKind.MACHINE_READABLE_ZONE)
    assert any("--page other" in sentence for sentence in left_open(template))


def test_the_page_with_the_portrait_is_learned_when_asked_for(both: Capture) -> None:
    """It bears no zone, and that of the page next to it names its data; nothing more is to be said of pages."""
    template = learn_template([both], page="other")
    assert template.provenance[PAGE] == "other"
    assert template.of_kind(FeatureKind.PORTRAIT)
    assert not template.of_kind(FeatureKind.MACHINE_READABLE_ZONE)
    assert {"given-names", "date-of-birth", "document-number"} <= {one.name for one in template.features}
    assert not any("--page" in sentence for sentence in left_open(template))


def test_a_picture_of_one_page_has_no_other() -> None:
    """It is refused with what to do; an unknown word as well."""
    passport = load_capture(CARD.parent / "td3-2-0000-flatbed" / "data-page-white.jpg")
    with pytest.raises(TemplateError, match="shows no other page"):
        learn_template([passport], page="other")
    with pytest.raises(UsageError, match="found, other"):
        learn_template([passport], page="back")
