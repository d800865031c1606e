"""What the checks under UV share of a side."""

from dataclasses import replace
from typing import Any

import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.support.glow import LuminescentSide, glow, luminescent_sides
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind


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


def test_the_substrate_is_told_beside_pictures(lit: Any) -> None:
    """Ink of a portrait absorbs, where the reference is level: a page whose portrait is dark has no dark substrate."""
    pages = lit.lights(12)
    portrait = lit.template.of_kind(FeatureKind.PORTRAIT)[0].box
    rows, columns = portrait.to_px(8).slices
    pages[Light.UV][rows, columns] = (2, 1, 4)
    side = _side(luminescent_sides(lit.document(pages)))
    assert not side.substrate[rows, columns].any()
    assert side.substrate.any()


def test_where_little_else_is_left_the_substrate_is_told_everywhere(lit: Any) -> None:
    """A picture over most of the side."""
    whole = replace(
        lit.template.of_kind(FeatureKind.PORTRAIT)[0], box=BoxMm(left=0, top=0, right=86, bottom=54)
    )
    template = replace(lit.template, features=(whole,))
    side = _side(luminescent_sides(replace(lit, template=template).document(lit.lights(12))))
    assert side.substrate.any()
