"""What the checks under UV share of a side."""

from dataclasses import replace
from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.support.glow import LuminescentSide, at_strength_of, glow, luminescent_sides


def _side(found: Any) -> LuminescentSide:
    assert isinstance(found, tuple)
    (side,) = found
    assert isinstance(side, LuminescentSide)
    return side


def test_a_side_is_compared_once_for_all_checks(lit: Any) -> None:
    """Another document has its own."""
    document = lit.genuine(12)
    one, again = _side(luminescent_sides(document)), _side(luminescent_sides(document))
    for name in ("seen", "expected", "levels", "printed", "substrate", "saturated"):
        assert getattr(one, name) is getattr(again, name)
    assert glow(one.side) is one.seen
    assert _side(luminescent_sides(lit.genuine(13))).levels is not one.levels


def test_the_level_of_the_substrate_is_its_median(lit: Any) -> None:
    """In every colour, of page and reference."""
    side = _side(luminescent_sides(lit.genuine(12)))
    reference = side.side.template.references[Light.UV].mean
    for pixels, levels in zip((side.side.page(), reference), side.levels, strict=True):
        assert levels.tolist() == np.median(pixels[side.substrate], axis=0).tolist()


def test_where_the_picture_saturates_no_strength_is_told(lit: Any) -> None:
    """Of a page that glows twice as strongly, half of whose print is as bright as a picture can be."""
    document = lit.genuine(12)
    side = _side(luminescent_sides(document))
    strong = np.zeros(side.expected.shape, np.bool_)
    strong[:, : strong.shape[1] // 2] = True
    expected = np.where(strong, 150, 40).astype(np.float32) * side.printed
    seen = np.minimum(2 * expected, 200).astype(np.float32)
    one = replace(side, expected=expected, seen=seen, saturated=strong)
    assert abs(one.strength - 2.0) < 0.01
    assert one.strength > replace(one, saturated=np.zeros_like(strong)).strength + 0.3
    brought = at_strength_of(expected, seen, side.printed, strong)
    assert np.allclose(brought, expected, atol=0.1)
    assert not np.allclose(
        at_strength_of(expected, seen, side.printed, np.zeros_like(strong)), expected, atol=5
    )


def test_print_that_is_missing_is_told_beside_print_that_saturates(lit: Any) -> None:
    """What is taken to be there is only what the picture shows as bright as it can."""
    side = _side(luminescent_sides(lit.genuine(12)))
    strong = np.zeros(side.expected.shape, np.bool_)
    strong[:, : strong.shape[1] // 2] = True
    seen = np.where(strong, side.seen, 0).astype(np.float32)
    brought = at_strength_of(side.expected, seen, side.printed, strong)
    assert brought[~strong].max() == 0


def test_bright_paper_that_saturates_shows_no_print(lit: Any) -> None:
    """Nothing rises above a substrate that is as bright as a picture can be."""
    side = _side(luminescent_sides(lit.genuine(12)))
    everywhere = np.ones(side.expected.shape, np.bool_)
    brought = at_strength_of(side.expected, np.zeros_like(side.expected), side.printed, everywhere)
    assert brought.max() == 0


def test_everything_tells_where_too_little_does_not_saturate(lit: Any) -> None:
    """A strength that four square millimetres state is none."""
    side = _side(luminescent_sides(lit.genuine(12)))
    everywhere = np.ones(side.expected.shape, np.bool_)
    assert replace(side, saturated=everywhere).strength == replace(side, saturated=~everywhere).strength
