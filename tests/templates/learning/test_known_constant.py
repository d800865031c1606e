"""Places known to show print of the series are taken from the presumed places of holders' data."""

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.known_constant import without_places
from docforensics.templates.model import Feature, FeatureKind

TITLE = BoxMm(left=30, top=5, right=50, bottom=9)


def _field(box: BoxMm, kind: FeatureKind = FeatureKind.PERSONAL_DATA) -> Feature:
    return Feature(name="field-1", kind=kind, box=box, variable=True)


def test_a_field_that_is_the_title_alone_is_none() -> None:
    """Nothing of it is left that could hold text."""
    assert without_places([_field(BoxMm(left=30, top=4.5, right=50.5, bottom=9.5))], [TITLE]) == ()


def test_a_row_that_begins_before_the_title_and_ends_behind_it_is_two_fields() -> None:
    """With some room round the title, and names of their own."""
    left, right = without_places([_field(BoxMm(left=10, top=5, right=70, bottom=9))], [TITLE])
    assert (left.name, left.box.left, right.name, right.box.right) == ("field-1", 10, "field-1-2", 70)
    assert left.box.right < 30
    assert right.box.left > 50
    assert left.variable
    assert right.variable


def test_what_lies_apart_and_what_is_no_field_stays() -> None:
    """A portrait is the holder's all over."""
    far = _field(BoxMm(left=10, top=20, right=70, bottom=24))
    portrait = _field(BoxMm(left=25, top=2, right=60, bottom=40), FeatureKind.PORTRAIT)
    assert without_places([far, portrait], [TITLE]) == (far, portrait)
