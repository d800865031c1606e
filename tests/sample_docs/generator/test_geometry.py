"""Boxes in millimetres."""

from sample_docs.generator.geometry import Box

BOX = Box(x=1.0, y=2.0, w=3.0, h=4.0)


def test_a_box_grows_on_every_side() -> None:
    """And shrinks back."""
    assert BOX.grown(0.5) == Box(x=0.5, y=1.5, w=4.0, h=5.0)
    assert BOX.grown(0.5).grown(-0.5) == BOX


def test_a_box_has_half_open_pixel_bounds() -> None:
    """At ten pixels a millimetre."""
    assert BOX.shifted(1.0, 0.0).pixels(10.0) == (20, 20, 50, 60)
