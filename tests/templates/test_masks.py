"""Features as masks."""

import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import box_mask, clipped, component_box, grown, in_blocks, ink_allowed
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


def test_a_clipped_box_stays_on_the_frame() -> None:
    """Beyond the rim nothing is left, and no row counts from the end."""
    assert clipped(BoxMm(left=-1, top=9, right=1, bottom=20), (80, 80)) == (slice(72, 80), slice(0, 8))
    rows, _ = clipped(BoxMm(left=0, top=-5, right=1, bottom=-2), (80, 80))
    assert rows.stop == 0


def test_a_mask_grows_by_its_margin_on_every_side() -> None:
    """Half a millimetre is four pixels; the box of the component is in millimetres."""
    mask = np.zeros((80, 80), dtype=bool)
    mask[40, 40] = True
    assert int(grown(mask, 0.5).sum()) == 9 * 9
    assert component_box(np.array([8, 16, 24, 32, 768], np.int32)) == BoxMm(left=1, top=2, right=4, bottom=6)


def test_holes_become_upright_blocks_and_neighbours_on_a_row_one() -> None:
    """Letters a millimetre apart are one block, the next line another; none tells its shape."""
    mask = np.zeros((80, 160), dtype=bool)
    mask[10:20, 10] = mask[10, 10:18] = True
    mask[12:22, 20] = True
    mask[40:50, 100] = mask[45, 100:110] = True
    blocks = in_blocks(mask)
    assert blocks[10:22, 10:21].all()
    assert blocks[40:50, 100:110].all()
    assert int(blocks.sum()) == 12 * 11 + 10 * 10
    small = in_blocks(mask, most_mm=(1.3, 2.0))
    assert blocks[45, 105]
    assert small[45, 105]
    assert not in_blocks(mask, most_mm=(1.3, 1.0)).any()
