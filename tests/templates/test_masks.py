"""Features as masks."""

from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import box_mask, ink_allowed
from docforensics.templates.model import Template


def test_a_box_covers_its_pixels_and_is_cut_at_the_rim() -> None:
    """Two millimetres are sixteen pixels; what lies outside the page is dropped."""
    mask = box_mask(
        [BoxMm(left=1, top=2, right=3, bottom=4), BoxMm(left=-5, top=-5, right=0.5, bottom=0.5)], (80, 80)
    )
    assert mask[16:32, 8:24].all()
    assert mask[:4, :4].all()
    assert int(mask.sum()) == 16 * 16 + 4 * 4


def test_ink_may_stand_in_variable_features_alone(template: Template) -> None:
    """The name and the portrait of the test series."""
    allowed = ink_allowed(template.features, (432, 685))
    assert allowed[180, 300]
    assert not allowed[300, 500]
