"""A page in grey, turned so once for all that look at it."""

from dataclasses import replace

import numpy as np

from docforensics.capture.light import Light
from docforensics.kept import given
from docforensics.page.band.find import grey_of
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.model import Page, Quality

COLOURS = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)


def page() -> Page:
    """Noise in colour."""
    return Page(
        frame=Frame(size=None, size_mm=(10.0, 7.5), basis=ScaleBasis.ASSUMED, homography=np.eye(3) / 8),
        px_per_mm=8.0,
        pixels={Light.VISIBLE: COLOURS},
        measured=given(Quality(sharpness=1.0, glare_share=0.0, px_per_mm=8.0, contrast=1.0)),
    )


def test_a_page_is_turned_grey_once() -> None:
    """Also for its copies: with other facts it is the same picture."""
    seen = page()
    grey = seen.grey()
    assert np.array_equal(grey, grey_of(COLOURS))
    assert seen.grey() is grey
    assert replace(seen, beside=None).grey() is grey


def test_a_page_with_other_pictures_has_another_grey() -> None:
    """What was kept of the picture before is not shown for it."""
    seen = page()
    seen.grey()
    changed = replace(seen, pixels={Light.VISIBLE: 255 - COLOURS})
    assert np.array_equal(changed.grey(), grey_of(255 - COLOURS))
