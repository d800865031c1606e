"""What is presumed to be the holder's, where one holder was seen."""

from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.presume import presumed
from docforensics.templates.model import Feature, FeatureKind


def feature(kind: FeatureKind, left: float, top: float, right: float, bottom: float) -> Feature:
    """A place that varies."""
    box = BoxMm(left=left, top=top, right=right, bottom=bottom)
    return Feature(name=kind.value, kind=kind, box=box, variable=True)


def test_a_field_is_presumed_to_fill_its_row_up_to_the_portrait() -> None:
    """Another holder's name is longer."""
    portrait = feature(FeatureKind.PORTRAIT, 5, 14, 28, 44)
    name = feature(FeatureKind.PERSONAL_DATA, 36, 20, 50, 23)
    _, wide = presumed((portrait, name), PageSize.ID1)
    assert 28 < wide.box.left < 33
    assert wide.box.right == 85.6 - 1.5
    assert (wide.box.top, wide.box.bottom) == (20, 23)


def test_hair_may_stand_higher_than_on_the_one_portrait_seen() -> None:
    """But no picture reaches over the page's edge."""
    (wide,) = presumed((feature(FeatureKind.PORTRAIT, 1, 14, 28, 44),), PageSize.ID1)
    assert wide.box.top == 14 - 0.3 * 30
    assert wide.box.left == 0
    assert wide.box.bottom > 44


def test_a_signature_may_be_taller() -> None:
    """It is no line of type."""
    (wide,) = presumed((feature(FeatureKind.PERSONAL_DATA, 40, 40, 60, 46),), PageSize.ID1)
    assert (wide.box.top, wide.box.bottom) == (38.5, 47.5)


def test_fixed_places_stay_as_they_are() -> None:
    """The background and the zone are not the holder's to widen."""
    zone = feature(FeatureKind.MACHINE_READABLE_ZONE, 0, 30, 85.6, 54)
    assert presumed((zone,), PageSize.ID1) == (zone,)
