"""What the checks under UV share of a side."""

from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.support.glow import LuminescentSide, glow, luminescent_sides


def _side(found: Any) -> LuminescentSide:
    assert isinstance(found, tuple)
    (side,) = found
    assert isinstance(side, LuminescentSide)
    return side


def test_a_side_is_compared_once_for_all_checks(lit: Any) -> None:
    """Another document has its own."""
    document = lit.genuine(12)
    one, again = _side(luminescent_sides(document)), _side(luminescent_sides(document))
    for name in ("seen", "expected", "levels", "printed", "substrate"):
        assert getattr(one, name) is getattr(again, name)
    assert glow(one.side) is one.seen
    assert _side(luminescent_sides(lit.genuine(13))).levels is not one.levels


def test_the_level_of_the_substrate_is_its_median(lit: Any) -> None:
    """In every colour, of page and reference."""
    side = _side(luminescent_sides(lit.genuine(12)))
    reference = side.side.template.references[Light.UV].mean
    for pixels, levels in zip((side.side.page(), reference), side.levels, strict=True):
        assert levels.tolist() == np.median(pixels[side.substrate], axis=0).tolist()
