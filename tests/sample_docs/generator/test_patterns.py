"""Families of fine lines for the designs at random."""

import pytest

from sample_docs.generator.geometry import Box
from sample_docs.generator.patterns import (
    Braid,
    Dots,
    Fan,
    Net,
    Pattern,
    Relief,
    Rings,
    Scales,
    Spirals,
    Tiles,
    Turned,
)

BOX = Box(x=5.0, y=4.0, w=60.0, h=40.0)
FAMILIES = (
    Braid(strands=4, periods=6.0, bands=2),
    Rings(centre=(0.4, 0.5), pitch=1.0, lobes=5, depth=0.03),
    Net(lines=30, bend=1.0, periods=2.0),
    Scales(size=5.0, rings=3),
    Relief(pitch=0.8, height=3.0, hills=((0.4, 0.5, 0.1),)),
    Fan(focus=(0.5, 1.0), rays=160, waver=2.0, periods=2.0),
    Spirals(arms=4, pitch=1.0, ripple=0.2, petals=8),
    Tiles(size=6.0, corners=5),
    Dots(pitch=2.0, largest=0.3, periods=1.0),
    Turned(pattern=Relief(pitch=0.8, height=2.0, hills=()), degrees=30.0),
)


@pytest.mark.parametrize("pattern", FAMILIES, ids=lambda p: type(p).__name__)
def test_a_family_covers_its_box(pattern: Pattern) -> None:
    """From edge to edge, but for a line's distance, and the same each time."""
    bounds = pattern.path(BOX).getBounds()
    assert bounds.left() < BOX.x + 2.0
    assert bounds.right() > BOX.x + BOX.w - 2.0
    assert bounds.top() < BOX.y + 3.0
    assert bounds.bottom() > BOX.y + BOX.h - 3.0
    assert pattern.path(BOX) == pattern.path(BOX)
